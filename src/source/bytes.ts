import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { pipeline as finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { formatBytes, recogniseFormat } from './format.js';
import { inputNotKept, notAFile, notCsv, notReadable } from './messages.js';

/** An input that can be read again and again. Disposing of it removes the temporary file. */
export interface Input extends AsyncDisposable {
  /** How messages name it: the path as given, or `standard input`. */
  readonly name: string;
  /** Whether its bytes are unpacked while they are read. */
  readonly gzip: boolean;
  /** Its bytes from the first one, unpacked. `notReadable` makes a `UserError` of what goes wrong. */
  open(): AsyncIterable<Buffer>;
  /** Changes when the file does: a survey is valid for one stamp. */
  stamp(): Promise<string>;
}

/**
 * Opens a path, or copies a stream to a temporary file (mode 0600) so that it can be read twice. gzip is unpacked. Throws a
 * `UserError` for what can't be read, and for a workbook, an archive, a web page or a PDF.
 */
export async function openInput(source: string | Readable): Promise<Input> {
  if (typeof source === 'string') return fileInput(source, source, () => Promise.resolve());

  const folder = await mkdtemp(join(tmpdir(), 'import-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'input.csv');
    await finished(source, createWriteStream(path, { mode: 0o600 }));
    return await fileInput(path, 'standard input', remove);
  } catch (error) {
    await remove();
    throw inputNotKept(error);
  }
}

async function fileInput(path: string, name: string, dispose: () => Promise<void>): Promise<Input> {
  const stamp = async (): Promise<string> => {
    const { dev, ino, size, mtimeNs } = await stat(path, { bigint: true });
    return [dev, ino, size, mtimeNs].join(':');
  };
  const packed = () => createReadStream(path);
  try {
    if (!(await stat(path)).isFile()) throw notAFile(name);
    const gzip = recogniseFormat(await firstBytes(packed())) === 'gzip';
    const open = gzip ? () => unpacked(packed()) : packed;
    const format = recogniseFormat(await firstBytes(open()));
    if (format !== 'text') throw notCsv(name, format);
    return { name, gzip, stamp, open, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    throw notReadable(name, error);
  }
}

/** The first bytes of an input: enough for its format and byte-order mark. */
export async function firstBytes(bytes: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= formatBytes) break;
  }
  return Buffer.concat(chunks);
}

/** The callback form: a reader that stops early is not an error, and other errors reach the reader. */
function unpacked(file: Readable): Readable {
  const gunzip = createGunzip();
  pipeline(file, gunzip, () => undefined);
  return gunzip;
}
