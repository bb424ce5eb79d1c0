import { importColumns } from './import-columns.js';
import type { Input } from './bytes.js';
import type { ColumnChoice } from './columns/choose-columns.js';
import { findEncoding } from './encoding.js';
import { findHeader } from './find-header.js';
import type { Dialect } from './dialect.js';
import { emptyFile, rowsInOneCell } from './messages.js';
import { linesInOneCell } from './quotes.js';
import type { CsvRecord } from './records.js';
import { readTable } from './table-records.js';

/** What the user says about the file; the rest is detected. */
export interface FileChoice {
  /** A name that `TextDecoder` knows. */
  readonly encoding: string | undefined;
  readonly delimiter: string | undefined;
}

/** What one pass over the whole file found, before anything is sent. It is valid for one stamp of the file. */
export interface Survey {
  readonly input: Input;
  readonly stamp: string;
  readonly dialect: Dialect;
  /** The names of the columns, as the file has them, without the importer's own. */
  readonly header: readonly string[];
  /** The position of each column of `header` in the file, from 0. */
  readonly positions: readonly number[];
  /** Columns in the file, the importer's own included. */
  readonly width: number;
  /** The line where the header begins, from 1. */
  readonly headerLine: number;
  /** Records above the header that are not blank: titles and notes. */
  readonly recordsAbove: number;
  /** Data rows: records after the header that are neither blank nor a known footer. */
  readonly rows: number;
  /** Lines of a known footer, which are left out, and the number of the first. */
  readonly footer: { readonly records: number; readonly line: number };
}

/**
 * Reads the whole input once, in constant memory, so that a file that can't be trusted is refused before anything is sent (the
 * encoding takes passes of its own, and spaces before quotes a second one). Throws a `UserError` for an encoding that is not
 * clear, bytes that are not text in it, a quote that is not closed, a row over 1 MiB, and a file without a header.
 */
export async function surveyFile(input: Input, file: FileChoice, choice: ColumnChoice): Promise<Survey> {
  const stamp = await input.stamp();
  const encoding = await findEncoding(input, file.encoding);
  const { delimiter, recordsAbove } = await findHeader(input, encoding, file.delimiter, choice);
  const count = (spaceBeforeQuotes: boolean): Promise<Count> =>
    countTable(input, { encoding, delimiter, spaceBeforeQuotes }, recordsAbove);
  const plain = await count(false);
  const counted = plain.spaceBeforeQuote && !/\s/.test(delimiter) ? await count(true) : plain;
  if (counted.header === undefined) throw emptyFile(input.name);
  if (counted.rowsInCell !== undefined) {
    const { line, lines } = counted.rowsInCell;
    throw rowsInOneCell(input.name, line, lines);
  }

  const { cells, line: headerLine } = counted.header;
  const positions = [...cells.keys()].filter((at) => !isImportColumn(cells[at] ?? ''));
  const { dialect, rows, footer } = counted;
  const header = positions.map((at) => cells[at] ?? '');
  return {
    input,
    stamp,
    dialect,
    header,
    positions,
    width: cells.length,
    headerLine,
    recordsAbove,
    rows,
    footer,
  };
}

interface Count extends Pick<Survey, 'dialect' | 'rows' | 'footer'> {
  readonly header: CsvRecord | undefined;
  /** Whether white space stands before a quote, so that this count is wrong. */
  readonly spaceBeforeQuote: boolean;
  /** The first row with other rows in one of its cells. */
  readonly rowsInCell: { readonly line: number; readonly lines: number } | undefined;
}

async function countTable(input: Input, dialect: Dialect, recordsAbove: number): Promise<Count> {
  let header: CsvRecord | undefined;
  let rows = 0;
  let spaceBeforeQuote = false;
  let rowsInCell: Count['rowsInCell'];
  const footer = { records: 0, line: 0 };
  for await (const { kind, line, cells, ...record } of readTable(input, dialect, recordsAbove)) {
    spaceBeforeQuote ||= record.spaceBeforeQuote === true;
    if (kind === 'header') header = { line, cells };
    else if (kind === 'row') rows += 1;
    else {
      footer.records += 1;
      if (footer.records === 1) footer.line = line;
    }
    const lines = linesInOneCell(cells, header?.cells.length ?? 0, dialect.delimiter);
    if (lines > 0) rowsInCell ??= { line, lines };
  }
  return { dialect, header, rows, footer, spaceBeforeQuote, rowsInCell };
}

function isImportColumn(name: string): boolean {
  const trimmed = name.trim();
  return importColumns.some((column) => column === trimmed);
}
