import { foldName } from './fold-name.js';
import { vocabularyOf, wordsIn } from './words.js';

/**
 * A column of countries, as its name tells. `code`: of calling codes, or of the phone's country. `town`: the same, or area codes of
 * towns. `country`: of the person. `address`: of one of the addresses.
 */
export const countryKinds = ['code', 'town', 'country', 'address', 'company address'] as const;
export type CountryKind = (typeof countryKinds)[number];

type WordKind = 'country' | 'code' | 'town' | 'phone' | 'address' | 'company address' | 'plain';

const vocabulary = vocabularyOf<WordKind>([
  [
    'country',
    `country countries lander land pays pais paese kraj zeme ulke negara страна країна χώρα
    国 國 国家 國家 国别 國別 国名 國名 국가 나라 ประเทศ quốcgia الدولة البلد देश`,
  ],
  [
    'code',
    `callingcode dialcode dialcodes dialingcode diallingcode dialingprefix isd isdcode idd iddcode
    landesvorwahl landervorwahl indicatif indicatiftelephonique indicatifpays ddi landeskennzahl landnummer landcode
    prefijointernacional prefissointernazionale prefixointernacional codigointernacional
    国际区号 国际电话区号 国家区号 国家码 國碼 國際區號 國際冠碼 国番号 국가번호`,
  ],
  ['town', `区号 區號 區碼 vorwahl prefijo prefisso prefixo`],
  [
    'phone',
    `phone mobile telephone tel cell handy telefon telefono telefone telefoon movil celular
    手机 手機 电话 電話 携帯 휴대폰`,
  ],
  [
    'address',
    `mailing home work postal primary permanent residential po residence current other address anschrift adresse
    direccion endereco indirizzo privat 地址 所在 所属 通讯 通訊 联系 邮寄 住所`,
  ],
  ['company address', `business billing shipping company organization organisation 公司 account`],
  [
    'plain',
    `name code codes iso iso2 iso3 iso3166 alpha2 alpha3 prefix int international internationale region regions contact customer client person default
    of de du del des da do du der the nom nombre nome codigo kennung kurzel
    地区 地區 地域 或 名称 名稱 名 代码 代碼 编码 編碼 码 碼 コード 코드 명 联系人 聯絡人 客户`,
  ],
]);

/** What a column's name says about its countries; `undefined` where it has none, or those of something else. */
export function countryColumn(name: string): CountryKind | undefined {
  const words = wordsIn(foldName(name), vocabulary);
  if (words === undefined) return undefined;
  const has = (kind: WordKind): boolean => words.some((word) => word.kind === kind);
  const isFirst = has('address') && words.every(({ kind, text }) => kind !== 'digits' || text === '1');
  if (words.some(({ kind }) => kind === 'digits') && !isFirst) return undefined;
  if (has('code')) return 'code';
  if (has('town')) return has('country') ? 'code' : 'town';
  if (!has('country')) return undefined;
  if (has('phone')) return 'code';
  if (has('company address')) return 'company address';
  return has('address') ? 'address' : 'country';
}
