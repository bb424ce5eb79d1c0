import { namedBy, type IdField } from '../source/columns/fields.js';
import type { Contact } from './contact.js';
import { hasNoNames, type RowNames } from './row-names.js';

/** The fields of a contact that can change: all but the phone, which is its key. */
export const contactFields = [
  'name',
  'follower_user_id',
  'label_ids',
  'title',
  'company_name',
  'address',
  'remark',
  'share_dept_ids',
  'share_user_ids',
] as const;
export type ContactField = (typeof contactFields)[number];

/** The values of a contact that may have any of its fields. */
export type ContactValues = Readonly<Partial<Record<ContactField, string | readonly (string | number)[]>>>;

/** The values of a contact by field, each as one text that is equal for equal values; lists in any order. Empty fields are absent. */
export function contactTexts(contact: ContactValues): ReadonlyMap<ContactField, string> {
  return addTexts<ContactField>(new Map(), contact);
}

function addTexts<Key extends string>(
  texts: Map<Key | ContactField, string>,
  contact: ContactValues,
): Map<Key | ContactField, string> {
  for (const field of contactFields) {
    const value = contact[field];
    if (value === undefined) continue;
    const text = typeof value === 'string' ? spaced(value) : sorted(value);
    if (text !== '') texts.set(field, text);
  }
  return texts;
}

/** The names of a row by the field whose ids they give, as `contactTexts` gives values. */
function nameTexts(names: RowNames): ReadonlyMap<IdField, string> {
  const lists: readonly (readonly [IdField, readonly string[], readonly string[]])[] = [
    ['label_ids', names.labels, names.spareLabels],
    ['follower_user_id', names.owner_mobile === '' ? [] : [names.owner_mobile], []],
    ['share_dept_ids', names.share_departments, []],
    ['share_user_ids', names.share_user_mobiles, []],
  ];
  return new Map(
    lists.flatMap(([field, list, spare]): readonly (readonly [IdField, string])[] =>
      list.length === 0 ? [] : [[field, `${sorted(list)};${sorted(spare)}`]],
    ),
  );
}

/**
 * All that a row says of its contact, by field. Names stand beside ids as values of their own field, with the row's own ids, so
 * that a row can be compared without a look-up.
 */
export function rowTexts(contact: Contact, names: RowNames): ReadonlyMap<string, string> {
  const texts = addTexts<string>(new Map(), contact);
  if (hasNoNames(names)) return texts;
  for (const [ids, text] of nameTexts(names)) texts.set(namedBy[ids], `${texts.get(ids) ?? ''} ${text}`);
  return texts;
}

/** A server or a program may keep white space and accents in another form. */
function spaced(text: string): string {
  return usual.test(text) ? text : text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** A text without white space, or with single spaces, of letters that have one form only. */
const usual = /^[!-~\u4e00-\u9fff]*(?: [!-~\u4e00-\u9fff]+)*$/;

function sorted(items: readonly (string | number)[]): string {
  const [first, second] = items;
  if (second === undefined) return first === undefined ? '' : String(first);
  return [...new Set(items.map(String))].sort().join(',');
}
