import { UserError } from '../user-error.js';
import type { Input } from './bytes.js';
import { isKnownName, type ColumnChoice } from './columns/choose-columns.js';
import { mappedNames, sameName } from './columns/mapped-names.js';
import { delimiters, type Dialect, type Encoding } from './dialect.js';
import { readsAsPhone } from './phones.js';
import { isBlank, readRecords } from './records.js';
import { decodeText } from './text.js';

/** Where the header of a file is, and what separates its cells. */
interface HeaderPlace {
  readonly delimiter: string;
  /** Records above the header that are not blank: titles and notes. */
  readonly recordsAbove: number;
}

/** The header is searched in this many records, blank ones not counted. */
const mostRecords = 10;

/**
 * Finds the header and the delimiter: the first record with two known names or all mapped ones, and the delimiter with which it
 * has most known names. Without such a record the first one is the header. A first line `sep=;` decides the delimiter, and so
 * does `chosen`, that of the user.
 */
export async function findHeader(
  input: Input,
  encoding: Encoding,
  chosen: string | undefined,
  { map }: ColumnChoice,
): Promise<HeaderPlace> {
  const fixed = chosen ?? (await sepLine(input, encoding));
  let best: ReturnType<typeof headerIn> | undefined;
  let worst: { readonly score: number; readonly error: UserError } | undefined;
  for (const delimiter of fixed === undefined ? delimiters : [fixed]) {
    try {
      const records = await firstRecords(input, { encoding, delimiter, spaceBeforeQuotes: false });
      const found = headerIn(records, delimiter, [...map.values()]);
      if (best === undefined || found.score > best.score) best = found;
    } catch (error) {
      // A quote may look wrong only because the delimiter is another one.
      if (!(error instanceof UserError)) throw error;
      const { score } = headerIn(await firstLines(input, encoding, delimiter), delimiter, [...map.values()]);
      if (worst === undefined || score > worst.score) worst = { score, error };
    }
  }
  if (worst !== undefined && (best === undefined || worst.score > best.score)) throw worst.error;
  if (best === undefined) throw new Error('no delimiter was tried');
  return best;
}

/** The first lines, cut at each delimiter: what can be known of a header where a quote is wrong. */
async function firstLines(
  input: Input,
  encoding: Encoding,
  delimiter: string,
): Promise<readonly (readonly string[])[]> {
  for await (const text of decodeText(input, encoding)) {
    const lines = text.split(/\r\n|\r|\n/, mostRecords).map((line) => line.split(delimiter));
    return lines
      .map((cells) => cells.map((cell) => cell.replaceAll('"', '')))
      .filter((cells) => !isBlank(cells));
  }
  return [];
}

/** The delimiter of a first line such as `sep=;`. */
async function sepLine(input: Input, encoding: Encoding): Promise<string | undefined> {
  for await (const text of decodeText(input, encoding)) return /^"?sep=(.)"?(?:[\r\n]|$)/i.exec(text)?.[1];
  return undefined;
}

async function firstRecords(input: Input, dialect: Dialect): Promise<readonly (readonly string[])[]> {
  const records: (readonly string[])[] = [];
  for await (const { cells } of readRecords(input, dialect)) {
    if (!isBlank(cells)) records.push(cells);
    if (records.length >= mostRecords) break;
  }
  return records;
}

/**
 * The header among the first records. Its score is the number of its known names; where two delimiters have the same number,
 * the share of the records that are as wide as the header decides, if it has more than one cell.
 */
function headerIn(records: readonly (readonly string[])[], delimiter: string, mappings: readonly string[]) {
  const counts = records.map((cells) => countKnownNames(cells, mappings));
  const isHeader = ({ known, allMapped }: KnownNames): boolean => known >= 2 || allMapped;
  const first = counts.findIndex(isHeader);
  // The line above the names of the columns may name groups of them, and then has blank cells between.
  const next = counts[first + 1]?.known ?? 0;
  const isFuller = filledCells(records[first + 1]) > filledCells(records[first]);
  const isGroups = first !== -1 && (next > (counts[first]?.known ?? 0) || (next >= 2 && isFuller));
  const header = isGroups ? first + 1 : first;
  const fallback = counts.findIndex(({ known }) => known > 0);
  const recordsAbove = Math.max(header === -1 ? fallback : header, 0);
  const [names = [], ...others] = records.slice(recordsAbove);
  const sameWidth = others.filter((cells) => cells.length === names.length).length + 1;
  const share = names.length > 1 ? sameWidth / (others.length + 1) : 0;
  return { delimiter, recordsAbove, score: (counts[recordsAbove]?.known ?? 0) + share / 2 };
}

function filledCells(cells: readonly string[] = []): number {
  return cells.filter((cell) => cell.trim() !== '').length;
}

/** What a record has of names of columns. */
interface KnownNames {
  readonly known: number;
  readonly allMapped: boolean;
}

/** A record in which a cell reads as a phone is the row of a person, whatever its other cells read. */
function countKnownNames(cells: readonly string[], mappings: readonly string[]): KnownNames {
  if (cells.some(readsAsPhone)) return { known: 0, allMapped: false };
  const mapped = mappings.flatMap((mapping) => mappedNames(mapping, cells));
  const isMapped = (cell: string): boolean => mapped.some((name) => sameName(cell, name));
  return {
    known: cells.filter((cell) => isKnownName(cell) || isMapped(cell)).length,
    allMapped: mapped.length > 0 && mapped.every((name) => cells.some((cell) => sameName(cell, name))),
  };
}
