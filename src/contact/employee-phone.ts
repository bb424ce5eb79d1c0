import { readPhone } from './phone.js';

const mainlandChina = '86';

/** Most characters of a phone that the server accepts (src/dingtalk/README.md, Look-ups). */
const mostCharacters = 15;

/**
 * An employee's phone in one form: only digits for mainland China and for a number without a known country code, else
 * `+852-91234567`. `undefined` for a text that is not one phone.
 */
export function employeePhone(text: string): string | undefined {
  if (text.replace(/\D/g, '').length > mostCharacters) return undefined;
  const read = readPhone(text, mainlandChina, false);
  if (read.ok) {
    const { state_code, mobile } = read;
    return state_code === mainlandChina ? mobile : `+${state_code}-${mobile}`;
  }
  const digits = text.replace(/[\s\-().]/g, '');
  return read.kind === 'wrong length' && /^\d{4,15}$/.test(digits) ? digits : undefined;
}

/**
 * The forms in which the server may have the phone, the most likely first. For other countries than mainland China the look-up's
 * page has none (src/dingtalk/README.md, Look-ups): as in other documented requests, then as digits with the country code, then
 * without, unless that is a mainland number of somebody else.
 */
export function lookUpForms(phone: string): readonly string[] {
  const [, code = '', national = ''] = /^\+(\d+)-(\d+)$/.exec(phone) ?? [];
  if (national === '') return [phone];
  const isMainland = /^1[3-9]\d{9}$/.test(national);
  const forms = [phone, `${code}${national}`, ...(isMainland ? [] : [national])];
  return forms.filter((form) => form.length <= mostCharacters);
}
