import { getCountries, getCountryCallingCode } from 'libphonenumber-js/max';
import { cleanCode } from './clean.js';

const callingCodes: ReadonlySet<string> = new Set<string>(
  getCountries().map((country) => getCountryCallingCode(country)),
);

/** Names and codes in common use that no standard has. */
const ownNames: Readonly<Record<string, string>> = {
  中国大陆: '86',
  中國大陸: '86',
  中华人民共和国: '86',
  大陆: '86',
  内地: '86',
  china: '86',
  'mainland china': '86',
  prc: '86',
  香港: '852',
  澳门: '853',
  澳門: '853',
  台湾: '886',
  台灣: '886',
  usa: '1',
  'united states of america': '1',
  uk: '44',
  england: '44',
  'great britain': '44',
};

/** Country names in English and both forms of Chinese, and two-letter codes, each with its calling code. */
function namedCallingCodes(): ReadonlyMap<string, string> {
  const named = ['en', 'zh-Hans', 'zh-Hant'].flatMap((language) => {
    const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    const short = new Intl.DisplayNames([language], { type: 'region', style: 'short', fallback: 'none' });
    return getCountries().flatMap((country) =>
      [country, names.of(country), short.of(country)]
        .filter((name) => name !== undefined)
        .map((name) => [name.toLowerCase(), getCountryCallingCode(country)] as const),
    );
  });
  return new Map([...named, ...Object.entries(ownNames)]);
}

/** Made on first use: it takes 30 ms, and most files have no country names. */
let callingCodesByName: ReadonlyMap<string, string> | undefined;

/** Whether a country or region has this calling code. */
export function isCallingCode(digits: string): boolean {
  return callingCodes.has(digits);
}

/**
 * The calling code in a cell, digits only: `86`, `+86`, `0086`, `86.0`, `CN`, `China` and `中国` are all `86`. `undefined` for any
 * other text.
 */
export function readCallingCode(cell: string): string | undefined {
  const text = cleanCode(cell);
  const digits = /^\(?(?:\+|00)? ?\(?(\d{1,3})\)?(?:\.0+)?$/.exec(text)?.[1];
  if (digits !== undefined) return isCallingCode(digits) ? digits : undefined;
  callingCodesByName ??= namedCallingCodes();
  return callingCodesByName.get(text.toLowerCase());
}
