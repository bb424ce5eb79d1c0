import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { isSystemError, UserError } from '../user-error.js';
import { unreadable, type Input } from './bytes.js';
import { decodeText } from './text.js';

/** One record of the file, blank ones included: its cells as text, and the line it begins on, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The longest record, in bytes: a row past it is a quote gone astray, not a contact. */
export const longestRecord = 1_048_576;

interface ParsedRecord {
  readonly record: string[];
  readonly raw: string;
}

/**
 * The records of an input, read as they are asked for: the file is never in memory.
 * CR, LF and CRLF all end a record, also mixed in one file; a quote inside an unquoted cell is text.
 * Throws a `UserError` that names the line for bytes that are no text, a quote never closed and a record over
 * `longestRecord`, each only when it is reached.
 */
export async function* readRecords(input: Input): AsyncGenerator<CsvRecord> {
  const parser = parse({
    relax_quotes: true,
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    raw: true,
    max_record_size: longestRecord,
  });
  // The callback form, because a reader that stops early is no error: the loop below sees all the others.
  pipeline(
    input.open(),
    (chunks: AsyncIterable<Buffer>) => decodeText(chunks, input.name),
    parser,
    () => undefined,
  );

  const records: AsyncIterable<ParsedRecord> = parser;
  let line = 1;
  try {
    for await (const { record, raw } of records) {
      yield { line, cells: record };
      line += countLineBreaks(raw);
    }
  } catch (error) {
    throw explain(error, input.name, line);
  }
}

function explain(error: unknown, name: string, line: number): unknown {
  if (isSystemError(error)) return unreadable(name, error);
  if (!(error instanceof CsvError)) return error;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return new UserError(
      `${name}, line ${line}: a quote (") is opened in the row that begins here and never closed.`,
      ['Close it, or double it where it belongs to the text, and try again.'],
    );
  }
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return new UserError(`${name}, line ${line}: the row that begins here is longer than 1 MiB.`, [
      'Most often a quote (") is opened in it and never closed.',
    ]);
  }
  return new UserError(`${name}, line ${line}: not readable as CSV (${error.code}).`, [
    'Open the file in a text editor at this line, mend it, and try again.',
  ]);
}

/** Line breaks in a record's text, its own end included; CRLF is one. The parser's own count takes CRLF in quotes for two. */
function countLineBreaks(raw: string): number {
  let count = 0;
  for (let at = 0; at < raw.length; at += 1) {
    const code = raw.charCodeAt(at);
    if (code === 10 || (code === 13 && raw.charCodeAt(at + 1) !== 10)) count += 1;
  }
  return count;
}

/** Whether a record holds nothing but white space: it's no row, only lines. */
export function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}
