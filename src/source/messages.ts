import { tmpdir } from 'node:os';
import { isSystemError, systemReason, UserError } from '../user-error.js';
import type { Format } from './format.js';

const saveAsCsv =
  'Open it in a spreadsheet program, save it as "CSV UTF-8 (comma delimited)", and import that file.';
const unpack = 'Unpack it, and import the CSV file in it.';
const closeQuote =
  'Close it where its cell ends, or write it twice ("") if it is part of the text. Then run the same command again.';

/** A file of values that can't be used. */
export function valuesNotReadable(name: string, line: number, why: string): UserError {
  return new UserError(`${name}, line ${line}: this file of values can't be used: ${why}.`, [
    'It needs the columns field,from,to, e.g. follower_user_id,张三,manager4220. In place of a field, it may name a column of the input.',
  ]);
}

export function notAFile(name: string): UserError {
  return new UserError(`${name}: not a file.`, ['Give a CSV file, or "-" to read standard input.']);
}

/** An error of copying standard input to a temporary file; other errors stay as they are. */
export function inputNotKept(error: unknown): unknown {
  if (!isSystemError(error)) return error;
  return new UserError(`Standard input can't be copied to ${tmpdir()}: ${systemReason(error)}.`, [
    'Set TMPDIR to a folder with room for the whole input, or give a file instead of "-".',
  ]);
}

export function inputTooLong(most: number): UserError {
  const mebibytes = Math.floor(most / 1_048_576);
  return new UserError(
    `Standard input can't be copied to ${tmpdir()}: it is longer than ${mebibytes} MiB, which is what may be used there.`,
    [
      'Check that it ends. Set TMPDIR to a folder with room for the whole input, or give a file instead of "-".',
    ],
  );
}

export function notBytes(): UserError {
  return new UserError('The input is a stream of objects, not of bytes.', [
    'Give a stream of bytes, such as fs.createReadStream gives, or the path of a file.',
  ]);
}

/** An error of reading an input, as a `UserError` where the file or the operating system is the cause. */
export function notReadable(name: string, error: unknown): unknown {
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
    return new UserError(`${name}: the gzip archive is damaged (${error.message}).`, [
      'Download or export it again. "gzip -t" checks an archive.',
    ]);
  }
  if (!isSystemError(error)) return error;
  return new UserError(`${name}: can't be read: ${systemReason(error)}.`, [
    'Check the path. A relative path starts at the folder where you start the importer.',
  ]);
}

const otherFormats: Readonly<Record<Exclude<Format, 'text'>, readonly [string, string]>> = {
  xlsx: ['an Excel workbook (.xlsx)', saveAsCsv],
  xls: ['an old Excel workbook (.xls)', saveAsCsv],
  html: ['an HTML or XML page', `Some web exports give such a page the name of a spreadsheet. ${saveAsCsv}`],
  zip: ['a zip archive', unpack],
  gzip: ['a gzip archive inside a gzip archive', unpack],
  pdf: ['a PDF', 'Export the contacts as CSV.'],
};

export function notCsv(name: string, format: Exclude<Format, 'text'>): UserError {
  const [words, hint] = otherFormats[format];
  return new UserError(`${name}: this is ${words}, not CSV.`, [hint]);
}

/** `firstLines` are the first line that is not ASCII, read in some encodings. */
export function encodingNotClear(name: string, line: number, firstLines: readonly string[]): UserError {
  return new UserError(
    `${name}: the encoding is not clear: line ${line} is the first that is not UTF-8, and the file does not look like GB18030.`,
    [
      'The file may contain two encodings. Save it as "CSV UTF-8", or name its encoding with --encoding. The first line that tells is:',
      ...firstLines,
    ],
  );
}

export function notInEncoding(name: string, line: number, label: string): UserError {
  return new UserError(`${name}, line ${line}: these bytes are not text in ${label}.`, [
    'The file may contain two encodings. Save it as "CSV UTF-8", or name another encoding with --encoding.',
  ]);
}

export function nulByte(name: string, line: number): UserError {
  return new UserError(`${name}, line ${line}: there is a NUL byte, which text never has.`, [
    'The file is damaged, or it has another encoding. Export it again, or name its encoding with --encoding, e.g. utf-16le.',
  ]);
}

export function emptyFile(name: string): UserError {
  return new UserError(`${name}: the file is empty.`, [
    'The first line has to name the columns, e.g. name,mobile,state_code,follower_user_id,label_ids.',
  ]);
}

export function fileChanged(name: string): UserError {
  const hint = 'Wait until the program that writes it has finished. Then run the same command again.';
  return new UserError(`${name}: the file changed while it was being read.`, [hint]);
}

/** `cells`: those of the line that would be the header, without a whole phone. */
export function noHeader(name: string, line: number, cells: readonly string[]): UserError {
  return new UserError(
    `${name}, line ${line}: there are no column names; this line looks like the row of a person (${cells.join(', ').slice(0, 200)}).`,
    ['Add a line above it that names the columns, e.g. name,mobile,state_code,follower_user_id,label_ids.'],
  );
}

export function twoTables(name: string, line: number): UserError {
  return new UserError(
    `${name}, line ${line}: another line of column names begins here, in another order than the first.`,
    ['The file has two tables. Save each as a file of its own, and import one after the other.'],
  );
}

export function quoteNotClosed(name: string, line: number): UserError {
  return new UserError(`${name}, line ${line}: a quote (") is opened here and never closed.`, [closeQuote]);
}

export function quoteClosedLate(name: string, opens: number, ends: number): UserError {
  return new UserError(
    `${name}, line ${opens}: a quote (") is opened here and not closed before line ${ends}; the rows between would be one cell.`,
    [closeQuote],
  );
}

/** `lines`: from the row's first line to the line where the quote closes. */
export function rowsInOneCell(name: string, line: number, lines: number): UserError {
  return new UserError(
    `${name}, line ${line}: a quote (") is opened in this row and closed only ${lines} lines later, and the lines between look like rows.`,
    [closeQuote],
  );
}

export function rowTooLong(name: string, line: number, quote: number | undefined): UserError {
  const cause = quote === undefined ? '' : ` A quote (") is opened on line ${quote} and not closed in it.`;
  return new UserError(`${name}, line ${line}: the row that begins here is longer than 1 MiB.${cause}`, [
    'Fix it, or remove it from the file. Then run the same command again.',
  ]);
}

export function tooManyColumns(name: string, line: number, columns: number): UserError {
  return new UserError(
    `${name}, line ${line}: the row that begins here has ${columns.toLocaleString('en')} columns; a spreadsheet has at most 16,384.`,
    ['Remove the empty columns at its end, or name the delimiter of the file with --delimiter.'],
  );
}

export function notReadableAsCsv(name: string, line: number, code: string): UserError {
  return new UserError(`${name}, line ${line}: not readable as CSV (${code}).`, [
    'Open the file in a text editor and fix this line. Then run the same command again.',
  ]);
}
