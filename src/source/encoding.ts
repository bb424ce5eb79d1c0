import { UserError } from '../user-error.js';
import { explainBytes, head, type Input } from './bytes.js';
import { decode, lineOfFault } from './text.js';

/** How an input's bytes are text. */
export interface Encoding {
  /** A name that `TextDecoder` knows. */
  readonly label: string;
  readonly byteOrderMark: boolean;
}

const byteOrderMarks: readonly (readonly [string, Buffer])[] = [
  ['utf-8', Buffer.from([0xef, 0xbb, 0xbf])],
  ['utf-16le', Buffer.from([0xff, 0xfe])],
  ['utf-16be', Buffer.from([0xfe, 0xff])],
  ['gb18030', Buffer.from([0x84, 0x31, 0x95, 0x33])],
];

/**
 * The encoding of an input: `wanted` where the user named one, else its byte-order mark, else UTF-16 by its pattern of zero
 * bytes, else UTF-8 if every byte of the file agrees, else GB18030 if every byte agrees and the text looks Chinese.
 * Throws a `UserError` where that leaves a doubt: it names the first line that is no UTF-8, and shows the file's first line.
 */
export async function findEncoding(input: Input, wanted: string | undefined): Promise<Encoding> {
  try {
    const start = await head(input);
    const marked = byteOrderMarks.find(([, mark]) => start.subarray(0, mark.length).equals(mark))?.[0];
    if (wanted !== undefined) return { label: wanted, byteOrderMark: marked === wanted };
    if (marked !== undefined) return { label: marked, byteOrderMark: true };

    const found = utf16Pattern(start);
    if (found !== undefined) return { label: found, byteOrderMark: false };
    const fault = await firstFault(input, 'utf-8');
    if (fault === undefined) return { label: 'utf-8', byteOrderMark: false };
    const isChinese =
      (await firstFault(input, 'gb18030')) === undefined && (await chineseShare(input)) >= leastChineseShare;
    if (isChinese) return { label: 'gb18030', byteOrderMark: false };
    throw unknownEncoding(input, start, await lineOfFault(input, 'utf-8', fault));
  } catch (error) {
    throw explainBytes(input.name, error);
  }
}

/** The name `TextDecoder` has for an encoding as a user names it; `undefined` if it knows none. */
export function encodingLabel(name: string): string | undefined {
  try {
    const label = new TextDecoder(name.trim()).encoding;
    // GB18030 holds all of GBK, and the decoder for GBK of some Node versions loses rare characters.
    return label === 'gbk' ? 'gb18030' : label;
  } catch {
    return undefined;
  }
}

/** Text of Latin letters, digits and separators has a zero byte beside each of them in UTF-16; in no other encoding any. */
function utf16Pattern(start: Buffer): string | undefined {
  const zeros = [0, 0];
  for (const [at, byte] of start.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (even + odd < start.length / 50) return undefined;
  if (even === 0 && odd > 0) return 'utf-16le';
  return odd === 0 && even > 0 ? 'utf-16be' : undefined;
}

/** Where the chunk begins, in bytes, that isn't text in an encoding; `undefined` if all of the input is. */
async function firstFault(input: Input, label: string): Promise<number | undefined> {
  const decoder = new TextDecoder(label, { fatal: true });
  let offset = 0;
  for await (const chunk of input.open()) {
    if (!Buffer.isBuffer(chunk)) continue;
    if (decode(decoder, chunk) === undefined) return offset;
    offset += chunk.length;
  }
  return decode(decoder) === undefined ? offset : undefined;
}

/**
 * Strict GB18030 also accepts most text in Western code pages, Big5 and others, as rare characters. Chinese text consists
 * of the characters of GB 2312; this is the least share of them among all of two bytes.
 */
const leastChineseShare = 0.5;

/** The share of the two-byte characters that are Han characters or punctuation of GB 2312. */
async function chineseShare(input: Input): Promise<number> {
  let lead = 0;
  let skip = 0;
  let pairs = 0;
  let common = 0;
  for await (const chunk of input.open()) {
    if (!Buffer.isBuffer(chunk)) continue;
    for (const byte of chunk) {
      if (skip > 0) skip -= 1;
      else if (lead === 0) lead = byte > 0x80 ? byte : 0;
      else {
        if (byte >= 0x30 && byte <= 0x39)
          skip = 2; // the second of four bytes
        else {
          pairs += 1;
          if (byte >= 0xa1 && ((lead >= 0xb0 && lead <= 0xf7) || (lead >= 0xa1 && lead <= 0xa3))) common += 1;
        }
        lead = 0;
      }
    }
  }
  return pairs === 0 ? 0 : common / pairs;
}

function unknownEncoding(input: Input, start: Buffer, line: number): UserError {
  const firstLine = (label: string): string =>
    (new TextDecoder(label).decode(start).split(/[\r\n]/)[0] ?? '').slice(0, 100);
  return new UserError(
    `${input.name}: the encoding of this text can't be told: line ${line} is the first that isn't UTF-8, and the whole isn't surely GB18030.`,
    [
      'Two encodings in one file? Save it as "CSV UTF-8", or name its encoding with --encoding. The first line reads',
      ...['gb18030', 'big5', 'shift_jis', 'windows-1252'].map(
        (label) => `  as ${label}: ${firstLine(label)}`,
      ),
    ],
  );
}
