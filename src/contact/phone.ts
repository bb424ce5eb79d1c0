import { cleanCode } from './clean.js';
import { splitLabel, withoutClosingMarks } from './phone-label.js';
import { isMainlandMobile } from './mainland-mobile.js';
import { readNumber, type PhoneNumber } from './numbering.js';
import { readSpreadsheetNumber } from './spreadsheet-number.js';

/** What identifies a contact: country code and phone, e.g. `86-13800138000`. */
export function phoneKey(contact: { readonly state_code: string; readonly mobile: string }): string {
  return `${contact.state_code}-${contact.mobile}`;
}

/** A digit of any script, circled ones and Chinese numerals included. */
const anyDigit = /[\p{Nd}\p{No}〇零一二三四五六七八九]/gu;

/**
 * A phone as messages show it: the first 3 and last 2 digits, all others as `*`. A text with fewer than 7 digits is not a whole
 * phone number and stays as it is.
 */
export function maskPhone(text: string): string {
  const digits = text.match(anyDigit)?.length ?? 0;
  if (digits < 7) return text;
  let seen = 0;
  return text.replace(anyDigit, (digit) => {
    seen += 1;
    return seen <= 3 || seen > digits - 2 ? digit : '*';
  });
}

/** What is worth a note about a phone that can be sent. */
export type PhonePeculiarity =
  'own country code' | 'code without a plus' | 'restored' | 'twice' | 'landline' | 'in no known plan';

/** Why a cell is not a phone that can be sent. `expected`: the digits of a mobile number there, empty where not known. */
export type PhoneProblem =
  | {
      readonly kind:
        | 'shortened'
        | 'fraction'
        | 'letters'
        | 'extension'
        | 'no country code'
        | 'in no plan'
        | 'masked'
        | 'date'
        | 'fax'
        | 'of another country';
    }
  | { readonly kind: 'several numbers'; readonly numbers: readonly string[] }
  | { readonly kind: 'wrong length'; readonly digits: number; readonly expected: string };

/** A phone as the create call takes it, or why there is none. */
export type ReadPhone =
  | {
      readonly ok: true;
      readonly state_code: string;
      readonly mobile: string;
      readonly peculiarities: readonly PhonePeculiarity[];
    }
  | ({ readonly ok: false } & PhoneProblem);

/** Characters of a cell that may be a phone, with its labels and a second number. */
const longestPhone = 500;

const mainlandChina = '86';
const mainlandMobileDigits = 11;

