import { open, stat, type FileHandle } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { printable } from '../printable.js';
import { Blocks } from './blocks.js';
import { formatBytes, recogniseFormat } from './format.js';
import { notAFile, notCsv, notReadable } from './messages.js';
import { spool } from './spool.js';

/** Characters of a path in messages. */
const longestName = 500;

/** An input that can be read again and again. Disposing of it closes the file. */
export interface Input extends AsyncDisposable {
  /** How messages name it: the path as given, or `standard input`. */
  readonly name: string;
  /** Whether its bytes are unpacked while they are read. */
  readonly gzip: boolean;
  /**
   * Its bytes from the first one, unpacked; the same each time, or a `UserError`. So does the signal end it. `notReadable` makes
   * a `UserError` of what else goes wrong.
   */
  open(signal?: AbortSignal): AsyncIterable<Buffer>;
  /** Throws a `UserError` if its end has changed since it was read. */
  checkEnd(): Promise<void>;
}

/**
 * Opens a path, or copies a stream to a temporary file so that it can be read twice. gzip is unpacked. Throws a `UserError` for
 * what can't be read, for a workbook, an archive, a web page or a PDF, and if the signal comes.
 */
export async function openInput(source: string | Readable, signal?: AbortSignal): Promise<Input> {
  const name = typeof source === 'string' ? printable(source, longestName) : 'standard input';
  const file = typeof source === 'string' ? await openFile(source) : await spool(source, signal);
  try {
    return await inputOf(name, file);
  } catch (error) {
    await file.close();
    throw notReadable(name, error);
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    // Before it is opened: to open a pipe waits for its writer.
    if (!(await stat(path)).isFile()) throw notAFile(path);
    return await open(path);
  } catch (error) {
    throw notReadable(path, error);
  }
}

async function inputOf(name: string, file: FileHandle): Promise<Input> {
  const blocks = new Blocks(name, file);
  const packed = (signal?: AbortSignal): AsyncIterable<Buffer> => blocks.read(signal);
  const gzip = recogniseFormat(await firstBytes(packed())) === 'gzip';
  const bytes = gzip ? (signal?: AbortSignal) => unpacked(packed(signal)) : packed;
  const format = recogniseFormat(await firstBytes(bytes()));
  if (format !== 'text') throw notCsv(name, format);
  return {
    name,
    gzip,
    open: bytes,
    checkEnd: () => blocks.checkEnd(),
    [Symbol.asyncDispose]: () => file.close(),
  };
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
function unpacked(packed: AsyncIterable<Buffer>): Readable {
  const gunzip = createGunzip();
  pipeline(Readable.from(packed), gunzip, () => undefined);
  return gunzip;
}
