import type { FieldColumns, Pick, Picked } from './field-source.js';
import { joinAsNamed } from './join-cells.js';
import { phoneColumn, phoneKinds, phoneLabel, type PhoneColumn } from './phone-words.js';

/** A column that may have the phone of a row. */
interface Candidate {
  readonly at: number;
  readonly column: string;
  readonly isMobile: boolean;
  /** The column whose cells say what kind of phone this one has. */
  readonly labelAt: number | undefined;
}

/**
 * The tiers of columns that may feed `mobile`, best first. `named` finds the columns of each tier of aliases: mobiles, phones,
 * phones at work. After each come those that only their words make phones of that kind; never a fax.
 */
export function phoneTiers(
  header: readonly string[],
  [own = [], mobiles = [], phones = [], workPhones = []]: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const described = header.map(phoneColumn);
  const ofKind = (kind: PhoneColumn['kind']): readonly number[] =>
    [...described.keys()]
      .filter((at) => described[at]?.kind === kind && !described[at].isLabel)
      .sort((one, other) => (described[one]?.number ?? 0) - (described[other]?.number ?? 0));
  const [mobile, second, phone, otherPhone, company] = phoneKinds.map(ofKind);
  const tiers = [own, mobiles, mobile, second, phones, phone, workPhones, otherPhone, company];
  const taken = new Set<number>();
  return tiers.flatMap((tier = []) => {
    const left = tier.filter((at) => !taken.has(at));
    for (const at of left) taken.add(at);
    return left.length === 0 ? [] : [left];
  });
}

/** Whether the columns are one after the other by their numbers: `手机1` and `手机2`, `Phone 1 - Value` and `Phone 2 - Value`. */
export function areNumbered(header: readonly string[], positions: readonly number[]): boolean {
  const columns = positions.map((at) => phoneColumn(header[at] ?? ''));
  const numbers = new Set(columns.map((column) => column?.number));
  return columns.every((column) => column?.base === columns[0]?.base) && numbers.size === positions.length;
}

/** The source of `mobile` where several columns may have it, the best first, or labels say what kind of phone it is. */
export function phoneSource(header: readonly string[], positions: readonly number[]): FieldColumns {
  const described = header.map(phoneColumn);
  const labels = new Map(
    described.flatMap((column, at) => (column?.isLabel === true ? [[keyOf(column), at] as const] : [])),
  );
  const candidates = positions.map((at): Candidate => {
    const column = described[at];
    return {
      at,
      column: header[at]?.trim() ?? '',
      isMobile: column?.kind === 'mobile',
      labelAt: column && labels.get(keyOf(column)),
    };
  });
  const [first] = candidates;
  if (first === undefined || (candidates.length === 1 && first.labelAt === undefined))
    return { positions, join: joinAsNamed };
  return { positions, join: joinAsNamed, column: first.column, pick: pickPhone(candidates) };
}

/** What a column of phones and the column of its labels have in common. */
function keyOf({ base, number }: PhoneColumn): string {
  return `${base} ${number}`;
}

/** The first mobile phone in a row, else its first phone; a cell without a digit has none. */
function pickPhone(candidates: readonly Candidate[]): Pick {
  const [best] = candidates;
  const usual = best?.isMobile === true && best.labelAt === undefined ? picked(best, 'usual') : undefined;
  return (cells) => {
    if (usual !== undefined && hasDigit(cells[usual.at])) return usual;
    const filled = candidates.flatMap((candidate, order) => {
      const text = cells[candidate.at] ?? '';
      if (text.trim() === '') return [];
      const label = candidate.labelAt === undefined ? 'phone' : phoneLabel(cells[candidate.labelAt] ?? '');
      return [{ ...candidate, order, hasDigits: hasDigit(text), label }];
    });
    const phones = filled.filter(({ label }) => label !== 'fax');
    const withDigits = phones.filter(({ hasDigits }) => hasDigits);
    const mobile = withDigits.find(({ isMobile, label }) => isMobile || label === 'mobile');
    const best = mobile ?? withDigits[0] ?? phones[0];
    if (best !== undefined)
      return picked(best, best.order === 0 || best.label === 'mobile' ? 'usual' : 'next');
    return filled[0] && picked(filled[0], 'fax');
  };
}

function hasDigit(text = ''): boolean {
  return /\p{Nd}/u.test(text);
}

function picked({ at, column }: Candidate, how: Picked['how']): Picked {
  return { at, column, how };
}
