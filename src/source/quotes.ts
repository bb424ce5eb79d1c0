import type { Input } from './bytes.js';
import type { Dialect } from './records.js';
import { decodeText } from './text.js';

/** Lines of a text, counted from 0: where a quote opens, and where the cell it makes ends. */
export interface StrayQuote {
  readonly opens: number;
  readonly ends: number;
}

/** Where a text stops, seen as CSV: in lines counted from 0. */
interface End {
  /** The line its last record begins on. */
  readonly record: number;
  /** The line of the quote that is still open; `undefined` if none is. */
  readonly open: number | undefined;
  /** The first cell of several lines whose closing quote has other text than a delimiter after it. */
  readonly stray: StrayQuote | undefined;
  /** Whether white space stands between a delimiter and a quote. */
  readonly padded: boolean;
}

/** Reads text as the parser does, for its quotes only. */
function scan(text: string, { delimiter, padded }: Pick<Dialect, 'delimiter' | 'padded'>): End {
  let line = 0;
  let record = 0;
  let open: number | undefined;
  let stray: StrayQuote | undefined;
  let cellStart = true;
  let padding = false;
  let foundPadded = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    const breaks = character === '\n' || (character === '\r' && text[at + 1] !== '\n');
    if (open !== undefined && character === '"') {
      if (text[at + 1] === '"') at += 1;
      else {
        const next = afterSpaces(text, at + 1);
        const ends = next === undefined || next === delimiter || next === '\r' || next === '\n';
        if (!ends && line > open) stray ??= { opens: open, ends: line };
        open = undefined;
      }
    } else if (open === undefined) {
      if (cellStart && character === '"') open = line;
      foundPadded ||= padding && character === '"';
      padding = (cellStart || padding) && isPadding(character) && character !== delimiter;
      cellStart =
        breaks || character === '\r' || character === delimiter || (cellStart && padded && character === ' ');
      if (breaks) record = line + 1;
    }
    if (breaks) line += 1;
  }
  return { record, open, stray, padded: foundPadded };
}

function isPadding(character: string | undefined): boolean {
  return character !== undefined && /[ \t\u00a0\u3000]/.test(character);
}

function afterSpaces(text: string, from: number): string | undefined {
  let at = from;
  while (text[at] === ' ') at += 1;
  return text[at];
}

/**
 * A cell of a record whose closing quote isn't followed by a delimiter, but only after line breaks: the parser then takes
 * the quotes for text and the lines for one cell, while the quote most likely was never meant to reach so far.
 */
export function strayQuote(raw: string, dialect: Dialect): StrayQuote | undefined {
  return scan(raw, dialect).stray;
}

/**
 * Whether a record has white space before an opening quote, read without regard to it. A cell that itself begins with
 * white space and a quote stands in quotes, and is none.
 */
export function isPadded(
  { cells, raw }: { readonly cells: readonly string[]; readonly raw: string },
  delimiter: string,
): boolean {
  // The cells are looked at first, because few begin so.
  return (
    cells.some((cell) => /^[ \t\u00a0\u3000]+"/.test(cell)) && scan(raw, { delimiter, padded: false }).padded
  );
}

/** Text that is looked at for an open quote, in characters. */
const longestLook = 2_097_152;

/** The last record in the text after the line of an earlier one: where it begins, and where its open quote is, if it has one. */
export async function openRecord(
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
    if (text.length > longestLook) break;
  }
  return line < fromLine ? '' : text;
}

/**
 * How many lines further on the cell of a record ends that holds whole rows, because a quote was closed too late: a line
 * inside it has as many cells as the header, and either the record has another number or the line has a phone-like cell.
 * 0 if there is none.
 */
export function swallowedRows(cells: readonly string[], width: number, delimiter: string): number {
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
