import { isAscii } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { isSystemError, UserError } from '../user-error.js';
import {
  ledgerFormat,
  readEvent,
  readHeader,
  type LedgerEvent,
  type LedgerHeader,
  type Organisation,
} from './events.js';

/** What a ledger has besides its events. */
export interface Past {
  /** `undefined` if there is no ledger yet, or no complete line in it. */
  readonly header: LedgerHeader | undefined;
  /** What the runs until now say of their organisation; of each the last. */
  readonly organisation: Organisation;
  /** The key of the hashes; `undefined` in a ledger of an older format that no newer version went on with. */
  readonly key: string | undefined;
  /** Bytes of the file, and bytes up to the end of its last complete line. */
  readonly size: number;
  readonly end: number;
  /** The last line is complete except for its line feed. */
  readonly unfinished: boolean;
}

/** Bytes read at a time, and the longest line. */
const chunkSize = 1_048_576;

const lineFeed = 0x0a;

/**
 * Reads a ledger and passes each event on; a file that does not exist is empty. Text after the last line feed may be the
 * incomplete line of a killed run; it then counts as not written. Throws a `UserError` for a file that does not begin with the
 * first line of a ledger, and, with its number, for any other line that is not readable.
 */
export async function replay(
  path: string,
  onEvent: (event: LedgerEvent, place: number) => void,
): Promise<Past> {
  let header: LedgerHeader | undefined;
  let organisation: Organisation = {};
  let key: string | undefined;
  let line = 0;
  const read = (text: string, place: number): boolean => {
    if (header === undefined) {
      header = readHeader(text);
      key = header?.key;
      return header !== undefined;
    }
    const event = readEvent(text);
    if (event?.event === 'run') {
      organisation = withRun(organisation, event);
      key = event.key ?? key;
      if (event.format !== undefined && event.format > ledgerFormat) throw otherFormat(path, event.format);
    }
    if (event !== undefined) onEvent(event, place);
    return event !== undefined;
  };

  let size = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytesOf(path)) {
    size += chunk.length;
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const last = bytes.lastIndexOf(lineFeed);
    if (last !== -1) {
      let place = size - bytes.length;
      const complete = bytes.subarray(0, last);
      const isPlain = isAscii(complete);
      const lines = complete.toString(isPlain ? 'latin1' : 'utf8');
      for (const text of lines.split('\n')) {
        line += 1;
        if (!read(text, place)) throw unreadable(path, line, header);
        if (header !== undefined && header.ledger > ledgerFormat) throw otherFormat(path, header.ledger);
        place += (isPlain ? text.length : Buffer.byteLength(text)) + 1;
      }
    }
    rest = bytes.subarray(last + 1);
    if (rest.length > chunkSize) throw unreadable(path, line + 1, header);
  }
  const unfinished = rest.length > 0 && read(rest.toString(), size - rest.length);
  if (header === undefined && !isHeaderStart(rest.toString())) throw unreadable(path, 1, header);
  return { header, organisation, key, size, end: unfinished ? size : size - rest.length, unfinished };
}

/** What is known after a further run. */
function withRun(
  known: Organisation,
  { app = known.app, corp = known.corp, token = known.token }: Organisation,
): Organisation {
  return {
    ...(app !== undefined && { app }),
    ...(corp !== undefined && { corp }),
    ...(token !== undefined && { token }),
  };
}

/** Whether a text may be the beginning of a ledger's first line, cut off by a kill. */
function isHeaderStart(text: string): boolean {
  const start = '{"ledger":';
  return start.startsWith(text) || text.startsWith(start);
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

function otherFormat(path: string, format: number): UserError {
  return new UserError(
    `${path}: a ledger of format ${format}; this program reads formats up to ${ledgerFormat}.`,
    ['Use the version of the importer that wrote it, or a newer one.'],
  );
}
