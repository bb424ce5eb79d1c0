import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { UserError } from '../user-error.js';
import type { Input } from './bytes.js';
import type { Encoding } from './encoding.js';
import { isPadded, openRecord, strayQuote } from './quotes.js';
import { decodeText, lineBreaks } from './text.js';

/** One record of the file, blank ones included: its cells as text, and the line it begins on, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
  /** There where white space stands before an opening quote, and the dialect doesn't say so: the cells are then read wrong. */
  readonly padded?: true;
}

/** What stands between the cells of a file. */
export const delimiters = [',', ';', '\t', '|'] as const;

/** How a file's text is CSV. */
export interface Dialect {
  readonly encoding: Encoding;
  readonly delimiter: string;
  /** Whether there are spaces between a delimiter and an opening quote; white space before a cell is then no part of it. */
  readonly padded: boolean;
}

/** The longest record, in bytes: a row past it is a quote gone astray, not a contact. */
const longestRecord = 1_048_576;

interface ParsedRecord {
  readonly record: string[];
  readonly raw: string;
}

/**
 * The records of an input, read as they are asked for: the file is never in memory.
 * CR, LF and CRLF all end a record, also mixed in one file; a quote inside an unquoted cell is text.
 * Throws a `UserError` that names the line for bytes that are no text, a quote never closed or closed in the middle of a
 * later line, and a record over `longestRecord`, each only when it is reached.
 */
export async function* readRecords(input: Input, dialect: Dialect): AsyncGenerator<CsvRecord> {
  const parser = parse({
    relax_quotes: true,
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    delimiter: dialect.delimiter,
    ltrim: dialect.padded,
    raw: true,
    max_record_size: longestRecord,
  });
  // The callback form, because a reader that stops early is no error: the loop below sees all the others.
  pipeline(decodeText(input, dialect.encoding), parser, () => undefined);

  const records: AsyncIterable<ParsedRecord> = parser;
  let line = 1;
  try {
    for await (const { record, raw } of records) {
      const breaks = lineBreaks(raw);
      const stray = breaks > 1 ? strayQuote(raw, dialect) : undefined;
      if (stray !== undefined) throw strayQuoteError(input.name, line + stray.opens, line + stray.ends);
      const padded = !dialect.padded && isPadded({ cells: record, raw }, dialect.delimiter);
      yield padded ? { line, cells: record, padded } : { line, cells: record };
      line += breaks;
    }
  } catch (error) {
    throw error instanceof CsvError ? await explain(error, input, dialect, line) : error;
  }
}

/** `line` is that of the last record that was handed out; the parser may have been some records further. */
async function explain(error: CsvError, input: Input, dialect: Dialect, line: number): Promise<UserError> {
  const { name } = input;
  const open = await openRecord(input, dialect, line);
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return new UserError(
      `${name}, line ${open.quote ?? open.line}: a quote (") is opened here and never closed.`,
      ['Close it, or double it where it belongs to the text, and try again.'],
    );
  }
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    const cause =
      open.quote === undefined ? '' : ` A quote (") is opened on line ${open.quote} and not closed in it.`;
    return new UserError(
      `${name}, line ${open.line}: the row that begins here is longer than 1 MiB.${cause}`,
      ['Mend it, or take it out of the file, and try again.'],
    );
  }
  return new UserError(`${name}, line ${open.line}: not readable as CSV (${error.code}).`, [
    'Open the file in a text editor at this line, mend it, and try again.',
  ]);
}

function strayQuoteError(name: string, opens: number, ends: number): UserError {
  return new UserError(
    `${name}, line ${opens}: a quote (") is opened here and not closed before line ${ends}, so that the rows between would be lost in one cell.`,
    ['Close it, or double it where it belongs to the text, and try again.'],
  );
}

/** Whether a record holds nothing but white space: it's no row, only lines. */
export function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}
