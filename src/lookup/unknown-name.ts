import type { Problem } from '../outcome.js';
import type { NameField } from '../source/columns/fields.js';
import type { Match } from './match.js';
import { maskPhone } from '../contact/phone.js';

/** A phone that a wrong column choice puts where names belong. */
const mainlandPhone = /^(?:\+|00)?(?:86)?[\s-]?1[3-9](?:[\s-]?\d){9}$/;

/** A name that has no id, or more than one, as a problem of its row. `shown` is how messages name the field. */
export function misfit(
  field: NameField,
  shown: string,
  name: string,
  { kind, hint }: Exclude<Match, { kind: 'one' }>,
): Problem {
  const isPhone = field === 'owner_mobile' || field === 'share_user_mobiles' || mainlandPhone.test(name);
  const masked = isPhone ? maskPhone(name) : name;
  const { rule, text } = kind === 'none' ? missing(field, masked, hint) : ambiguous(field, hint);
  return {
    rule: `${field} ${rule}`,
    text: `${shown} "${masked}": ${text}`,
    miss: { name: `${field} "${masked}"`, hint: hint === '' ? rule : hint },
  };
}

interface Words {
  readonly rule: string;
  readonly text: string;
}

function missing(field: NameField, name: string, hint: string): Words {
  switch (field) {
    case 'labels':
      return {
        rule: 'has a name that no label has',
        text: `no label has this name; ${hint}. Correct it, or make the label in DingTalk, then run the same command again.`,
      };
    case 'share_departments':
      if (/^[\d*]+$/.test(name)) {
        return {
          rule: 'has an id that no department has',
          text: `${hint}. Correct it; a department that is called so is written with a slash in front: /${name}.`,
        };
      }
      return {
        rule: 'has a name that no department has',
        text: `no department has this ${name.includes('/') ? 'path' : 'name'}; ${hint}. Correct it: a path begins at the top, e.g. Sales/East.`,
      };
    case 'owner_mobile':
      return {
        rule: 'is the phone of no present employee',
        text:
          'no present employee has this phone; who had it may have left, or have another now. Give the phone of the ' +
          'employee who is to own the contact, or a userid in follower_user_id.',
      };
    case 'share_user_mobiles':
      return {
        rule: 'has the phone of no present employee',
        text:
          'no present employee has this phone; who had it may have left, or have another now. Take it out, or give the ' +
          "employee's present phone.",
      };
  }
}

function ambiguous(field: NameField, hint: string): Words {
  const instead =
    field === 'labels'
      ? 'Write the group in front, as shown, or the id.'
      : 'Write the whole path, as shown, or the id.';
  return { rule: 'has a name that is not unique', text: `${hint}. ${instead}` };
}
