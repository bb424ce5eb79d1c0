import {
  getCountries,
  getCountryCallingCode,
  parsePhoneNumberFromString,
  type PhoneNumber,
} from 'libphonenumber-js/max';
import { foldName } from './fold-name.js';
import { vocabularyOf, wordsIn } from './words.js';

const callingCodes: ReadonlyMap<string, string> = new Map(
  getCountries().map((country) => [country, getCountryCallingCode(country)] as const),
);

const knownCodes: ReadonlySet<string> = new Set(callingCodes.values());

/** Two letters of a country that are those of a state or province in the United States, Canada, India, Brazil or Germany too. */
const lettersOfStates: ReadonlySet<string> = new Set(
  `AL AR AZ CA CO DE GA ID IL IN KY LA MA MD ME MN MO MS MT NC NE PA SC SD TN VA NL NS NU PE SK YT NT AS BR CG CH GA HR ML MZ
  PY TR TG UK AC AM BA ES MG PR RO RS SE TO BY BW BE BB MV NI SL SN ST SH TH`.split(/\s+/),
);

type PlaceWord = 'place' | 'plain';

const places = vocabularyOf<PlaceWord>([
  [
    'place',
    `city town village district suburb taluk state province zip zipcode postcode postalcode pincode pin plz
    postleitzahl ort wohnort stadt bundesland ville codepostal cp ciudad localidad codigopostal provincia cidade municipio
    cep uf estado citta cap comune plaats woonplaats miasto город индекс
    城市 市 省 省份 邮编 邮政编码 郵遞區號 市区町村 都道府県 郵便番号 도시 우편번호`,
  ],
  ['plain', `mailing business work home billing shipping primary other address postal name code of`],
]);

/** Whether a column has towns, postcodes or states of an address. */
function isPlace(name: string): boolean {
  return wordsIn(foldName(name), places)?.some(({ kind }) => kind === 'place') === true;
}

/** Whether a name may be that of DingTalk's `state_code`, or of the codes of states. */
export function isStateCode(name: string): boolean {
  return foldName(name) === 'statecode';
}

/** A row's code and phone, as evidence. */
interface CodeAndPhone {
  readonly code: string;
  readonly phone: string;
}

/**
 * Whether a column named like `state_code` has the states of addresses: beside towns or postcodes unless its values are country
 * codes with which the phones are valid; elsewhere if it has letters that are no country.
 */
export function hasStates(header: readonly string[], at: number, sample: readonly CodeAndPhone[]): boolean {
  const besidePlaces = header.some((name, other) => other !== at && isPlace(name) && !isStateCode(name));
  const votes = sample.map((row) => verdict(row, besidePlaces));
  const count = (one: 'country' | 'state'): number => votes.filter((vote) => vote === one).length;
  const isNamedExactly = header[at]?.trim() === 'state_code';
  if (count('state') === count('country')) return besidePlaces && !isNamedExactly;
  return count('state') > count('country');
}

/** What a row says: `state` or `country`; `undefined` where it says nothing. */
function verdict({ code, phone }: CodeAndPhone, besidePlaces: boolean): 'country' | 'state' | undefined {
  const text = code.normalize('NFKC').trim().toUpperCase();
  const isLetters = /^[A-Z]{2,3}$/.test(text);
  if (isLetters && text.length === 2 && !callingCodes.has(text)) return text === 'UK' ? undefined : 'state';
  const callingCode = isLetters ? callingCodes.get(text) : /^(?:\+|00)?(\d{1,3})(?:\.0+)?$/.exec(text)?.[1];
  if (callingCode === undefined) return undefined;
  if (!knownCodes.has(callingCode)) return besidePlaces ? 'state' : undefined;
  const number = numberIn(phone, callingCode);
  if (number === undefined) return undefined;
  if (/^\s*\+/.test(phone)) return ownVerdict(number, callingCode, isLetters && besidePlaces);
  if (isLetters && lettersOfStates.has(text)) return besidePlaces ? 'state' : undefined;
  if (number.isValid()) return 'country';
  return besidePlaces ? 'state' : undefined;
}

/** The verdict of a phone with its own country code. */
function ownVerdict(
  number: PhoneNumber,
  callingCode: string,
  isDoubtful: boolean,
): 'country' | 'state' | undefined {
  if (number.countryCallingCode === callingCode) return 'country';
  return isDoubtful ? 'state' : undefined;
}

function numberIn(phone: string, defaultCallingCode: string): PhoneNumber | undefined {
  const digits = phone.normalize('NFKC').replace(/[^\d+]/g, '');
  return parsePhoneNumberFromString(digits, { defaultCallingCode, extract: false });
}
