import { getCountries, getCountryCallingCode } from 'libphonenumber-js/max';
import { cleanCode } from './clean.js';
import { callingCodeOf } from './country-names.js';

const callingCodes: ReadonlySet<string> = new Set<string>(
  getCountries().map((country) => getCountryCallingCode(country)),
);

/** Whether a country or region has this calling code. */
export function isCallingCode(digits: string): boolean {
  return callingCodes.has(digits);
}

/** What was read before: most files have few countries. */
const known = new Map<string, string | undefined>();
const mostKnown = 1_000;

/** Characters of a country, in any form. */
const longestCountry = 100;

/**
 * The calling code in a cell, digits only: `86`, `+86`, `0086`, `86.0`, `CN`, `CHN`, `China`, `中国`, `China (+86)` and `+86 China`
 * are all `86`, and `1-242` is `1`. `undefined` for any other text, and for a name with the code of another country.
 */
export function readCallingCode(cell: string): string | undefined {
  if (known.has(cell)) return known.get(cell);
  const text = cleanCode(cell);
  if (text.length > longestCountry) return undefined;
  const code = callingCodeIn(text);
  if (known.size < mostKnown) known.set(cell, code);
  return code;
}

function callingCodeIn(text: string): string | undefined {
  const digits = codeIn(text);
  if (digits !== undefined) return isCallingCode(digits) ? digits : undefined;
  const [, before = '', number = '', after = ''] = /^(\D*)(\d[\d -]*)(\D*)$/.exec(text) ?? [];
  if (number === '') return callingCodeOf(text);
  const marked = /\+ ?$/.test(before) || /^(?:00|1-)/.test(number);
  const code = codeIn(number.trim());
  const named = callingCodeOf(`${before} ${after}`.replace(/[()+[\]/:]/g, ' ').trim());
  if (named === undefined) return marked && code !== undefined && isCallingCode(code) ? code : undefined;
  return named === code ? named : undefined;
}

/** The calling code in digits: `1-242` and `44-1481` are areas of the countries 1 and 44. */
function codeIn(text: string): string | undefined {
  const plain = /^\(?(?:\+|00)? ?\(?(\d{1,3})\)?(?:\.0+)?$/.exec(text)?.[1];
  if (plain !== undefined) return plain;
  if (/^\(?(?:\+|00)? ?\(?1[- ]?\(?[2-9]\d\d\)?$/.test(text)) return '1';
  return /^(?:\+|00)? ?44[- ]?1\d{3}$/.test(text) ? '44' : undefined;
}
