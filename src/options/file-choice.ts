import { encodingLabel } from '../source/encoding.js';
import type { FileChoice } from '../source/survey.js';
import { UserError } from '../user-error.js';
import type { Reader } from './reader.js';

/** `--encoding` and `--delimiter`, checked. */
export function readFileChoice(read: Reader): FileChoice {
  return { encoding: readEncoding(read), delimiter: readDelimiter(read) };
}

function readEncoding(read: Reader): string | undefined {
  const given = read.text('--encoding');
  if (given === undefined) return undefined;
  const label = encodingLabel(given.text);
  if (label !== undefined) return label;
  throw new UserError(`${given.from} "${given.text}": there is no such encoding.`, [
    'Give a name such as utf-8, gb18030, big5, shift_jis, euc-kr, utf-16le, windows-1252.',
  ]);
}

function readDelimiter(read: Reader): string | undefined {
  const given = read.text('--delimiter', true);
  if (given === undefined) return undefined;
  const delimiter = /^(?:tab|\\t)$/i.test(given.text) ? '\t' : given.text;
  if (/^[^"\r\n]$/u.test(delimiter)) return delimiter;
  throw new UserError(`${given.from} "${given.text}": a delimiter is one character.`, [
    'Give , or ; or | or the word tab.',
  ]);
}
