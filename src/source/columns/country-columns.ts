import { getCountries, getCountryCallingCode } from 'libphonenumber-js/max';
import { countryColumn, countryKinds, type CountryKind } from './country-words.js';
import type { FieldColumns, Picked } from './field-source.js';
import { joinAsNamed } from './join-cells.js';

/** A column that may say the country of a row's phone. */
interface Candidate {
  readonly at: number;
  readonly column: string;
  readonly kind: CountryKind;
  /** Whether it has area codes of towns, so that digits without a plus are no country. */
  readonly hasTowns: boolean;
}

/** The source of `state_code`, and what was found out about its columns. */
interface CountrySource {
  readonly columns: FieldColumns;
  readonly remarks: readonly string[];
}

const callingCodes: ReadonlySet<string> = new Set<string>(
  getCountries().map((country) => getCountryCallingCode(country)),
);

/**
 * The source of `state_code`: in each row the column of that name, `own`; where it is empty, the first filled column of countries.
 * What such a column says gives way to the phone's own code. `aliases` are columns of country codes. `sample` are the first rows.
 */
export function countrySource(
  header: readonly string[],
  own: readonly number[],
  aliases: readonly number[],
  sample: readonly (readonly string[])[],
): CountrySource | undefined {
  const kinds = header.map((name, at) => {
    if (own.includes(at)) return undefined;
    return countryColumn(name) ?? (aliases.includes(at) ? 'code' : undefined);
  });
  const found = countryKinds.flatMap((kind) =>
    [...kinds.keys()]
      .filter((at) => kinds[at] === kind)
      .map((at): Candidate => {
        const hasTowns = kind === 'town' && sample.some((cells) => isTown(cells[at] ?? ''));
        return { at, column: header[at]?.trim() ?? '', kind, hasTowns };
      }),
  );
  const candidates = [...found.filter((one) => !one.hasTowns), ...found.filter((one) => one.hasTowns)];
  const positions = [...own, ...candidates.map(({ at }) => at)];
  const [first] = positions;
  if (first === undefined) return undefined;
  if (candidates.length === 0) return { columns: { positions, join: joinAsNamed }, remarks: [] };
  const remarks = candidates
    .filter(({ hasTowns }) => hasTowns)
    .map(({ column }) => `"${column}" has area codes of towns; they are not taken for countries.`);
  const column = header[first]?.trim() ?? '';
  const usual = own.map((at): Picked => ({ at, column: header[at]?.trim() ?? '', how: 'usual' }));
  const pick = (cells: readonly string[]): Picked | undefined =>
    usual.find(({ at }) => isFilled(cells[at])) ?? pickCountry(candidates, cells);
  return { columns: { positions, join: joinAsNamed, column, pick }, remarks };
}

function pickCountry(candidates: readonly Candidate[], cells: readonly string[]): Picked | undefined {
  const found = candidates.find(({ at, kind, hasTowns }) => {
    const cell = cells[at] ?? '';
    if (!isFilled(cell)) return false;
    return kind !== 'town' || (!isAreaCode(cell) && !(hasTowns && isBare(cell)));
  });
  return found && { at: found.at, column: found.column, how: 'country' };
}

function isFilled(cell = ''): boolean {
  return cell.trim() !== '';
}

/** Whether a cell is the area code of a town, as the rows of a sample show it: with its zero, or as no country's code. */
function isTown(cell: string): boolean {
  return isAreaCode(cell) || (isBare(cell) && !callingCodes.has(cell.trim()));
}

/** An area code with its trunk prefix: `0571`, `(030)`, `010-`. */
function isAreaCode(cell: string): boolean {
  return /^[\s'(]*0[1-9]\d{0,4}[\s)-]*$/.test(cell.normalize('NFKC'));
}

/** Digits without a plus or zeros in front. */
function isBare(cell: string): boolean {
  return /^\s*[1-9]\d{0,4}\s*$/.test(cell.normalize('NFKC'));
}
