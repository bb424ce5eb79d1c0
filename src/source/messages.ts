import { tmpdir } from 'node:os';
import { isSystemError, systemReason, UserError } from '../user-error.js';

/** What a file is by its first bytes: text in some encoding, or something that has to be made text first. */
export type Format = 'text' | 'gzip' | 'xlsx' | 'xls' | 'zip' | 'html' | 'pdf';

export function notAFile(name: string): UserError {
  return new UserError(`${name}: not a file.`, ['Give a CSV file, or "-" to read standard input.']);
}

/** An error of copying standard input to a temporary file; other errors stay as they are. */
export function inputNotKept(error: unknown): unknown {
  if (!isSystemError(error)) return error;
  return new UserError(`Standard input can't be kept in ${tmpdir()}: ${systemReason(error)}.`, [
    'Set TMPDIR to a folder with room for the whole input, or give a file instead of "-".',
  ]);
}

/** An error of reading an input, as a `UserError` where the file or the operating system is the cause. */
export function notReadable(name: string, error: unknown): unknown {
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
    return new UserError(`${name}: the gzip archive is damaged (${error.message}).`, [
      'Download or export it again; "gzip -t" checks whether it is whole.',
    ]);
  }
  if (!isSystemError(error)) return error;
  return new UserError(`${name}: can't be read: ${systemReason(error)}.`, [
    'Check the path; a relative one starts at the folder in which the importer is started.',
  ]);
}

const asCsv =
  'Open it in the spreadsheet program, save it as "CSV UTF-8 (comma delimited)", and import that file.';

const unpackIt = 'Unpack it, and import the CSV file in it.';

const otherFormats: Readonly<Record<Exclude<Format, 'text'>, readonly [string, string]>> = {
  xlsx: ['an Excel workbook (.xlsx)', asCsv],
  xls: ['an old Excel workbook (.xls)', asCsv],
  html: ['an HTML or XML page, as some web exports give under the name of a spreadsheet', asCsv],
  zip: ['a zip archive', unpackIt],
  gzip: ['a gzip archive inside a gzip archive', unpackIt],
  pdf: ['a PDF', 'Export the contacts as CSV.'],
};

export function notCsv(name: string, format: Exclude<Format, 'text'>): UserError {
  const [words, hint] = otherFormats[format];
  return new UserError(`${name}: this is ${words}, not CSV.`, [hint]);
}

/** `firstLines` are the first line of the file, read in some encodings. */
export function encodingNotClear(name: string, line: number, firstLines: readonly string[]): UserError {
  return new UserError(
    `${name}: the encoding is not clear: line ${line} is the first that is not UTF-8, and the file does not look like GB18030.`,
    [
      'Are there two encodings in the file? Save it as "CSV UTF-8", or name its encoding with --encoding. The first line reads',
      ...firstLines,
    ],
  );
}

export function notInEncoding(name: string, line: number, label: string): UserError {
  return new UserError(`${name}, line ${line}: these bytes are not text in ${label}.`, [
    'Are there two encodings in the file? Save it as "CSV UTF-8", or name another encoding with --encoding.',
  ]);
}

export function nulByte(name: string, line: number): UserError {
  return new UserError(`${name}, line ${line}: there is a NUL byte, which text never has.`, [
    'The file is damaged, or its encoding has to be named with --encoding, e.g. utf-16le. Export it again.',
  ]);
}

export function emptyFile(name: string): UserError {
  return new UserError(`${name}: the file is empty.`, [
    'The first line has to name the columns, e.g. name,mobile,state_code,follower_user_id,label_ids.',
  ]);
}

/** `exitCode` 2 before the first row, 3 after it. */
export function fileChanged(name: string, exitCode: 2 | 3): UserError {
  return new UserError(
    `${name}: the file changed while it was being read.`,
    ['Wait until the program that writes it is done, and start again.'],
    exitCode,
  );
}

const closeQuote = 'Close it, or double it if it is part of the text, and try again.';

export function quoteNotClosed(name: string, line: number): UserError {
  return new UserError(`${name}, line ${line}: a quote (") is opened here and never closed.`, [closeQuote]);
}

export function quoteClosedLate(name: string, opens: number, ends: number): UserError {
  return new UserError(
    `${name}, line ${opens}: a quote (") is opened here and not closed before line ${ends}; the rows between would be one cell.`,
    [closeQuote],
  );
}

export function rowsInOneCell(name: string, line: number, lines: number): UserError {
  return new UserError(
    `${name}, line ${line}: a quote (") is opened in this row and closed only ${lines} lines later, and the lines between look like rows.`,
    ['Close the quote where its cell ends, or double it if it is part of the text, and try again.'],
  );
}

export function rowTooLong(name: string, line: number, quote: number | undefined): UserError {
  const cause = quote === undefined ? '' : ` A quote (") is opened on line ${quote} and not closed in it.`;
  return new UserError(`${name}, line ${line}: the row that begins here is longer than 1 MiB.${cause}`, [
    'Correct it, or remove it from the file, and try again.',
  ]);
}

export function notReadableAsCsv(name: string, line: number, code: string): UserError {
  return new UserError(`${name}, line ${line}: not readable as CSV (${code}).`, [
    'Open the file in a text editor at this line, correct it, and try again.',
  ]);
}
