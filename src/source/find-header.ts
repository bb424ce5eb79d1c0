import { UserError } from '../user-error.js';
import type { Input } from './bytes.js';
import { isKnownName, mappedNames, sameName, type ColumnChoice } from './columns/choose-columns.js';
import { delimiters, type Dialect, type Encoding } from './dialect.js';
import { isBlank, readRecords } from './records.js';
import { decodeText } from './text.js';

/** Where the header of a file is, and what separates its cells. */
export interface HeaderPlace {
  readonly delimiter: string;
  /** Records above the header that are not blank: titles and notes. */
  readonly recordsAbove: number;
}

/** The header is one of the first so many records that are not blank. */
const mostRecords = 10;

interface Candidate extends HeaderPlace {
  /** Names in the header that the importer or the user knows. */
  readonly knownNames: number;
  /** The share of the records from the header on that are as wide as it, if it has more than one cell. */
  readonly sameWidth: number;
}

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
  let best: Candidate | undefined;
  let firstError: unknown;
  for (const delimiter of fixed === undefined ? delimiters : [fixed]) {
    try {
      const records = await firstRecords(input, { encoding, delimiter, spaceBeforeQuotes: false });
      const candidate = candidateIn(records, delimiter, [...map.values()]);
      if (best === undefined || isBetter(candidate, best)) best = candidate;
    } catch (error) {
      // A quote may look wrong only because the delimiter is another one.
      if (!(error instanceof UserError)) throw error;
      firstError ??= error;
    }
  }
  if (best === undefined) throw firstError;
  return best;
}

function isBetter(one: Candidate, other: Candidate): boolean {
  return one.knownNames !== other.knownNames
    ? one.knownNames > other.knownNames
    : one.sameWidth > other.sameWidth;
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

function candidateIn(
  records: readonly (readonly string[])[],
  delimiter: string,
  mappings: readonly string[],
): Candidate {
  const counts = records.map((cells) => countKnown(cells, mappings));
  const isHeader = ({ known, allMapped }: Known): boolean => known >= 2 || allMapped;
  const found = counts.findIndex(isHeader);
  const fallback = counts.findIndex(({ known }) => known > 0);
  const recordsAbove = Math.max(found === -1 ? fallback : found, 0);
  const width = records[recordsAbove]?.length ?? 0;
  const rows = records.slice(recordsAbove);
  const equal = rows.filter((cells) => cells.length === width).length;
  return {
    delimiter,
    recordsAbove,
    knownNames: counts[recordsAbove]?.known ?? 0,
    sameWidth: width > 1 ? equal / rows.length : 0,
  };
}

interface Known {
  readonly known: number;
  readonly allMapped: boolean;
}

function countKnown(cells: readonly string[], mappings: readonly string[]): Known {
  const mapped = mappings.flatMap((mapping) => mappedNames(mapping, cells));
  const isMapped = (cell: string): boolean => mapped.some((name) => sameName(cell, name));
  return {
    known: cells.filter((cell) => isKnownName(cell) || isMapped(cell)).length,
    allMapped: mapped.length > 0 && mapped.every((name) => cells.some((cell) => sameName(cell, name))),
  };
}
