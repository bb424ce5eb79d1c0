/** What a spreadsheet made of a long number: still whole; with digits lost; or with a fraction that no number here has. */
export type Shortened =
  | { readonly kind: 'whole'; readonly digits: string; readonly restored: boolean }
  | { readonly kind: 'lost' }
  | { readonly kind: 'fraction' };

/**
 * Reads what a spreadsheet made of a number by taking it for an amount: `13800138000.0`, `1.38E+10`. The digits come back
 * only where none is lost. `undefined` for a text of another form.
 */
export function unshorten(text: string): Shortened | undefined {
  const [decimal, integer = '', zeros = ''] = /^(\d+)\.(\d+)$/.exec(text) ?? [];
  if (decimal !== undefined) {
    return /^0+$/.test(zeros) ? { kind: 'whole', digits: integer, restored: false } : { kind: 'fraction' };
  }
  const [scientific, whole = '', fraction = '', exponent = ''] =
    /^(\d+)(?:[.,](\d+))?E\+(\d{1,3})$/i.exec(text) ?? [];
  if (scientific === undefined) return undefined;
  const shift = Number(exponent);
  if (fraction.length < shift || /[1-9]/.test(fraction.slice(shift))) return { kind: 'lost' };
  return { kind: 'whole', digits: whole + fraction.slice(0, shift), restored: true };
}
