import type { Format } from './messages.js';

/** Bytes that are enough to recognise a format. */
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

/** The first entries of a workbook have these names. */
function isWorkbook(start: Buffer): boolean {
  return /\[Content_Types\]\.xml|_rels\/|xl\/|docProps\//.test(start.toString('latin1'));
}
