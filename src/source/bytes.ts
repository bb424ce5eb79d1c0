import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { pipeline as finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { isSystemError, systemReason, UserError } from '../user-error.js';
import { formatBytes, notText, recogniseFormat, type Format } from './format.js';

/** An input that can be read as often as needed. Disposing of it removes what was spooled. */
export interface Input extends AsyncDisposable {
  /** How messages name it: the path as given, or `standard input`. */
  readonly name: string;
  /** Whether its bytes are unpacked while they are read. */
  readonly gzip: boolean;
  /** Its bytes from the first one, unpacked. What goes wrong is a `UserError` once it has gone through `explainBytes`. */
  open(): Readable;
  /** Changes whenever the file does: a survey holds for one stamp only. */
  stamp(): Promise<string>;
}

/**
 * Opens a path, or spools a stream to a temporary file (mode 0600) so that it can be read twice. gzip is unpacked.
 * Throws a `UserError` where there is nothing to read, and for what is a spreadsheet, an archive or a page instead of text.
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
    if (isSystemError(error)) {
      throw new UserError(`Standard input can't be kept in ${tmpdir()}: ${systemReason(error)}.`, [
        'Point TMPDIR at a folder with room for the whole input, or give a file instead of "-".',
      ]);
    }
    throw error;
  }
}

async function fileInput(path: string, name: string, dispose: () => Promise<void>): Promise<Input> {
  const stamp = async (): Promise<string> => {
    const { dev, ino, size, mtimeNs } = await stat(path, { bigint: true });
    return [dev, ino, size, mtimeNs].join(':');
  };
  try {
    if (!(await stat(path)).isFile()) {
      throw new UserError(`${name}: not a file.`, ['Give a CSV file, or "-" to read standard input.']);
    }
    const gzip = (await formatOf(path)) === 'gzip';
    const input: Input = {
      name,
      gzip,
      stamp,
      open: () => (gzip ? unpacked(createReadStream(path)) : createReadStream(path)),
      [Symbol.asyncDispose]: dispose,
    };
    const format = gzip ? recogniseFormat(await head(input)) : await formatOf(path);
    if (format === 'text') return input;
    throw notText(name, format === 'gzip' ? 'zip' : format);
  } catch (error) {
    throw explainBytes(name, error);
  }
}

/** The first bytes of an input, as many as tell its format and byte-order mark. */
export async function head(input: Input): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of input.open()) {
    if (!Buffer.isBuffer(chunk)) continue;
    parts.push(chunk);
    length += chunk.length;
    if (length >= formatBytes) break;
  }
  return Buffer.concat(parts);
}

async function formatOf(path: string): Promise<Format> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(formatBytes), 0, formatBytes, 0);
    return recogniseFormat(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** A reader that stops early is no error; all others see it at the reading end. */
function unpacked(file: Readable): Readable {
  const gunzip = createGunzip();
  pipeline(file, gunzip, () => undefined);
  return gunzip;
}

/** An error met while reading an input, as a `UserError` where the file or the operating system is its cause. */
export function explainBytes(name: string, error: unknown): unknown {
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
    return new UserError(`${name}: the gzip archive is damaged (${error.message}).`, [
      'Fetch or export it again; "gzip -t" tells whether it is whole.',
    ]);
  }
  if (!isSystemError(error)) return error;
  return new UserError(`${name}: can't be read: ${systemReason(error)}.`, [
    'Check the path; a relative one is looked up from the folder the importer is started in.',
  ]);
}
