import { createReadStream } from 'node:fs';
import { isSystemError, UserError } from '../user-error.js';
import { ledgerFormat, readEvent, readHeader, type LedgerEvent, type LedgerHeader } from './events.js';

/** What reading a ledger found besides its events. */
export interface Past {
  /** `undefined` where there is no ledger yet, or nothing whole in it. */
  readonly header: LedgerHeader | undefined;
  /** Bytes of the file, and up to the end of its last whole line. */
  readonly size: number;
  readonly end: number;
  /** The last line is whole but for its line feed. */
  readonly unfinished: boolean;
}

/** Bytes read at a time, and the longest line that is looked at. */
const chunkSize = 1_048_576;

const lineFeed = 0x0a;

/**
 * Reads a ledger from its first line to its last and hands on each event; a file that isn't there is an empty one. What
 * stands behind the last line feed may be torn by a kill, and then counts as not written. Any other line that can't be
 * read is a `UserError` with file and line.
 */
export async function replay(path: string, onEvent: (event: LedgerEvent) => void): Promise<Past> {
  let header: LedgerHeader | undefined;
  let line = 0;
  const read = (text: string): boolean => {
    if (header === undefined) {
      header = readHeader(text);
      return header !== undefined;
    }
    const event = readEvent(text);
    if (event !== undefined) onEvent(event);
    return event !== undefined;
  };

  let size = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytesOf(path)) {
    size += chunk.length;
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const last = bytes.lastIndexOf(lineFeed);
    if (last !== -1) {
      for (const text of bytes.toString('utf8', 0, last).split('\n')) {
        line += 1;
        if (!read(text)) throw unreadable(path, line, header);
        if (header !== undefined && header.ledger !== ledgerFormat) throw otherFormat(path, header);
      }
    }
    rest = bytes.subarray(last + 1);
    if (rest.length > chunkSize) throw unreadable(path, line + 1, header);
  }
  const unfinished = rest.length > 0 && read(rest.toString());
  return { header, size, end: unfinished ? size : size - rest.length, unfinished };
}

async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  const chunks: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: chunkSize });
  try {
    yield* chunks;
  } catch (error) {
    if (!(isSystemError(error) && error.code === 'ENOENT')) throw error;
  }
}

function unreadable(path: string, line: number, header: LedgerHeader | undefined): UserError {
  if (header === undefined) {
    return new UserError(`${path}: not a ledger of this importer; it is left as it is.`, [
      'Give another file with --ledger.',
    ]);
  }
  return new UserError(
    `${path}, line ${line}: not readable as a line of the ledger; the file is left as it is.`,
    [
      'Restore it from a copy, or correct the line by hand. Without it, contacts made earlier would cost a call each to find again.',
    ],
  );
}

function otherFormat(path: string, header: LedgerHeader): UserError {
  return new UserError(
    `${path}: a ledger of format ${header.ledger}; this program reads format ${ledgerFormat}.`,
    ['Use the version of the importer that wrote it, or a newer one.'],
  );
}
