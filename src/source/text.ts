import { isUtf8 } from 'node:buffer';
import { UserError } from '../user-error.js';

const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Whether the bytes a file begins with are the UTF-8 byte-order mark. */
export function hasByteOrderMark(start: Buffer): boolean {
  return start.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
}

/**
 * Bytes → text, strictly as UTF-8 and without the byte-order mark; characters may lie across chunks.
 * Bytes that are no UTF-8 are never replaced: they end the stream with a `UserError` that names their line.
 */
export async function* decodeText(chunks: AsyncIterable<Buffer>, name: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let linesBefore = 0;
  let unfinishedLine = Buffer.alloc(0);
  const notText = (bytes: Buffer): UserError =>
    new UserError(`${name}, line ${linesBefore + lineOfFirstFault(bytes)}: not valid UTF-8.`, [
      'Save the file as "CSV UTF-8" and try again.',
    ]);

  for await (const chunk of chunks) {
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: true });
    } catch {
      throw notText(Buffer.concat([unfinishedLine, chunk]));
    }
    const lastLineFeed = chunk.lastIndexOf(LINE_FEED);
    linesBefore += countLineFeeds(chunk);
    unfinishedLine = Buffer.from(chunk.subarray(lastLineFeed + 1));
    if (text !== '') yield text;
  }
  try {
    decoder.decode();
  } catch {
    throw notText(unfinishedLine);
  }
}

function countLineFeeds(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
}

/** Counted from 1. A line feed is never a part of a longer UTF-8 character, so each line can be judged alone. */
function lineOfFirstFault(bytes: Buffer): number {
  let line = 1;
  let start = 0;
  for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
    if (!isUtf8(bytes.subarray(start, end))) return line;
    line += 1;
    start = end + 1;
  }
  return line;
}
