import { UserError } from '../user-error.js';

/** What a file is by its first bytes: text in some encoding, or something that has to be made text first. */
export type Format = 'text' | 'gzip' | 'xlsx' | 'xls' | 'zip' | 'html' | 'pdf';

/** Bytes that are enough to tell. */
export const formatBytes = 1_024;

const signatures: readonly (readonly [Format, Buffer])[] = [
  ['gzip', Buffer.from([0x1f, 0x8b, 0x08])],
  ['xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
  ['zip', Buffer.from([0x50, 0x4b, 0x03, 0x04])],
  ['pdf', Buffer.from('%PDF-')],
];

/** Recognises a file by its first bytes, whatever its name says. */
export function recogniseFormat(start: Buffer): Format {
  const found = signatures.find(([, signature]) =>
    start.subarray(0, signature.length).equals(signature),
  )?.[0];
  if (found === 'zip') return isWorkbook(start) ? 'xlsx' : 'zip';
  if (found !== undefined) return found;
  return /^\uFEFF?\s*<(?:!doctype\s+html|html|table|\?xml|meta|style)\b/i.test(start.toString('utf8'))
    ? 'html'
    : 'text';
}

/** The first entries of a workbook are named so; other archives begin with other names. */
function isWorkbook(start: Buffer): boolean {
  return /\[Content_Types\]\.xml|_rels\/|xl\/|docProps\//.test(start.toString('latin1'));
}

const asCsv =
  'Open it in the spreadsheet program, save it as "CSV UTF-8 (comma delimited)", and import that file.';

/** The message for a file that is no text. */
export function notText(name: string, format: Exclude<Format, 'text' | 'gzip'>): UserError {
  switch (format) {
    case 'xlsx':
      return new UserError(
        `${name}: this is an Excel workbook (.xlsx), whatever its name says, and not CSV.`,
        [asCsv],
      );
    case 'xls':
      return new UserError(
        `${name}: this is an old Excel workbook (.xls), whatever its name says, and not CSV.`,
        [asCsv],
      );
    case 'html':
      return new UserError(
        `${name}: this is an HTML or XML page, as some web exports give under the name of a spreadsheet, and not CSV.`,
        [asCsv],
      );
    case 'zip':
      return new UserError(`${name}: this is a zip archive and not CSV.`, [
        'Unpack it, and import the CSV file in it.',
      ]);
    case 'pdf':
      return new UserError(`${name}: this is a PDF and not CSV.`, ['Export the contacts as CSV.']);
  }
}
