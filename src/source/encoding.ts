import { firstBytes, type Input } from './bytes.js';
import type { Encoding } from './dialect.js';
import { encodingNotClear, notReadable } from './messages.js';
import { decode, lineOfError } from './text.js';

const byteOrderMarks: readonly (readonly [string, Buffer])[] = [
  ['utf-8', Buffer.from([0xef, 0xbb, 0xbf])],
  ['utf-16le', Buffer.from([0xff, 0xfe])],
  ['utf-16be', Buffer.from([0xfe, 0xff])],
  ['gb18030', Buffer.from([0x84, 0x31, 0x95, 0x33])],
];

/** Where the encoding is not clear, the message shows the first line in each of these. */
const possibleEncodings = ['gb18030', 'big5', 'shift_jis', 'windows-1252'];

/**
 * The encoding of an input: `chosen` by the user, else that of its byte-order mark, else UTF-16 by its zero bytes, else UTF-8 if
 * the whole file is, else GB18030 if the whole file is and the text looks Chinese. Throws a `UserError` where it is not clear.
 */
export async function findEncoding(input: Input, chosen: string | undefined): Promise<Encoding> {
  try {
    const start = await firstBytes(input.open());
    const marked = byteOrderMarks.find(([, mark]) => start.subarray(0, mark.length).equals(mark))?.[0];
    if (chosen !== undefined) return { label: chosen, byteOrderMark: marked === chosen };
    if (marked !== undefined) return { label: marked, byteOrderMark: true };

    const utf16 = utf16ByZeros(start);
    if (utf16 !== undefined) return { label: utf16, byteOrderMark: false };
    const notUtf8 = await firstError(input, 'utf-8');
    if (notUtf8 === undefined) return { label: 'utf-8', byteOrderMark: false };
    if (await isChinese(input)) return { label: 'gb18030', byteOrderMark: false };
    const firstLines = possibleEncodings.map((label) => {
      const [line = ''] = new TextDecoder(label).decode(start).split(/[\r\n]/);
      return `  as ${label}: ${line.slice(0, 100)}`;
    });
    throw encodingNotClear(input.name, await lineOfError(input, 'utf-8', notUtf8), firstLines);
  } catch (error) {
    throw notReadable(input.name, error);
  }
}

/** The name that `TextDecoder` has for an encoding; `undefined` if it knows none. */
export function encodingLabel(name: string): string | undefined {
  try {
    const label = new TextDecoder(name.trim()).encoding;
    // GB18030 includes GBK, and the GBK decoder of some Node versions loses rare characters.
    return label === 'gbk' ? 'gb18030' : label;
  } catch {
    return undefined;
  }
}

/** In UTF-16, each Latin letter, digit and separator has a zero byte. */
function utf16ByZeros(start: Buffer): string | undefined {
  const zeros = [...start.keys()].filter((at) => start[at] === 0);
  if (zeros.length === 0 || zeros.length < start.length / 50) return undefined;
  if (zeros.every((at) => at % 2 === 1)) return 'utf-16le';
  return zeros.every((at) => at % 2 === 0) ? 'utf-16be' : undefined;
}

/** Where the first chunk begins, in bytes, that is not text in an encoding; `undefined` if the whole input is. */
async function firstError(input: Input, label: string): Promise<number | undefined> {
  const decoder = new TextDecoder(label, { fatal: true });
  let offset = 0;
  for await (const chunk of input.open()) {
    if (decode(decoder, chunk) === undefined) return offset;
    offset += chunk.length;
  }
  return decode(decoder) === undefined ? offset : undefined;
}

/** The smallest share of characters of GB 2312 in Chinese text, among all characters of two bytes. */
const leastChineseShare = 0.5;

/**
 * Whether an input is GB18030 and mostly Han characters or punctuation of GB 2312: strict GB18030 also accepts most text in
 * Western code pages, Big5 and others, as rare characters.
 */
async function isChinese(input: Input): Promise<boolean> {
  if ((await firstError(input, 'gb18030')) !== undefined) return false;
  let lead = 0;
  let skip = 0;
  let pairs = 0;
  let common = 0;
  for await (const chunk of input.open()) {
    for (const byte of chunk) {
      if (skip > 0) skip -= 1;
      else if (lead === 0) lead = byte > 0x80 ? byte : 0;
      else {
        // A digit is the second of four bytes.
        if (byte >= 0x30 && byte <= 0x39) skip = 2;
        else pairs += 1;
        if (byte >= 0xa1 && ((lead >= 0xb0 && lead <= 0xf7) || (lead >= 0xa1 && lead <= 0xa3))) common += 1;
        lead = 0;
      }
    }
  }
  return pairs > 0 && common / pairs >= leastChineseShare;
}
