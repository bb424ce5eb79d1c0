import { encodingLabel } from '../source/encoding.js';
import type { FileChoice } from '../source/survey.js';
import { UserError } from '../user-error.js';
import type { Given, Reader } from './reader.js';

/** `--encoding` and `--delimiter`, checked. */
export function readFileChoice(read: Reader): FileChoice {
  return fileChoice(read.text('--encoding'), read.text('--delimiter', true));
}

/** What was given of both, checked. Throws a `UserError` for an encoding that doesn't exist, and for a delimiter of more than a character. */
export function fileChoice(encoding: Given | undefined, delimiter: Given | undefined): FileChoice {
  return { encoding: encodingOf(encoding), delimiter: delimiterOf(delimiter) };
}

function encodingOf(given: Given | undefined): string | undefined {
  if (given === undefined) return undefined;
  const label = encodingLabel(given.text);
  if (label !== undefined) return label;
  throw new UserError(`${given.from} "${given.text}": there is no such encoding.`, [
    'Give a name such as utf-8, gb18030, big5, shift_jis, euc-kr, utf-16le, windows-1252.',
  ]);
}

function delimiterOf(given: Given | undefined): string | undefined {
  if (given === undefined) return undefined;
  const delimiter = /^(?:tab|\\t)$/i.test(given.text) ? '\t' : given.text;
  if (/^[^"\r\n]$/u.test(delimiter)) return delimiter;
  throw new UserError(`${given.from} "${given.text}": a delimiter is one character.`, [
    'Give , or ; or | or the word tab.',
  ]);
}
