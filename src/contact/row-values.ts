import { namedBy, type IdField } from '../source/columns/fields.js';
import type { Contact } from './contact.js';
import type { RowNames } from './row-names.js';

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
  return new Map(
    contactFields.flatMap((field): readonly (readonly [ContactField, string])[] => {
      const value = contact[field] ?? '';
      const text = typeof value === 'string' ? spaced(value) : sorted(value.map(String)).join(',');
      return text === '' ? [] : [[field, text]];
    }),
  );
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
      list.length === 0 ? [] : [[field, JSON.stringify([sorted(list), sorted(spare)])]],
    ),
  );
}

/**
 * All that a row says of its contact, by field. Names stand beside ids as values of their own field, with the row's own ids, so
 * that a row can be compared without a look-up.
 */
export function rowTexts(contact: Contact, names: RowNames): ReadonlyMap<string, string> {
  const texts = new Map<string, string>(contactTexts(contact));
  for (const [ids, text] of nameTexts(names)) texts.set(namedBy[ids], `${texts.get(ids) ?? ''} ${text}`);
  return texts;
}

/** A server or a program may keep white space and accents in another form. */
function spaced(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

function sorted(items: readonly string[]): readonly string[] {
  return [...new Set(items)].sort();
}
