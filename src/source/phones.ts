/** The longest cell that is looked at, in characters: two phones with their words. */
const longestPhone = 60;

/** A word before a phone, such as `Tel.:` or `手机号：`. */
const labelBefore = /^\p{L}[\p{L}. ]{0,19}: ?/u;
const extensionAfter = /(?:extension|ext|x|转|分机)[.: ]*\d{1,6}$/i;
const phoneCharacters = /^[\d\s+()\-./,;、~|'"=*#Xx]+$/;

/** Numbers that are written with the characters of a phone: dates, spans of years, and sums. */
const otherNumbers: readonly RegExp[] = [
  /^\d{4}([-/.])\d{1,2}\1\d{1,2}$/,
  /^\d{1,2}([-/.])\d{1,2}\1\d{4}$/,
  /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/,
  /^(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d$/,
  /^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/,
  /^[-+]?\d+\.\d\d$/,
];

/**
 * Whether a cell reads as a phone, also as a damaged one: with a word before it or an extension after it, two in one cell,
 * shortened by a spreadsheet (`1.38E+10`) or masked (`138****0017`).
 */
export function readsAsPhone(cell: string): boolean {
  // Most cells have too few digits, and this runs for every cell of every record.
  if (cell.length < 6 || cell.length > longestPhone) return false;
  if (/^\+?\d{9,15}$/.test(cell)) return true;
  if (!hasDigits(cell)) return false;
  const text = cell
    .normalize('NFKC')
    .replace(/[\p{Cf}\u2010-\u2015]/gu, (character) => (/\p{Cf}/u.test(character) ? '' : '-'))
    .trim()
    .replace(labelBefore, '');
  if (/^\d(?:\.\d+)?E\+?(?:9|1\d)$/i.test(text)) return true;
  const number = text.replace(extensionAfter, '').trim();
  if (!phoneCharacters.test(number) || otherNumbers.some((form) => form.test(number))) return false;
  const digits = number.replace(/\D/g, '').length;
  return digits >= 7 || (digits >= 5 && /\d[*Xx]{3,}\d/.test(number));
}

/** At least five digits, full-width ones included. */
function hasDigits(text: string): boolean {
  let digits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if ((code >= 0x30 && code <= 0x39) || (code >= 0xff10 && code <= 0xff19)) digits += 1;
    if (digits === 5) return true;
  }
  return /^\D*\d(?:\.\d+)?E\+?(?:9|1\d)\s*$/i.test(text);
}

/** A text with at most three digits of each number: no whole phone is left in it. */
export function maskDigits(text: string): string {
  return text.replace(/\d(?=(?:[^\p{L}\d]{0,2}\d){3})/gu, '*');
}
