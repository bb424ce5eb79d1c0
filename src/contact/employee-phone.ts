import { readPhone } from './phone.js';

const mainlandChina = '86';

/** Most characters the server takes for a phone (dingtalk-api.md section 6.3). */
const mostCharacters = 15;

/**
 * An employee's phone in one form: digits alone for the mainland, and for what is no phone of any country known here, such
 * as one without its country code; else `+852-91234567`. `undefined` for a text that is not one phone.
 */
export function employeePhone(text: string): string | undefined {
  if (text.replace(/\D/g, '').length > mostCharacters) return undefined;
  const read = readPhone(text, mainlandChina, false);
  if (read.ok) {
    const { state_code, mobile } = read;
    return state_code === mainlandChina ? mobile : `+${state_code}-${mobile}`;
  }
  const digits = text.replace(/[\s\-().]/g, '');
  return read.fault === 'wrong length' && /^\d{4,15}$/.test(digits) ? digits : undefined;
}

/**
 * The forms in which the server may know the phone, the likeliest first. For countries but the mainland the form isn't
 * documented (dingtalk-api.md section 6.3): with the country code, then without, unless that is a mainland number, which
 * would be somebody else's.
 */
export function askedForms(phone: string): readonly string[] {
  const [, code = '', national = ''] = /^\+(\d+)-(\d+)$/.exec(phone) ?? [];
  if (national === '') return [phone];
  const forms = /^1[3-9]\d{9}$/.test(national) ? [`${code}${national}`] : [`${code}${national}`, national];
  return forms.filter((form) => form.length <= mostCharacters);
}
