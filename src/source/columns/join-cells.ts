import type { PartRole } from './part-columns.js';

/** Joins the cells of several columns to one value; blank if all are. */
export type Join = (cells: readonly string[]) => string;

/** Joins columns that a user named together: with a space, Han texts without. */
export const joinAsNamed: Join = (cells) => {
  const filled = cells.filter((cell) => cell !== '');
  return filled.join(filled.every(isHan) ? '' : ' ');
};

/**
 * Joins parts of a name or an address by their roles. Chinese: family name first, larger place first, no spaces. All others:
 * `First Middle Last`, and `street, district, city, province, postcode, country`.
 */
export function joinParts(roles: readonly PartRole[]): Join {
  return (cells) => {
    const filled = [...cells.entries()].filter(([, cell]) => cell !== '');
    const of = (role: PartRole): string => filled.find(([at]) => roles[at] === role)?.[1] ?? '';
    const texts = filled.filter(([at]) => roles[at] !== 'postcode').map(([, cell]) => cell);
    const inOrder = (order: readonly PartRole[], glue: string): string =>
      order
        .map(of)
        .filter((part) => part !== '')
        .join(glue);
    if (roles.some((role) => role === 'first' || role === 'last')) {
      return texts.every(isHan)
        ? inOrder(['last', 'middle', 'first'], '')
        : inOrder(['first', 'middle', 'last'], ' ');
    }
    if (!texts.every(hasHan))
      return inOrder(['street', 'district', 'city', 'province', 'postcode', 'country'], ', ');
    const place = inOrder(['country', 'province', 'city', 'district', 'street'], '');
    return [place, of('postcode')].filter((part) => part !== '').join(' ');
  };
}

function isHan(text: string): boolean {
  return /^[\p{Script=Han}·]+$/u.test(text);
}

function hasHan(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}
