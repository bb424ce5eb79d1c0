/** What a file is by its first bytes: `text` if it is none of the other formats. */
export type Format = 'text' | 'gzip' | 'xlsx' | 'xls' | 'zip' | 'html' | 'pdf';

/** Bytes that are enough to recognise a format. */
export const formatBytes = 1_024;

const signatures: readonly (readonly [Format, Buffer])[] = [
  ['gzip', Buffer.from([0x1f, 0x8b, 0x08])],
  ['xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
  ['zip', Buffer.from([0x50, 0x4b, 0x03, 0x04])],
  ['pdf', Buffer.from('%PDF-')],
];

const firstEntriesOfWorkbook = /\[Content_Types\]\.xml|_rels\/|xl\/|docProps\//;
const startOfPage = /^\uFEFF?\s*<(?:!doctype\s+html|html|table|\?xml|meta|style)\b/i;

/** Recognises a file by its first bytes, whatever its name is. */
export function recogniseFormat(bytes: Buffer): Format {
  const start = bytes.subarray(0, formatBytes);
  const format = signatures.find(([, signature]) => start.indexOf(signature) === 0)?.[0];
  if (format === 'zip' && firstEntriesOfWorkbook.test(start.toString('latin1'))) return 'xlsx';
  return format ?? (startOfPage.test(start.toString('utf8')) ? 'html' : 'text');
}
