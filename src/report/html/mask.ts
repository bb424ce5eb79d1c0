import { maskPhone } from '../../contact/phone.js';

/** Fewer digits are no whole phone number. */
const leastDigits = 7;

/** A number with this many digits of the row's phone, in sequence, is a form of it. */
const tellingDigits = 6;

/** A number as phones are written: digits of any script, with spaces and signs between. */
const number = /[\p{Nd}\p{No}](?:[\s\p{Pc}\p{Pd}().·•/]{0,3}[\p{Nd}\p{No}])+/gu;

const date = /^(?:19|20)\d\d-\d\d-\d\d(?: \d\d)?$/;
const mainlandMobile = /^(?:00)?(?:86)?0?1[3-9]\d{9}$/;

/** A name as it may be shown: every number in it that is long enough to be a phone is masked. */
export function maskName(name: string): string {
  return name.replace(number, maskPhone);
}

/**
 * An error as it may be shown: `phone`, the row's own, is masked in any form, and so is what looks like a phone. Other
 * numbers stay: an id of a label or a department may be what has to be fixed.
 */
export function maskError(error: string, phone: string): string {
  const own = phone.normalize('NFKC').replace(/\D/g, '');
  const masked = error.replace(number, (found: string, at: number) =>
    isPhone(found, error[at - 1] === '+', own) ? maskPhone(found) : found,
  );
  return own.length >= leastDigits ? masked.replaceAll(phone, maskPhone) : masked;
}

function isPhone(found: string, afterPlus: boolean, own: string): boolean {
  const digits = found.replace(/\D/g, '');
  if (sharesDigits(digits, own)) return true;
  if (date.test(found)) return false;
  return afterPlus || !/^\d+$/.test(found) || mainlandMobile.test(found);
}

function sharesDigits(digits: string, own: string): boolean {
  for (let at = 0; at + tellingDigits <= own.length; at += 1)
    if (digits.includes(own.slice(at, at + tellingDigits))) return true;
  return false;
}
