import { foldName } from './fold-name.js';
import { foldWord, vocabularyOf, wordsIn, type Word } from './words.js';

/** A column of phones, as its name tells. Names with a word that is not known here are none: it may be somebody else's phone. */
export interface PhoneColumn {
  readonly kind: PhoneKind;
  /** The name without its number, and without the words for label and value. */
  readonly base: string;
  /** Of `Phone 2`: 2. Without a number 0. */
  readonly number: number;
  /** Whether the cells say what kind of phone the column beside it has. */
  readonly isLabel: boolean;
}

/** In the order of preference; a fax is never taken. */
export const phoneKinds = [
  'mobile',
  'second mobile',
  'phone',
  'other phone',
  'company phone',
  'fax',
] as const;
type PhoneKind = (typeof phoneKinds)[number];

type WordKind =
  'mobile' | 'phone' | 'fax' | 'place' | 'company' | 'second' | 'contact' | 'plain' | 'label' | 'value';

const vocabulary = vocabularyOf<WordKind>([
  [
    'mobile',
    `mobile mobiles mobil cell cellphone cellular cel mob gsm handy handphone natel mobilfunk mobilruf portable
    celular celulares movil moviles telemovel cellulare cellulari mobiel mobiele komorka komorkowy smartphone iphone
    matkapuhelin kannykka ceptelefonu ceptelefon ceptel ponsel nomorhp nohp di_động điện_thoại_di_động số_di_động
    мобильный мобильного мобильная моб сотовый сотового мобільний κινητό κινητο
    手机 手機 移动电话 移動電話 行動電話 行动电话 流動電話 手提电话 手提電話 携帯 携帯電話 ケータイ スマホ
    휴대폰 휴대전화 핸드폰 모바일 มือถือ جوال الجوال موبايل الموبايل المحمول נייד मोबाइल`.replaceAll('_', ''),
  ],
  [
    'phone',
    `phone phones telephone telephones tel telefon telefono telefonos telefone telefones telefoon fon rufnummer ruf
    festnetz landline fixe fijo fixo puhelin telepon fone whatsapp contactnumber contactno điện_thoại số_điện_thoại sđt
    телефон телефона тел τηλέφωνο τηλεφωνο 电话 電話 座机 座機 固话 固定电话 固定電話 联系方式 联络方式 聯絡方式
    聯繫方式 전화 연락처 โทรศัพท์ هاتف الهاتف טלפון फ़ोन फोन`.replaceAll('_', ''),
  ],
  [
    'fax',
    `fax telefax faxnummer telecopie telecopieur pager beeper telex факс 传真 傳真 ファックス ファクス 팩스`,
  ],
  [
    'place',
    `work business office home house residence private direct desk day daytime evening
    geschaft geschafts geschaftlich dienstlich dienst buro arbeit privat zuhause
    bureau domicile travail professionnel pro maison trabajo oficina casa particular domicilio trabalho escritorio
    residencial comercial ufficio lavoro abitazione werk kantoor thuis
    自宅 勤務先 職場 집 직장 사무실 办公 办公室 辦公 辦公室 家庭 住宅 宅 工作`,
  ],
  [
    'company',
    `company organization organisation firma firmen entreprise societe empresa azienda
    公司 单位 單位 企业 企業 会社 회사`,
  ],
  [
    'second',
    `second secondary alternate alternative alternativ alternativo alt other another additional backup spare zweit
    zweite weitere autre secondaire secundario otro outro altro 备用 備用 其他 其它 予備 その他`,
  ],
  [
    'contact',
    `contact contacts contacto contatto contato kontakt person personal personnel customer client kunden kunde cliente
    联系人 聯絡人 聯繫人 联系 联络 聯絡 聯繫 客户 客戶 个人 個人 私人 本人 連絡先 ご連絡先 顧客 고객 본인 개인`,
  ],
  [
    'plain',
    `number numbers no nr n num numero nummer nro nomor номер 号码 号 號碼 號 番号 번호 numara numarasi numarası numer เบอร์ رقم नंबर מספר
    de di du des del della do da of the my main primary principal principale preferred default haupt
    主 主要 首选 首選 注册 常用 默认`,
  ],
  [
    'label',
    `label type kind art typ bezeichnung tipo etiqueta etichetta libelle 类型 類型 类别 种类 種別 種類 유형`,
  ],
  ['value', `value wert valeur valor valore 值 数值 값`],
]);

/** What a column's name says about its phones; `undefined` if it has none, or may have somebody else's. */
export function phoneColumn(name: string): PhoneColumn | undefined {
  const words = wordsIn(foldName(name), vocabulary);
  if (words === undefined) return undefined;
  const kind = kindOf(words);
  const number = numberOf(words);
  if (kind === undefined || number === undefined) return undefined;
  const base = words.filter((word) => !['digits', 'label', 'value'].includes(word.kind));
  return {
    kind,
    base: base.map(({ text }) => text).join(''),
    number,
    isLabel: words.some((word) => word.kind === 'label'),
  };
}

/** What a cell beside a phone says about it: `Home Fax`, `Mobil`; in words that are not known, any phone. */
export function phoneLabel(cell: string): 'mobile' | 'phone' | 'fax' {
  const folded = foldWord(cell);
  if (hasFax(folded)) return 'fax';
  return wordsIn(folded, vocabulary)?.some(({ kind }) => kind === 'mobile') === true ? 'mobile' : 'phone';
}

const faxes = [...vocabulary.kinds].flatMap(([word, kind]) => (kind === 'fax' ? [word] : []));

function hasFax(folded: string): boolean {
  return faxes.some((word) => folded.includes(word));
}

function kindOf(words: readonly Word<WordKind>[]): PhoneKind | undefined {
  const has = (kind: WordKind): boolean => words.some((word) => word.kind === kind);
  if (has('fax')) return 'fax';
  if (has('mobile')) return has('second') ? 'second mobile' : 'mobile';
  if (!has('phone')) return undefined;
  if (has('company')) return 'company phone';
  return has('place') || has('second') ? 'other phone' : 'phone';
}

/** A number after a person is that of another person: `联系人2手机`. Without a number 0. */
function numberOf(words: readonly Word<WordKind>[]): number | undefined {
  const at = words.findIndex(({ kind }) => kind === 'digits');
  const number = words[at];
  if (number === undefined) return 0;
  const before = words[at - 1]?.kind;
  const after = words
    .slice(at + 1)
    .every(({ kind }) => ['label', 'value', 'mobile', 'plain', 'place'].includes(kind));
  const belongs = before !== undefined && before !== 'contact' && before !== 'company';
  return belongs && after && number.text.length < 3 ? Number(number.text) : undefined;
}
