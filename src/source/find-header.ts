import { UserError } from '../user-error.js';
import type { Input } from './bytes.js';
import { isKnownName, mappedNames, sameName, type ColumnChoice } from './columns/choose-columns.js';
import type { Encoding } from './encoding.js';
import { delimiters, isBlank, readRecords } from './records.js';
import { decodeText } from './text.js';

/** Where a file's table begins, and what stands between its cells. */
export interface Layout {
  readonly delimiter: string;
  /** How many records that aren't blank stand above the header: titles and notes. */
  readonly above: number;
}

/** Records that aren't blank among which the header is looked for. */
const mostAbove = 10;

interface Candidate extends Layout {
  /** Names in the header that the importer or the user knows. */
  readonly known: number;
  /** The share of the records from the header on that are as wide as it, if it's wider than one cell. */
  readonly even: number;
}

/**
 * Finds the delimiter and the header: the first of the first ten records that has two known names or all mapped ones, with
 * the delimiter under which the header has most of them. Where no record has, the first one is taken for it. A first line
 * `sep=;` is obeyed, and so is `wanted`, the user's delimiter.
 */
export async function findLayout(
  input: Input,
  encoding: Encoding,
  wanted: string | undefined,
  { map }: ColumnChoice,
): Promise<Layout> {
  const told = wanted ?? (await toldDelimiter(input, encoding));
  let best: Candidate | undefined;
  let refusal: unknown;
  for (const delimiter of told === undefined ? delimiters : [told]) {
    try {
      const records = await firstRecords(input, { encoding, delimiter, padded: false });
      const candidate = judge(records, delimiter, [...map.values()]);
      if (best === undefined || isBetter(candidate, best)) best = candidate;
    } catch (error) {
      // A quote may seem astray only because the delimiter is another one.
      if (!(error instanceof UserError)) throw error;
      refusal ??= error;
    }
  }
  if (best === undefined) throw refusal;
  return best;
}

function isBetter(one: Candidate, other: Candidate): boolean {
  return one.known !== other.known ? one.known > other.known : one.even > other.even;
}

async function toldDelimiter(input: Input, encoding: Encoding): Promise<string | undefined> {
  for await (const text of decodeText(input, encoding)) return /^"?sep=(.)"?(?:[\r\n]|$)/i.exec(text)?.[1];
  return undefined;
}

async function firstRecords(
  input: Input,
  dialect: Parameters<typeof readRecords>[1],
): Promise<readonly (readonly string[])[]> {
  const records: (readonly string[])[] = [];
  for await (const { cells } of readRecords(input, dialect)) {
    if (!isBlank(cells)) records.push(cells);
    if (records.length >= mostAbove) break;
  }
  return records;
}

function judge(
  records: readonly (readonly string[])[],
  delimiter: string,
  mappings: readonly string[],
): Candidate {
  const counts = records.map((cells) => countKnown(cells, mappings));
  const isHeader = ({ known, allMapped }: Known): boolean => known >= 2 || allMapped;
  const found = counts.findIndex(isHeader);
  const fallback = counts.findIndex(({ known }) => known > 0);
  const above = Math.max(found === -1 ? fallback : found, 0);
  const width = records[above]?.length ?? 0;
  const rows = records.slice(above);
  const alike = rows.filter((cells) => cells.length === width).length;
  return {
    delimiter,
    above,
    known: counts[above]?.known ?? 0,
    even: width > 1 ? alike / rows.length : 0,
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
