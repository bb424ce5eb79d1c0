import type { Field, NameField } from '../source/columns/fields.js';
import { printable } from '../printable.js';
import { mostIds } from './contact.js';
import { unknownNameOf, unknownNameWords, type UnknownName } from './unknown-name.js';

/** Characters of a problem or a note, whatever the cell has. */
const longestText = 600;

/** A field, and how messages name it: with its column, where that has another name. */
export interface NamedField {
  readonly field: Field;
  readonly name: string;
}

/** A value of an owner or a label that means nothing to DingTalk. */
export interface Unresolved {
  readonly field: Field;
  readonly text: string;
}

/** Something wrong with a row, found before it is sent. Equal titles are equal mistakes; the text is for the row's owner. */
interface ProblemOf<Kind extends string> {
  readonly kind: Kind;
  readonly title: string;
  readonly text: string;
  readonly unknownName?: UnknownName;
  readonly unresolved?: readonly Unresolved[];
}

/** Every problem that a row can have. The union has one member for each entry of the table. */
export type Problem = ReturnType<(typeof problems)[keyof typeof problems]>;

function about<Kind extends string>({ field }: NamedField, kind: Kind, text: string): ProblemOf<Kind> {
  return { kind, title: `${field} ${kind}`, text: printable(text, longestText) };
}

/** A name and a phone are different in each row, so one value for all makes it worse. */
function fillIn(field: Field): string {
  if (field === 'name' || field === 'mobile') return 'Fill it in.';
  return `Fill it in, or give all such rows one value with --set ${field}=VALUE.`;
}

