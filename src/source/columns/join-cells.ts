import { addressRoles, nameRoles, type PartRole } from './part-columns.js';

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
  return (given) => {
    const cells = given.map((cell) => (/^[.\-–—_]$/.test(cell) ? '' : cell));
    const inOrder = (order: readonly PartRole[], glue: string): string =>
      order.flatMap((role) => cells.find((cell, at) => cell !== '' && roles[at] === role) ?? []).join(glue);
    const texts = cells.filter((cell, at) => cell !== '' && roles[at] !== 'postcode');
    if (roles.some((role) => role === 'first' || role === 'last'))
      return texts.every(isHan)
        ? hanName(inOrder(['last'], ''), inOrder(['middle', 'first'], ''))
        : inOrder(nameRoles, ' ');
    if (!texts.every(hasHan)) return inOrder(addressRoles, ', ');
    const place = inOrder(['country', 'province', 'city', 'district', 'street'], '');
    return [place, inOrder(['postcode'], '')].filter((part) => part !== '').join(' ');
  };
}

/** Some exports have the whole name in the column of the first one. */
function hanName(last: string, first: string): string {
  return first.length > last.length && first.startsWith(last) ? first : `${last}${first}`;
}

function isHan(text: string): boolean {
  return /^[\p{Script=Han}·]+$/u.test(text);
}

function hasHan(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}
