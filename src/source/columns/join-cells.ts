import { addressRoles, type PartRole } from './part-columns.js';

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
    if (roles.some((role) => role === 'first' || role === 'last')) return joinName(roles, cells);
    const inOrder = (order: readonly PartRole[], glue: string): string =>
      order.flatMap((role) => cells.find((cell, at) => cell !== '' && roles[at] === role) ?? []).join(glue);
    const texts = cells.filter((cell, at) => cell !== '' && roles[at] !== 'postcode');
    if (!texts.every(hasHan)) return inOrder(addressRoles, ', ');
    const place = inOrder(['country', 'province', 'city', 'district', 'street'], '');
    return [place, inOrder(['postcode'], '')].filter((part) => part !== '').join(' ');
  };
}

/** A part without a letter or a digit, such as `.` or `-`, is none; one that has the other half already is the whole name. */
function joinName(roles: readonly PartRole[], cells: readonly string[]): string {
  const partOf = (role: PartRole): string =>
    cells.find((cell, at) => roles[at] === role && !isPlaceholder(cell)) ?? '';
  const [first, middle, last] = [partOf('first'), partOf('middle'), partOf('last')];
  const parts = [first, middle, last].filter((part) => part !== '');
  if (parts.every(isHan)) return hasFamilyName(first, last) ? first : `${last}${middle}${first}`;
  if (isWithin(last, first)) return first;
  if (isWithin(first, last)) return last;
  return parts.join(' ');
}

/** Whether a Chinese given name begins with the family name: 张三 beside 张. */
function hasFamilyName(first: string, last: string): boolean {
  return last !== '' && first.startsWith(last) && first.length > 1 && !/^(.)\1$/u.test(first);
}

/** Whether a text of several words begins or ends with another: `Lea Moor` beside `Moor`. */
function isWithin(part: string, whole: string): boolean {
  const [one, all] = [part.toLowerCase(), whole.toLowerCase()];
  return (
    one !== '' && all.includes(' ') && (all === one || all.startsWith(`${one} `) || all.endsWith(` ${one}`))
  );
}

/** Joins the first cells; where they are blank, the others. */
export function joinEither(first: Join, count: number, second: Join): Join {
  return (cells) => {
    const text = first(cells.slice(0, count));
    return text === '' ? second(cells.slice(count)) : text;
  };
}

/** The name in one cell; blank where it is a placeholder. */
export const wholeName: Join = ([cell = '']) => (isPlaceholder(cell) ? '' : cell);

function isPlaceholder(cell: string): boolean {
  return /^[\p{P}\s]*$/u.test(cell);
}

function isHan(text: string): boolean {
  return /^[\p{Script=Han}·]+$/u.test(text);
}

function hasHan(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}
