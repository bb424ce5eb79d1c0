import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { UserError } from '../user-error.js';
import type { Input } from './bytes.js';
import type { Dialect } from './dialect.js';
import { notReadableAsCsv, quoteClosedLate, quoteNotClosed, rowTooLong } from './messages.js';
import { hasSpaceBeforeQuote, scanQuotes, textFrom } from './quotes.js';
import { decodeText, lineBreaks } from './text.js';

/** One record of the file, blank ones included: its cells, and the line where it begins, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
  /** There is white space before an opening quote, and the dialect doesn't say so: the cells are wrong. */
  readonly spaceBeforeQuote?: true;
}

/** The longest record, in bytes: a longer one is a quote that is not closed, not a contact. */
const longestRecord = 1_048_576;

/**
 * The records of an input, one at a time: the file is never in memory. CR, LF and CRLF all end a record, also mixed in one
 * file; a quote inside an unquoted cell is text. Throws a `UserError` that names the line for bytes that are not text, a quote
 * that is never closed or closed in the middle of a later line, and a record over 1 MiB, when it is reached.
 */
export async function* readRecords(input: Input, dialect: Dialect): AsyncGenerator<CsvRecord> {
  const parser = parse({
    relax_quotes: true,
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    delimiter: dialect.delimiter,
    ltrim: dialect.spaceBeforeQuotes,
    raw: true,
    max_record_size: longestRecord,
  });
  // The callback form: a reader that stops early is not an error, and the loop below sees all others.
  pipeline(decodeText(input, dialect.encoding), parser, () => undefined);

  const records: AsyncIterable<{ readonly record: string[]; readonly raw: string }> = parser;
  let line = 1;
  try {
    for await (const { record: cells, raw } of records) {
      const breaks = lineBreaks(raw);
      const late = breaks > 1 ? scanQuotes(raw, dialect).closedLate : undefined;
      if (late !== undefined) throw quoteClosedLate(input.name, line + late.opens, line + late.ends);
      const spaceBeforeQuote =
        !dialect.spaceBeforeQuotes && hasSpaceBeforeQuote(cells, raw, dialect.delimiter);
      yield spaceBeforeQuote ? { line, cells, spaceBeforeQuote } : { line, cells };
      line += breaks;
    }
  } catch (error) {
    throw error instanceof CsvError ? await refusalOf(error, input, dialect, line) : error;
  }
}

/** `line` is that of the last record that was read; the parser may be some records further. */
async function refusalOf(
  { code }: CsvError,
  input: Input,
  dialect: Dialect,
  line: number,
): Promise<UserError> {
  const { lastRecord, open } = scanQuotes(await textFrom(input, dialect.encoding, line), dialect);
  const recordLine = line + lastRecord;
  const quoteLine = open === undefined ? undefined : line + open;
  if (code === 'CSV_QUOTE_NOT_CLOSED') return quoteNotClosed(input.name, quoteLine ?? recordLine);
  if (code === 'CSV_MAX_RECORD_SIZE') return rowTooLong(input.name, recordLine, quoteLine);
  return notReadableAsCsv(input.name, recordLine, code);
}

/** Whether a record has only white space: it is not a row. */
/** Some old programs end a file with this character. */
const endOfDosFile = '\u001A';

export function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '' || cell.trim() === endOfDosFile);
}
