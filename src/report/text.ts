import { printable } from '../printable.js';
import { eastAsianWidth } from 'get-east-asian-width';

/** Columns of the text; a longer word goes over. */
const width = 80;

/** The command that was typed, ready to paste: without some words, and with more. */
export function commandLine(
  command: readonly string[],
  without: readonly string[] = [],
  more: readonly string[] = [],
): string {
  const words = [...command.filter((word) => !without.includes(word)), ...more];
  return ['node dist/import.js', ...words.map(quoted)].join(' ');
}

function quoted(word: string): string {
  if (/^[\w./=:@%+,-]+$/.test(word)) return word;
  if (printable(word, Infinity) === word) return `'${word.replaceAll("'", `'\\''`)}'`;
  // A shell makes the characters of these codes again.
  const codes = [...Buffer.from(word)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`);
  return `$'${codes.join('')}'`;
}

/** A count with its noun. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A duration in words, rounded to what matters: `8.3 s`, `2 min 0 s`, `1 h 30 min`. */
export function duration(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Columns of a text on a terminal: a Chinese character takes two. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += eastAsianWidth(character.codePointAt(0) ?? 0);
  return columns;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Lines of at most 80 columns; a text's own line breaks stay, and lines that begin with a space. */
export function wrap(text: string, indent: string): readonly string[] {
  return text.split('\n').flatMap((paragraph) => {
    if (paragraph.startsWith(' ')) return [paragraph];
    const lines: string[] = [];
    let line = indent;
    for (const word of paragraph.split(' ')) {
      if (line.trim() !== '' && columnsOf(line) + columnsOf(word) + 1 > width) {
        lines.push(line);
        line = indent;
      }
      line += line.trim() === '' ? word : ` ${word}`;
    }
    return [...lines, line];
  });
}

/** The rest of a run, rounded up: `45 s`, `12 min`. */
export function timeLeft(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
