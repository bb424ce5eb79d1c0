import { cleanCode } from './clean.js';
import { readNumber, type PhoneNumber } from './numbering.js';
import { unshorten } from './spreadsheet-number.js';

/** What makes a contact the same contact: country code and phone, e.g. `86-13800138000`. */
export function phoneKey(contact: { readonly state_code: string; readonly mobile: string }): string {
  return `${contact.state_code}-${contact.mobile}`;
}

/**
 * A phone as it may be shown: the first 3 and last 2 of its digits, all others as `*`. Texts with fewer than 7 digits are
 * no whole phone number and come back as they are, so that what a spreadsheet left of one can be shown.
 */
export function maskPhone(text: string): string {
  const digits = text.match(/\d/g)?.length ?? 0;
  if (digits < 7) return text;
  let seen = 0;
  return text.replace(/\d/g, (digit) => {
    seen += 1;
    return seen <= 3 || seen > digits - 2 ? digit : '*';
  });
}

/** What is peculiar about a phone that can be sent: its country code was in the cell, and so on. */
export type PhoneRemark =
  | 'country code taken from the phone'
  | 'phone restored'
  | 'same number twice'
  | 'landline'
  | 'phone in no known numbering plan';

/** Why a cell is no phone that can be sent. `expected`: the digits of a mobile number there, empty where it isn't known. */
export type PhoneFault =
  | { readonly fault: 'shortened' | 'fraction' | 'letters' | 'extension' }
  | { readonly fault: 'several numbers'; readonly numbers: readonly string[] }
  | { readonly fault: 'no country code' }
  | { readonly fault: 'not valid' }
  | { readonly fault: 'wrong length'; readonly digits: number; readonly expected: string };

/** A phone as the create call takes it, with what is to be remarked; or why there is none. */
export type ReadPhone =
  | {
      readonly ok: true;
      readonly state_code: string;
      readonly mobile: string;
      readonly remarks: readonly PhoneRemark[];
    }
  | ({ readonly ok: false } & PhoneFault);

const mainlandChina = '86';
const mainlandMobileDigits = 11;

const extension = /(?:(?:ext\.?|extension|x|#|转|轉|分机|分機|内线) *[:.]? *|(?<=\d{7}) *\/ *)\d{1,6}\)?$/iu;

/**
 * Reads a phone cell as lists and exports write it. `callingCode` is the country code that holds where the cell has none
 * of its own. What a spreadsheet damaged is never guessed, of two numbers none is taken, and an impossible number is a
 * fault; one that merely no numbering plan has is remarked, or with `strict` a fault too.
 */
export function readPhone(cell: string, callingCode: string | undefined, strict: boolean): ReadPhone {
  const remarks: PhoneRemark[] = [];
  let text = cleanCode(cell).replace(/^(?:tel|phone|mobile|cell|手机|电话) *[:：]? *(?=[+\d(])/iu, '');
  const shortened = unshorten(text);
  if (shortened?.kind === 'lost') return { ok: false, fault: 'shortened' };
  if (shortened?.kind === 'fraction') return { ok: false, fault: 'fraction' };
  if (shortened !== undefined) {
    text = shortened.digits;
    if (shortened.restored) remarks.push('phone restored');
  }

  const numbers = severalNumbers(text);
  const [only] = numbers;
  if (numbers.length > 1 || only === undefined) return { ok: false, fault: 'several numbers', numbers };
  if (only !== text) remarks.push('same number twice');
  if (extension.test(only)) return { ok: false, fault: 'extension' };
  if (/[^\d+\-(). ]/.test(only) || !/\d/.test(only)) return { ok: false, fault: 'letters' };

  const number = readNumber(only, callingCode);
  if (number === 'no country code') return { ok: false, fault: number };
  const fault = faultOf(number, only, strict);
  if (fault !== undefined) return fault;
  if (number.type === 'FIXED_LINE') remarks.push('landline');
  if (number.type === undefined) remarks.push('phone in no known numbering plan');
  const { mobile, state_code } = number;
  const isMarked = number.isMarked || only.replace(/\D/g, '').length > mobile.length + 1;
  if (isMarked || state_code !== callingCode) remarks.unshift('country code taken from the phone');
  return { ok: true, mobile, state_code, remarks };
}

function faultOf(
  { mobile, state_code, type, isPossible }: PhoneNumber,
  text: string,
  strict: boolean,
): ({ readonly ok: false } & PhoneFault) | undefined {
  const digits = text.replace(/\D/g, '').length;
  if (!isPossible) return { ok: false, fault: 'wrong length', digits, expected: '' };
  if (type !== undefined) return undefined;
  if (state_code === mainlandChina && /^1[3-9]/.test(mobile) && mobile.length !== mainlandMobileDigits) {
    const expected = String(mainlandMobileDigits);
    return { ok: false, fault: 'wrong length', digits: mobile.length, expected };
  }
  return strict ? { ok: false, fault: 'not valid' } : undefined;
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
