import { printable } from '../printable.js';
import type { NameField } from '../source/columns/fields.js';

/** A name that the organisation doesn't have (phones masked), and a hint: similar names, or what it could mean. */
export interface UnknownName {
  readonly name: string;
  readonly hint: string;
}

/** Characters of a name and of a hint in the summary. */
const longestName = 80;
const longestHint = 200;

/** A name as the summary counts it. */
export function unknownNameOf(field: NameField, name: string, hint: string): UnknownName {
  return { name: `${field} "${printable(name, longestName)}"`, hint: printable(hint, longestHint) };
}

/** What is wrong with a name, and what to do, as a problem's kind and the end of its text. */
export function unknownNameWords(
  field: NameField,
  name: string,
  hint: string,
): {
  readonly kind: 'has an unknown name' | 'has an unknown id' | 'has an unknown phone';
  readonly text: string;
} {
  const leaver = 'no present employee has this phone; a former employee may have had it.';
  switch (field) {
    case 'labels':
      return {
        kind: 'has an unknown name',
        text: `no label has this name; ${hint}. Correct it, or add the label in DingTalk, then run the same command again.`,
      };
    case 'share_departments':
      return /^[\d*]+$/.test(name)
        ? {
            kind: 'has an unknown id',
            text: `${hint}. Correct it. If it is a name and not an id, write a slash in front: /${name}.`,
          }
        : {
            kind: 'has an unknown name',
            text: `no department has this ${name.includes('/') ? 'path' : 'name'}; ${hint}. Correct it: a path begins at the top, e.g. Sales/East.`,
          };
    case 'owner_mobile':
      return {
        kind: 'has an unknown phone',
        text: `${leaver} Give the phone of the employee who owns the contact, or a userid in follower_user_id.`,
      };
    case 'share_user_mobiles':
      return {
        kind: 'has an unknown phone',
        text: `${leaver} Remove it, or give the employee's present phone.`,
      };
  }
}
