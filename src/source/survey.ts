import type { Input } from './bytes.js';
import type { ColumnChoice } from './columns/choose-columns.js';
import type { Dialect } from './dialect.js';
import { findEncoding } from './encoding.js';
import { findHeader } from './find-header.js';
import { readHeaderAndRows } from './header-and-rows.js';
import { importColumns } from './import-columns.js';
import { emptyFile, noHeader, rowsInOneCell, tooManyColumns, twoTables } from './messages.js';
import { maskDigits, readsAsPhone } from './phones.js';
import { linesInOneCell } from './quotes.js';
import type { CsvRecord } from './records.js';
import { Sample } from './sample.js';

/** What the user says about the file; the rest is detected. */
export interface FileChoice {
  /** A name that `TextDecoder` knows. */
  readonly encoding: string | undefined;
  readonly delimiter: string | undefined;
}

/** What one pass over the whole file found, before anything is sent. */
export interface Survey {
  readonly input: Input;
  readonly dialect: Dialect;
  /** The names of the columns, as the file has them, without the importer's own. */
  readonly header: readonly string[];
  /** The position of each column of `header` in the file, from 0. */
  readonly positions: readonly number[];
  /** Whether the importer wrote the file: it has two of its columns or more. */
  readonly isOwnFile: boolean;
  /** Columns in the file, the importer's own included. */
  readonly width: number;
  /** The line where the header begins, from 1. */
  readonly headerLine: number;
  /** Records above the header that are not blank: titles and notes. */
  readonly recordsAbove: number;
  /** Data rows: records after the header that are neither blank nor left out. */
  readonly rows: number;
  /** Records below the header that are no people, such as totals and a header that is repeated; and the line of the first. */
  readonly leftOut: { readonly records: number; readonly line: number };
  /** The first rows, with the cells under `header`. */
  readonly sample: readonly (readonly string[])[];
}

/**
 * Reads the whole input once, in constant memory, so that a file that can't be trusted is refused before anything is sent (the
 * encoding takes passes of its own, and spaces before quotes a second one). Throws a `UserError` for an encoding that is not
 * clear, bytes that are not text in it, a quote that is not closed, a row over 1 MiB or 16,384 columns, a file without a
 * header, and if the signal comes.
 */
export async function surveyFile(
  given: Input,
  file: FileChoice,
  choice: ColumnChoice,
  signal?: AbortSignal,
): Promise<Survey> {
  const input: Input = { ...given, open: () => given.open(signal) };
  const encoding = await findEncoding(input, file.encoding);
  const { delimiter, recordsAbove } = await findHeader(input, encoding, file.delimiter, choice);
  const count = (spaceBeforeQuotes: boolean) =>
    countRows(input, { encoding, delimiter, spaceBeforeQuotes }, recordsAbove);
  const plain = await count(false);
  const recount = plain.spaceBeforeQuote && !/\s/.test(delimiter);
  const { record, rowsInCell, counts, firstRows } = recount ? await count(true) : plain;
  if (record === undefined) throw emptyFile(input.name);
  if (rowsInCell !== undefined) throw rowsInOneCell(input.name, rowsInCell.line, rowsInCell.lines);

  const { cells, line: headerLine } = record;
  if (cells.some(readsAsPhone)) throw noHeader(input.name, headerLine, cells.map(maskDigits));
  const isImportColumn = (cell = ''): boolean => importColumns.some((name) => name === cell.trim());
  // A program may have a column of that name too.
  const isOwnFile = cells.filter(isImportColumn).length >= 2;
  const positions = [...cells.keys()].filter((at) => !isOwnFile || !isImportColumn(cells[at]));
  const header = positions.map((at) => cells[at] ?? '');
  const sample = firstRows.rows(positions);
  return {
    ...counts,
    sample,
    input: given,
    header,
    positions,
    isOwnFile,
    width: cells.length,
    headerLine,
    recordsAbove,
  };
}

/** Columns that a spreadsheet has at most. */
const mostColumns = 16_384;

/** `spaceBeforeQuote`: there is white space before a quote, so this count is wrong. */
async function countRows(input: Input, dialect: Dialect, recordsAbove: number) {
  let header: CsvRecord | undefined;
  let rowsInCell: { readonly line: number; readonly lines: number } | undefined;
  let spaceBeforeQuote = false;
  let rows = 0;
  const firstRows = new Sample();
  const leftOut = { records: 0, line: 0 };
  for await (const { kind, line, cells, ...record } of readHeaderAndRows(input, dialect, recordsAbove)) {
    if (cells.length > mostColumns) throw tooManyColumns(input.name, line, cells.length);
    spaceBeforeQuote ||= record.spaceBeforeQuote === true;
    if (kind === 'first') header = { line, cells };
    else if (kind === 'row') {
      rows += 1;
      firstRows.add(cells);
    } else if (kind === 'other header') throw twoTables(input.name, line);
    else {
      leftOut.records += 1;
      if (leftOut.records === 1) leftOut.line = line;
    }
    const lines = linesInOneCell(cells, header?.cells.length ?? 0, dialect.delimiter);
    if (lines > 0) rowsInCell ??= { line, lines };
  }
  return { record: header, counts: { dialect, rows, leftOut }, firstRows, spaceBeforeQuote, rowsInCell };
}
