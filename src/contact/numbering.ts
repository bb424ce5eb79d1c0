import { parsePhoneNumberFromString, type PhoneNumberType } from 'libphonenumber-js/max';
import { isCallingCode } from './countries.js';

/** A phone number in the numbering plans. */
export interface PhoneNumber {
  /** Digits of the calling code. */
  readonly state_code: string;
  /** Digits without calling code and trunk prefix. */
  readonly mobile: string;
  /** Whether numbers there have its length. */
  readonly isPossible: boolean;
  /** Its kind; `undefined` if it is in no numbering plan. */
  readonly type: PhoneNumberType | undefined;
  /** Whether a plus, zeros or parentheses mark its country code. */
  readonly isMarked: boolean;
}

/**
 * Reads one number. Its country code is its own with a plus, zeros or parentheses, else `callingCode`, else, if the number is in
 * no plan there, digits apart in front: `852-91234567`. Without any: `no country code`.
 */
export function readNumber(text: string, callingCode: string | undefined): PhoneNumber | 'no country code' {
  const international = /^\(? *(?:\+|00) *(\d.*)$/su.exec(text)?.[1];
  if (international !== undefined) return parse(`+${international}`, undefined, true);
  const national = callingCode === undefined ? undefined : parse(text, callingCode, false);
  if (national?.type !== undefined) return national;
  const apart = codeInFront(text);
  const own = apart === undefined ? undefined : parse(apart, undefined, true);
  return own?.type === undefined ? (national ?? 'no country code') : own;
}

/** The plans are searched once for each number: their patterns are the cost of reading a phone. */
function parse(text: string, defaultCallingCode: string | undefined, isMarked: boolean): PhoneNumber {
  const options = defaultCallingCode === undefined ? {} : { defaultCallingCode };
  const parsed = parsePhoneNumberFromString(text, { extract: false, ...options });
  if (parsed === undefined)
    return { state_code: '', mobile: '', isPossible: false, type: undefined, isMarked };
  const { countryCallingCode: state_code, nationalNumber: mobile } = parsed;
  if (dropsDigits(text, state_code, mobile))
    return { state_code, mobile, isPossible: false, type: undefined, isMarked };
  const type = parsed.getType();
  return {
    state_code,
    mobile,
    isPossible: type !== undefined || parsed.isPossible(),
    type,
    isMarked,
  };
}

/** Whether the library dropped more digits in front than a country code and a trunk prefix: it took them for a carrier's prefix. */
function dropsDigits(text: string, state_code: string, mobile: string): boolean {
  const digits = text.replace(/\D/g, '');
  const dropped = digits.slice(0, digits.length - mobile.length);
  return digits.endsWith(mobile) && !isPrefix(dropped, state_code);
}

function isPrefix(digits: string, state_code: string): boolean {
  if (digits === '') return true;
  const rest = digits.replace(/^00/, '');
  const trunk = rest.startsWith(state_code) ? rest.slice(state_code.length) : digits;
  return /^[018]?$/.test(trunk);
}

/** The number with a plus, if a country code is apart in front of it: `(852) 9123 4567`, `852-91234567`. */
function codeInFront(text: string): string | undefined {
  const [, code = '', rest = ''] = /^\(?(\d{1,3})[)\-. ][-. ]*(\d.*)$/su.exec(text) ?? [];
  return code !== '' && isCallingCode(code) ? `+${code} ${rest}` : undefined;
}