const extension = /(?:(?:ext\.?|extension|x|#|转|轉|分机|分機|内线) *[:.]? *|(?<=\d{7}) *\/ *)\d{1,6}\)?$/iu;

/**
 * Reads a phone cell. `callingCode` is the country code where the cell has none. Digits that a spreadsheet removed are never
 * guessed, of two numbers none is taken, and an impossible number is a problem. A possible one in no numbering plan is noted,
 * and a problem with `strict`.
 */
export function readPhone(cell: string, callingCode: string | undefined, strict: boolean): ReadPhone {
  if (callingCode === mainlandChina && isMainlandMobile(cell))
    return { ok: true, mobile: cell, state_code: mainlandChina, peculiarities: [] };
  if (cell.length > longestPhone) return { ok: false, kind: 'letters' };
  const peculiarities: PhonePeculiarity[] = [];
  const [label, unlabelled] = splitLabel(cleanCode(cell));
  if (label !== 'phone') return { ok: false, kind: label === 'fax' ? 'fax' : 'letters' };
  let text = withoutClosingMarks(unlabelled);
  if (/\d[*x•●＊]{3}|[*•●＊]{3}\d/iu.test(text)) return { ok: false, kind: 'masked' };
  if (/^(?:19|20)\d\d([-/.])\d{1,2}\1\d{1,2}(?: [\d:]+)?$/.test(text)) return { ok: false, kind: 'date' };
  const number = readSpreadsheetNumber(text);
  if (number?.kind === 'lost') return { ok: false, kind: 'shortened' };
  if (number?.kind === 'fraction') return { ok: false, kind: 'fraction' };
  if (number !== undefined) {
    text = number.digits;
    if (number.restored) peculiarities.push('restored');
  }

  const numbers = severalNumbers(text);
  const [only] = numbers;
  if (numbers.length > 1 || only === undefined) return { ok: false, kind: 'several numbers', numbers };
  if (only !== text) peculiarities.push('twice');
  if (extension.test(only)) return { ok: false, kind: 'extension' };
  if (/[^\d+\-(). ]/.test(only) || !/\d/.test(only)) return { ok: false, kind: 'letters' };

  const planned = readNumber(only, callingCode);
  if (planned === 'no country code') return { ok: false, kind: planned };
  const otherCountry = ofOtherCountry(planned, only);
  if (otherCountry === 'perhaps') return { ok: false, kind: 'of another country' };
  if (otherCountry !== undefined) {
    const { mobile, state_code } = otherCountry;
    return { ok: true, mobile, state_code, peculiarities: [...peculiarities, 'code without a plus'] };
  }
  const problem = problemOf(planned, only, strict);
  if (problem !== undefined) return { ok: false, ...problem };
  if (planned.type === 'FIXED_LINE') peculiarities.push('landline');
  if (planned.type === undefined) peculiarities.push('in no known plan');
  const { mobile, state_code } = planned;
  const isMarked = planned.isMarked || only.replace(/\D/g, '').length > mobile.length + 1;
  if (isMarked || state_code !== callingCode) peculiarities.unshift('own country code');
  return { ok: true, mobile, state_code, peculiarities };
}

/** Digits that no number with the given country code has, so many that they begin with a country code of their own. */
const leastDigitsWithCode = 11;

/**
 * The mobile number of another country that these digits are with a plus; `perhaps`, where they are some other number of one. A
 * mainland mobile with a new prefix is none.
 */
function ofOtherCountry(planned: PhoneNumber, text: string): PhoneNumber | 'perhaps' | undefined {
  const isPlain = /^\d+$/.test(text) && text.length >= leastDigitsWithCode && !text.startsWith('0');
  if (!isPlain || planned.type !== undefined || planned.isMarked) return undefined;
  if (planned.state_code === mainlandChina && /^1[3-9]\d{9}$/.test(text)) return undefined;
  const other = readNumber(`+${text}`, undefined);
  if (other === 'no country code' || other.type === undefined) return undefined;
  return other.type === 'MOBILE' ? other : 'perhaps';
}

function problemOf(
  { mobile, state_code, type, isPossible }: PhoneNumber,
  text: string,
  strict: boolean,
): PhoneProblem | undefined {
  const digits = text.replace(/\D/g, '').length;
  if (!isPossible) return { kind: 'wrong length', digits, expected: '' };
  if (type !== undefined) return undefined;
  if (state_code === mainlandChina && /^1[3-9]/.test(mobile) && mobile.length !== mainlandMobileDigits) {
    const expected = String(mainlandMobileDigits);
    return { kind: 'wrong length', digits: mobile.length, expected };
  }
  return strict ? { kind: 'in no plan' } : undefined;
}

/** The numbers in a cell, equal ones once: two long groups of digits with more than a space, a hyphen or a dot between. */
function severalNumbers(text: string): readonly string[] {
  const parts = text
    .split(/ *(?:[;,/|、\r\n]|:::|\bor\b|\band\b|或|和) *| {2,}|(?<=\d{7}) (?=\+?\d{7})/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const long = parts.filter((part) => part.replace(/\D/g, '').length >= 7);
  if (parts.length < 2 || long.length < 2) return [text];
  const different: string[] = [];
  for (const part of parts) if (!different.some((other) => isSameNumber(part, other))) different.push(part);
  return different;
}

/** Whether two numbers differ by a country code or a leading zero at most. */
function isSameNumber(one: string, other: string): boolean {
  const [short = '', long = ''] = [one, other]
    .map((text) => text.replace(/\D/g, ''))
    .sort((left, right) => left.length - right.length);
  return short.length >= 7 && long.endsWith(short.replace(/^0/, ''));
}
