/** A long number after a spreadsheet took it for an amount: still whole, digits lost, or with a fraction. */
export type SpreadsheetNumber =
  | { readonly kind: 'whole'; readonly digits: string; readonly restored: boolean }
  | { readonly kind: 'lost' }
  | { readonly kind: 'fraction' };

/** With fewer digits it may as well be a spreadsheet's number, shortened. */
const leastJavaDigits = 7;

const mostDigits = 15;

/** Reads a number such as `13800138000.0` or `1.38E+10`. `undefined` for a text of another form. */
export function readSpreadsheetNumber(text: string): SpreadsheetNumber | undefined {
  const [decimal, integer = '', zeros = ''] = /^(\d+)\.(\d+)$/.exec(text) ?? [];
  if (decimal !== undefined) {
    return /^0+$/.test(zeros) ? { kind: 'whole', digits: integer, restored: false } : { kind: 'fraction' };
  }
  const [scientific, whole = '', fraction = '', exponent = ''] =
    /^(\d+)(?:[.,](\d+))?E(\+?\d{1,3})$/i.exec(text) ?? [];
  if (scientific === undefined) return undefined;
  const shift = Number(exponent);
  // Java writes all digits that differ from zero, and no plus.
  const isJava = !exponent.startsWith('+') && whole.length + fraction.length >= leastJavaDigits;
  if (isJava && fraction.length < shift && shift < mostDigits)
    return { kind: 'whole', digits: whole + fraction.padEnd(shift, '0'), restored: true };
  if (fraction.length < shift || /[1-9]/.test(fraction.slice(shift))) return { kind: 'lost' };
  return { kind: 'whole', digits: whole + fraction.slice(0, shift), restored: true };
}
