import type { Input } from './bytes.js';
import type { Dialect } from './dialect.js';
import { decodeText } from './text.js';

/** What the quotes of a CSV text show; lines count from 0. */
interface Quotes {
  /** The line where the last record begins. */
  readonly lastRecord: number;
  /** The line of the quote that is still open at the end; `undefined` if there is none. */
  readonly open: number | undefined;
  /**
   * The first cell of several lines whose closing quote is not followed by a delimiter. The parser takes its quotes for text and
   * its lines for one cell, although the quote was most likely meant to close on its own line.
   */
  readonly closedLate: { readonly opens: number; readonly ends: number } | undefined;
  readonly spaceBeforeQuote: boolean;
}

/** Reads text as the parser does, but only its quotes. */
export function scanQuotes(
  text: string,
  { delimiter, spaceBeforeQuotes }: Pick<Dialect, 'delimiter' | 'spaceBeforeQuotes'>,
): Quotes {
  let line = 0;
  let lastRecord = 0;
  let open: number | undefined;
  let closedLate: Quotes['closedLate'];
  let atCellStart = true;
  let afterSpace = false;
  let spaceBeforeQuote = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    const isBreak = character === '\n' || (character === '\r' && text[at + 1] !== '\n');
    if (open !== undefined && character === '"') {
      if (text[at + 1] === '"') at += 1;
      else {
        let next = at + 1;
        while (text[next] === ' ') next += 1;
        const endsCell = ['\r', '\n', delimiter, undefined].includes(text[next]);
        if (!endsCell && line > open) closedLate ??= { opens: open, ends: line };
        open = undefined;
      }
    } else if (open === undefined) {
      if (atCellStart && character === '"') open = line;
      spaceBeforeQuote ||= afterSpace && character === '"';
      afterSpace =
        (atCellStart || afterSpace) && /[ \t\u00a0\u3000]/.test(character) && character !== delimiter;
      atCellStart =
        isBreak ||
        character === '\r' ||
        character === delimiter ||
        (atCellStart && spaceBeforeQuotes && character === ' ');
      if (isBreak) lastRecord = line + 1;
    }
    if (isBreak) line += 1;
  }
  return { lastRecord, open, closedLate, spaceBeforeQuote };
}

/**
 * Whether a record has white space before an opening quote. A quoted cell whose own text begins with white space and a quote
 * doesn't count.
 */
export function hasSpaceBeforeQuote(cells: readonly string[], raw: string, delimiter: string): boolean {
  // Few cells begin like that, so the scan is rare.
  return (
    cells.some((cell) => /^[ \t\u00a0\u3000]+"/.test(cell)) &&
    scanQuotes(raw, { delimiter, spaceBeforeQuotes: false }).spaceBeforeQuote
  );
}

/** The longest text that is searched for an open quote, in characters. */
const longestSearch = 2_097_152;

/** The text of an input from a line on, which counts from 1, at most about `longestSearch` long. */
export async function textFrom(
  input: Input,
  encoding: Dialect['encoding'],
  fromLine: number,
): Promise<string> {
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
 * Finds a cell that contains whole rows because a quote was closed too late: gives the number of line breaks in it, or 0 if there
 * is no such cell. One of its lines has as many cells as the header, and the record has another number or the line has a phone.
 */
export function linesInOneCell(cells: readonly string[], width: number, delimiter: string): number {
  if (width < 3) return 0;
  const isRow = (line: string): boolean => {
    const parts = line.split(delimiter);
    return parts.length === width && (cells.length !== width || parts.some(looksLikePhone));
  };
  for (const cell of cells) {
    if (!/[\r\n]/.test(cell)) continue;
    const between = cell.split(/\r\n|\n|\r/).slice(1, -1);
    if (between.some(isRow)) return between.length + 1;
  }
  return 0;
}

function looksLikePhone(text: string): boolean {
  return /^[+\d\s()-]+$/.test(text) && text.replace(/\D/g, '').length >= 7;
}
