import type { Input } from './bytes.js';
import type { Encoding } from './dialect.js';
import { notInEncoding, notReadable, nulByte } from './messages.js';

/**
 * Bytes → text, strictly, without the byte-order mark. Bytes that are not text in the encoding are never replaced: they end the
 * stream with a `UserError` that names their line, and so does a NUL.
 */
export async function* decodeText(input: Input, { label }: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(label, { fatal: true });
  let offset = 0;
  let isStart = true;
  try {
    for await (const chunk of input.open()) {
      const text = decode(decoder, chunk);
      if (text === undefined) throw notInEncoding(input.name, await lineOfError(input, label, offset), label);
      if (text.includes('\0')) throw nulByte(input.name, await lineOfError(input, label, offset));
      offset += chunk.length;
      if (text === '') continue;
      // The decoder removes the mark in UTF-8 and UTF-16 only.
      const withoutMark = isStart && text.startsWith('\uFEFF') ? text.slice(1) : text;
      isStart = false;
      if (withoutMark !== '') yield withoutMark;
    }
    const rest = decode(decoder);
    if (rest === undefined) throw notInEncoding(input.name, await lineOfError(input, label, offset), label);
    if (rest !== '') yield rest;
  } catch (error) {
    throw notReadable(input.name, error);
  }
}

/** The text of more bytes, or of the end; `undefined` if they are not text. */
export function decode(decoder: InstanceType<typeof TextDecoder>, bytes?: Buffer): string | undefined {
  try {
    return decoder.decode(bytes, { stream: bytes !== undefined });
  } catch {
    return undefined;
  }
}

/**
 * The line of the first bytes that are not text, or of a NUL. A decoder does not say where it failed, so the chunk at `offset`
 * is read again byte by byte.
 */
export async function lineOfError(input: Input, label: string, offset: number): Promise<number> {
  const decoder = new TextDecoder(label, { fatal: true });
  let line = 1;
  let lastCharacter = '';
  let read = 0;
  for await (const chunk of input.open()) {
    const size = read < offset ? chunk.length : 1;
    for (let at = 0; at < chunk.length; at += size) {
      const text = decode(decoder, chunk.subarray(at, at + size));
      if (text === undefined || text.includes('\0')) return line;
      line += lineBreaks(lastCharacter + text) - lineBreaks(lastCharacter);
      if (text !== '') lastCharacter = text.slice(-1);
    }
    read += chunk.length;
  }
  return line;
}

/** Line breaks in a text: CR, LF and CRLF are one each. */
export function lineBreaks(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) count += 1;
  }
  return count;
}
