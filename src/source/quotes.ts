import type { Input } from './bytes.js';
import type { Dialect } from './dialect.js';
import { decodeText } from './text.js';

/** Lines of a text, from 0: where a quote opens, and where its cell ends. */
export interface LateQuote {
  readonly opens: number;
  readonly ends: number;
}

/** Where a text ends, read as CSV; lines from 0. */
interface End {
  /** The line its last record begins on. */
  readonly record: number;
  /** The line of the quote that is still open; `undefined` if none is. */
  readonly open: number | undefined;
  /** The first cell of several lines whose closing quote has other text than a delimiter after it. */
  readonly late: LateQuote | undefined;
  readonly spaceBeforeQuote: boolean;
}

/** Reads text as the parser does, but only its quotes. */
function scan(
  text: string,
  { delimiter, spaceBeforeQuotes }: Pick<Dialect, 'delimiter' | 'spaceBeforeQuotes'>,
): End {
  let line = 0;
  let record = 0;
  let open: number | undefined;
  let late: LateQuote | undefined;
  let cellStart = true;
  let space = false;
  let spaceBeforeQuote = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    const breaks = character === '\n' || (character === '\r' && text[at + 1] !== '\n');
    if (open !== undefined && character === '"') {
      if (text[at + 1] === '"') at += 1;
      else {
        const next = afterSpaces(text, at + 1);
        const ends = next === undefined || next === delimiter || next === '\r' || next === '\n';
        if (!ends && line > open) late ??= { opens: open, ends: line };
        open = undefined;
      }
    } else if (open === undefined) {
      if (cellStart && character === '"') open = line;
      spaceBeforeQuote ||= space && character === '"';
      space = (cellStart || space) && isSpace(character) && character !== delimiter;
      cellStart =
        breaks ||
        character === '\r' ||
        character === delimiter ||
        (cellStart && spaceBeforeQuotes && character === ' ');
      if (breaks) record = line + 1;
    }
    if (breaks) line += 1;
  }
  return { record, open, late, spaceBeforeQuote };
}

function isSpace(character: string | undefined): boolean {
  return character !== undefined && /[ \t\u00a0\u3000]/.test(character);
}

function afterSpaces(text: string, from: number): string | undefined {
  let at = from;
  while (text[at] === ' ') at += 1;
  return text[at];
}

/**
 * A cell of several lines whose closing quote is not followed by a delimiter: the parser takes the quotes for text and the lines
 * for one cell, although the quote was most likely meant for its own line.
 */
export function lateQuote(raw: string, dialect: Dialect): LateQuote | undefined {
  return scan(raw, dialect).late;
}

/**
 * Whether a record has white space before an opening quote. A quoted cell whose text begins with white space and a quote is not
 * meant.
 */
export function hasSpaceBeforeQuote(
  { cells, raw }: { readonly cells: readonly string[]; readonly raw: string },
  delimiter: string,
): boolean {
  // Few cells begin like that, so the scan is rare.
  return (
    cells.some((cell) => /^[ \t\u00a0\u3000]+"/.test(cell)) &&
    scan(raw, { delimiter, spaceBeforeQuotes: false }).spaceBeforeQuote
  );
}

/** The longest text that is searched for an open quote, in characters. */
const longestSearch = 2_097_152;

/** The last record that begins on or after a line: its line, and that of its open quote, if it has one. */
export async function lastRecord(
  input: Input,
  dialect: Dialect,
  fromLine: number,
): Promise<{ readonly line: number; readonly quote: number | undefined }> {
  const { record, open } = scan(await textFrom(input, dialect.encoding, fromLine), dialect);
  return { line: fromLine + record, quote: open === undefined ? undefined : fromLine + open };
}

async function textFrom(input: Input, encoding: Dialect['encoding'], fromLine: number): Promise<string> {
  let text = '';
  let line = 1;
  for await (const piece of decodeText(input, encoding)) {
    text += piece;
    while (line < fromLine) {
      const end = /\r\n|\n|\r(?=[^\n])/.exec(text);
      if (end === null) break;
      text = text.slice(end.index + end[0].length);
      line += 1;
    }
    if (text.length > longestSearch) break;
  }
  return line < fromLine ? '' : text;
}

/**
 * How many lines later the cell of a record ends that contains whole rows, because a quote was closed too late; 0 if there is
 * none. A line in it has as many cells as the header, and the record has another number or the line has a phone.
 */
export function linesInOneCell(cells: readonly string[], width: number, delimiter: string): number {
  if (width < 3) return 0;
  for (const cell of cells) {
    if (!/[\r\n]/.test(cell)) continue;
    const inner = cell.split(/\r\n|\n|\r/).slice(1, -1);
    const isRow = (line: string): boolean => {
      const parts = line.split(delimiter);
      return parts.length === width && (cells.length !== width || parts.some(looksLikePhone));
    };
    if (inner.some(isRow)) return inner.length + 1;
  }
  return 0;
}

function looksLikePhone(text: string): boolean {
  return /^[+\d\s()-]+$/.test(text) && text.replace(/\D/g, '').length >= 7;
}
