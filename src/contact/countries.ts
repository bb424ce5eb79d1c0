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

/** Longer texts are no country. */
const longestCountry = 80;

/**
 * The calling code in a cell, digits only: `86`, `+86`, `0086`, `86.0`, `CN`, `CHN`, `China`, `中国`, `China (+86)` and `+86 China`
 * are all `86`, and `1-242` is `1`. `undefined` for any other text, and for a name and a code that do not fit together.
 */
export function readCallingCode(cell: string): string | undefined {
  const text = cleanCode(cell);
  if (text.length > longestCountry) return undefined;
  const digits = /^\(?(?:\+|00)? ?\(?(\d{1,3})\)?(?:\.0+)?$/.exec(text)?.[1];
  if (digits !== undefined) return isCallingCode(digits) ? digits : undefined;
  if (/^(?:\+|00)?1[- ]?\(?\d{3}\)?$/.test(text)) return '1';
  const [both, number = ''] = /^[^\d]*?\(?(?:\+|00)? ?(\d{1,3})\)?[^\d]*$/.exec(text) ?? [];
  if (both === undefined) return callingCodeOf(text);
  const name = text.replace(/[\d+()]/g, ' ').trim();
  const named = callingCodeOf(name);
  return isCallingCode(number) && named === number ? number : undefined;
}
