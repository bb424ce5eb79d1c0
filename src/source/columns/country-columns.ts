import type { FieldColumns } from './field-source.js';
import { joinAsNamed } from './join-cells.js';

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const countryWords =
  wordsOf(`country countries land länder länderkürzel ländercode länderkennzeichen ländervorwahl pays país pais
  paese kraj ülke maa nation isd countrycode countryregion countryname countrycode countrycallingcode phonecountry isdcode`);
/** Words that leave it the country of the contact. Any other may make it something else: `Country Manager`. */
const harmlessWords =
  wordsOf(`region of residence mailing business work home primary billing main contact person address name code
  calling dial dialing dialling phone mobile telephone iso iso2 iso3 alpha2 alpha3 prefix de du la le der the international
  customer territory or and`);
/** Words of a column that has a code for the phone, which counts before the country of an address. */
const phoneWords = /isd|call|dial|phone|mobile|vorwahl|prefix|区号|區號|国码|國碼|手机|手機|电话|電話/u;
const hanCountry =
  /^(?:客户|联系人|所在|所属|公司|手机|电话|手機|電話)*(?:国家|國家|国|國|国名|国家地区|國家地區|国家和地区|国家或地区|国别|國別|区号|區號|国家地区代码|国家代码|国家区号|국가|나라|국가명|国番号|国コード)(?:名称|代码|代碼|码)?$/u;
const cyrillicCountry = /^страна$/;

/** What a column of countries is for: the phone, or an address. `undefined` for any other column. */
export function countryColumn(name: string): 'phone' | 'address' | undefined {
  const text = name.normalize('NFKC').toLowerCase();
  const letters = text.replace(/[^\p{L}]/gu, '');
  const words = text.match(/\p{Script=Latin}+\d?/gu) ?? [];
  const isWestern =
    words.some((word) => countryWords.has(word)) &&
    words.every((word) => countryWords.has(word) || harmlessWords.has(word));
  const isCountry =
    words.length === 0 ? hanCountry.test(letters) || cyrillicCountry.test(letters) : isWestern;
  if (!isCountry) return undefined;
  return phoneWords.test(text) ? 'phone' : 'address';
}

/** Whether a column is a part of an address: beside it, a column called "State Code" is no country code. */
export function isAddressPart(name: string): boolean {
  return /^(?:\w* ?)?(?:city|town|zip|zip ?code|zip\/?postal ?code|post ?code|postal ?code|pin ?code|pin|county|plz|ort|stadt|ville|ciudad|cidade|cep|市|城市|邮编|邮政编码)$/i.test(
    name.normalize('NFKC').trim(),
  );
}

/**
 * The source of `state_code`: a column of country codes, then columns of countries, those for phones before those of addresses.
 * `undefined` if there is none of them.
 */
export function countrySource(
  header: readonly string[],
  codes: readonly number[],
  isFree: (at: number) => boolean,
): FieldColumns | undefined {
  const kinds = header.map(countryColumn);
  const countries = [...header.keys()].filter((at) => kinds[at] !== undefined && isFree(at));
  const inOrder = [
    ...codes,
    ...countries.filter((at) => kinds[at] === 'phone'),
    ...countries.filter((at) => kinds[at] === 'address'),
  ];
  const [first] = inOrder;
  if (first === undefined) return undefined;
  const column = (at: number): string => header[at]?.trim() ?? '';
  return {
    positions: inOrder,
    join: joinAsNamed,
    column: column(first),
    pick: (cells) => {
      const at = inOrder.find((one) => (cells[one] ?? '').trim() !== '');
      return at === undefined
        ? undefined
        : { at, column: column(at), how: codes.includes(at) ? 'usual' : 'country' };
    },
  };
}
