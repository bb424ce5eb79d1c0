import { importColumns } from './import-columns.js';
import { UserError } from '../user-error.js';
import type { Input } from './bytes.js';
import type { ColumnChoice } from './columns/choose-columns.js';
import { findEncoding } from './encoding.js';
import { findLayout } from './find-header.js';
import { swallowedRows } from './quotes.js';
import type { CsvRecord, Dialect } from './records.js';
import { readTable } from './table-records.js';

/** What the user said about the file itself; what isn't said is found. */
export interface FileChoice {
  /** A name that `TextDecoder` knows. */
  readonly encoding: string | undefined;
  readonly delimiter: string | undefined;
}

/** What one pass over the whole file found, before anything is sent. It holds for the file's stamp only. */
export interface Survey {
  readonly input: Input;
  readonly stamp: string;
  readonly dialect: Dialect;
  /** The names of the columns, as they stand in the file, without the importer's own. */
  readonly header: readonly string[];
  /** Where each column of `header` stands in the file, counted from 0. */
  readonly positions: readonly number[];
  /** Columns in the file, the importer's own included. */
  readonly width: number;
  /** The line the header begins on, counted from 1. */
  readonly headerLine: number;
  /** Records above the header that aren't blank: titles and notes. */
  readonly above: number;
  /** Data rows: records after the header that are neither blank nor a known footer. */
  readonly rows: number;
  /** Lines of a known export's footer, which are left out; the first one's number where there are any. */
  readonly footer: { readonly records: number; readonly line: number };
}

/**
 * Reads the input once from end to end, in constant memory, so that a file that can't be trusted is refused whole: before
 * it for the encoding, and a second time where spaces stand before opening quotes.
 * Throws a `UserError` for an encoding that can't be told, bytes that aren't text in it, a quote never closed or gone
 * astray, an over-long row, and a file without a header.
 */
export async function surveyFile(input: Input, file: FileChoice, choice: ColumnChoice): Promise<Survey> {
  const stamp = await input.stamp();
  const encoding = await findEncoding(input, file.encoding);
  const { delimiter, above } = await findLayout(input, encoding, file.delimiter, choice);
  const count = (padded: boolean): Promise<Count> =>
    countTable(input, { encoding, delimiter, padded }, above);
  const plain = await count(false);
  const counted = plain.padded && !/\s/.test(delimiter) ? await count(true) : plain;
  if (counted.header === undefined) {
    throw new UserError(`${input.name}: the file is empty.`, [
      'The first line has to name the columns, e.g. name,mobile,state_code,follower_user_id,label_ids.',
    ]);
  }
  if (counted.swallowed !== undefined) throw swallowed(input.name, counted.swallowed);

  const { cells, line: headerLine } = counted.header;
  const positions = [...cells.keys()].filter((at) => !isImportColumn(cells[at] ?? ''));
  const { dialect, rows, footer } = counted;
  const header = positions.map((at) => cells[at] ?? '');
  return { input, stamp, dialect, header, positions, width: cells.length, headerLine, above, rows, footer };
}

interface Count extends Pick<Survey, 'dialect' | 'rows' | 'footer'> {
  readonly header: CsvRecord | undefined;
  /** Whether a cell begins with spaces and a quote, so that this count is wrong. */
  readonly padded: boolean;
  /** The first row that has other rows in one of its cells. */
  readonly swallowed: { readonly line: number; readonly lines: number } | undefined;
}

async function countTable(input: Input, dialect: Dialect, above: number): Promise<Count> {
  let header: CsvRecord | undefined;
  let rows = 0;
  let padded = false;
  let swallowed: Count['swallowed'];
  const footer = { records: 0, line: 0 };
  for await (const { kind, line, cells, ...record } of readTable(input, dialect, above)) {
    padded ||= record.padded === true;
    if (kind === 'header') header = { line, cells };
    else if (kind === 'row') rows += 1;
    else {
      footer.records += 1;
      if (footer.records === 1) footer.line = line;
    }
    const lines = swallowedRows(cells, header?.cells.length ?? 0, dialect.delimiter);
    if (lines > 0) swallowed ??= { line, lines };
  }
  return { dialect, header, rows, footer, padded, swallowed };
}

function swallowed(name: string, { line, lines }: NonNullable<Count['swallowed']>): UserError {
  return new UserError(
    `${name}, line ${line}: a quote (") is opened in this row and closed only ${lines} lines further on, and the lines between look like rows of their own.`,
    ['Close the quote where its cell ends, or double it where it belongs to the text, and try again.'],
  );
}

function isImportColumn(name: string): boolean {
  const trimmed = name.trim();
  return importColumns.some((column) => column === trimmed);
}