/** The problems, each with its text: column, value, what is wrong, what to do. The results show them as they are; others mask the phones. */
export const problems = {
  tooManyCells: (cells: number, columns: number) => ({
    kind: 'too many cells' as const,
    title: 'too many cells',
    text: `The row has ${cells} cells, and the header has ${columns} columns. If a cell contains a comma, put it in double quotes.`,
  }),
  tooLong: (at: NamedField, characters: number) =>
    about(
      at,
      'is too long',
      `${at.name} has ${characters.toLocaleString('en')} characters, and a cell of a spreadsheet has at most 32,767. Shorten it.`,
    ),
  empty: (at: NamedField) => about(at, 'is empty', `${at.name} is empty. ${fillIn(at.field)}`),
  noPhone: (at: NamedField, columns: readonly string[]) =>
    about(
      at,
      'is empty',
      `${at.name} is empty. There is a phone in "${columns.map((column) => printable(column, 60)).join('" and "')}": fill it in, or choose that column with --map mobile=COLUMN.`,
    ),
  lostCharacters: (at: NamedField, value: string) =>
    about(
      at,
      'has lost characters',
      `${at.name} "${value}": characters were lost before this file was made. Export it again, in UTF-8.`,
    ),
  encodedTwice: (at: NamedField, value: string, meant: string) =>
    about(
      at,
      'is encoded twice',
      `${at.name} "${value}" probably means "${meant}": the text was encoded twice before this file was made. Export it again, in UTF-8.`,
    ),
  controlCharacter: (at: NamedField, character: string) =>
    about(
      at,
      'contains a control character',
      `${at.name} contains the control character ${character}. Remove it.`,
    ),
  notAList: (at: NamedField, value: string, why: string, items: 'ids' | 'names') =>
    about(
      at,
      'is not a list',
      `${at.name} "${value}" ${why}. Separate the ${items} with ";", or correct the array.`,
    ),
  emptyList: (at: NamedField, value: string, item: 'id' | 'name') =>
    about(
      at,
      'is an empty list',
      `${at.name} "${value}" contains no ${item}. Give at least one${item === 'name' ? ', or leave the cell empty' : ''}.`,
    ),
  tooManyItems: (at: NamedField, count: number, items: 'ids' | 'names', from = '') =>
    about(
      at,
      `has too many ${items}`,
      `${at.name} has ${count} ${items}${from}; at most ${mostIds} are allowed. Remove some.`,
    ),
  notOneUserId: (at: NamedField, value: string) =>
    about(
      at,
      'is not one user id',
      `${at.name} "${value}" is not one user id. Give exactly one; other employees can share the contact through share_user_ids.`,
    ),
  notAUserId: (at: NamedField, value: string) => ({
    ...about(
      at,
      'is not a user id',
      `${at.name} "${printable(value, 60)}" is a name or an e-mail address, and no user id. Give the userid, or the owner's phone in owner_mobile, or translate it with --values.`,
    ),
    unresolved: [{ field: at.field, text: value }],
  }),
  thousandsSeparators: (at: NamedField, value: string) =>
    about(
      at,
      'may have thousands separators',
      `${at.name} "${value}" may be one number with thousands separators, or a list. Write a number without commas, and a list with ";".`,
    ),
  notWholeNumbers: (at: NamedField, values: readonly string[]) => ({
    ...about(
      at,
      'is not made of whole numbers',
      `${at.name} "${values.join('", "')}": an id is a whole number from 1 to 9007199254740991. Use the ids, not the names, or translate them with --values.`,
    ),
    unresolved: values.map((text) => ({ field: at.field, text })),
  }),
  shortened: (at: NamedField, value: string) =>
    about(
      at,
      'was shortened by a spreadsheet',
      `${at.name} "${value}" was shortened by a spreadsheet; digits are lost. Format the column as text and export again.`,
    ),
  notACountryCode: (at: NamedField, value: string) =>
    about(
      at,
      'is not a country code',
      `${at.name} "${value}" is not a country code. Write its digits, e.g. 86, or the country.`,
    ),
  noCountryCode: (at: NamedField, why: string, hasCountries: boolean) =>
    about(
      at,
      'is empty',
      hasCountries
        ? `${at.name} is empty${why}. Fill it in, or write the phone with its country code, e.g. +86.`
        : `${at.name} is empty${why}. Fill it in, or give all such rows one value with --set, e.g. --set state_code=86.`,
    ),
  fraction: (at: NamedField, phone: string) =>
    about(
      at,
      'is a number with a fraction',
      `${at.name} "${phone}" is a number with a fraction, not a phone number. Format the column as text and export again.`,
    ),
  notAPhone: (at: NamedField, phone: string) =>
    about(at, 'is not a phone number', `${at.name} "${phone}" is not a phone number. Correct it.`),
  isAFax: (at: NamedField, phone: string) =>
    about(
      at,
      'is the number of a fax',
      `${at.name} "${phone}" is the number of a fax. Give the phone of the contact.`,
    ),
  notAnEmployeePhone: (at: NamedField, phone: string) =>
    about(
      at,
      'is not a phone number',
      `${at.name} "${phone}" is not one phone number. Give the phone of an employee, e.g. 13800138000.`,
    ),
  wholeRowInOneCell: () => ({
    kind: 'whole row in one cell' as const,
    title: 'whole row in one cell',
    text: 'The whole row stands in one cell: there are quotes around it. Export the file again without them.',
  }),
  toDelete: (column: string, value: string) => ({
    kind: 'marked as deleted' as const,
    title: 'marked as deleted',
    text: `The column "${printable(column, 60)}" says "${printable(value, 40)}". Nothing is sent for this row.`,
  }),
  sample: (at: NamedField, name: string) =>
    about(
      at,
      'is a sample',
      `${at.name} "${printable(name, 40)}" is the example of a template. Remove the row.`,
    ),
  masked: (at: NamedField, phone: string) =>
    about(
      at,
      'is masked',
      `${at.name} "${phone}" was masked by the program that exported it: digits are missing. Export it with whole numbers.`,
    ),
  aDate: (at: NamedField, text: string) =>
    about(at, 'is a date', `${at.name} "${text}" is a date, not a phone number. Correct it.`),
  otherCountry: (at: NamedField, phone: string) =>
    about(
      at,
      'may be of another country',
      `${at.name} "${phone}" is no number of its country, and may be one of another country. Write a plus in front, or correct it.`,
    ),
  extension: (at: NamedField, phone: string) =>
    about(
      at,
      'has an extension',
      `${at.name} "${phone}" has an extension, and the phone of a contact can't have one. Remove it, or move it to the remark.`,
    ),
  severalNumbers: (at: NamedField, phones: string) =>
    about(
      at,
      'contains several numbers',
      `${at.name} "${phones}" are several numbers, and a contact has one phone. Keep one of them.`,
    ),
  wrongLength: (at: NamedField, phone: string, digits: number, expected: string, callingCode: string) => {
    const count = `${digits} ${digits === 1 ? 'digit' : 'digits'}`;
    const country = callingCode === '' ? '' : ` with country code ${callingCode}`;
    const why =
      expected === ''
        ? `has ${count}, and no number${country} has so many. Digits or a leading zero may be lost or doubled`
        : `has ${count}, and a mobile number there has ${expected}. Digits are lost or doubled`;
    return about(
      at,
      'has a wrong number of digits',
      `${at.name} "${phone}" ${why}: look the number up and correct it.`,
    );
  },
  inNoPlan: (at: NamedField, phone: string) =>
    about(
      at,
      'is in no numbering plan',
      `${at.name} "${phone}" is in no numbering plan. Correct it, or leave out --strict-phones to let the server decide.`,
    ),
  countryCodesDiffer: (at: NamedField, phone: string, own: string, column: string, other: string) =>
    about(
      at,
      'contradicts state_code',
      `${at.name} "${phone}" has the country code ${own}, and ${column} says ${other}. Correct one of them.`,
    ),
  unknownName: (at: NamedField, field: NameField, name: string, hint: string) => {
    const { kind, text } = unknownNameWords(field, name, hint);
    const unknownName = unknownNameOf(field, name, hint === '' ? kind : hint);
    const unresolved = field === 'labels' ? [{ field, text: name }] : [];
    return { ...about(at, kind, `${at.name} "${name}": ${text}`), unknownName, unresolved };
  },
  ambiguousName: (at: NamedField, field: NameField, name: string, hint: string) => {
    const instead = field === 'labels' ? 'the group in front' : 'the whole path';
    const text = `${at.name} "${name}": ${hint}. Write ${instead}, as shown, or the id.`;
    const unknownName = unknownNameOf(field, name, hint);
    return { ...about(at, 'has a name that is not unique', text), unknownName };
  },
};
