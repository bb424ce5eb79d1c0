import { printable } from '../printable.js';

/** Characters of a note, whatever the cell has. */
const longestText = 600;

/** Something that was repaired in a row, or is worth knowing. Equal kinds are equal notes; the text is for the row's owner. */
export type Note = ReturnType<(typeof notes)[keyof typeof notes]>;

function note<Kind extends string>(kind: Kind, text: string): { readonly kind: Kind; readonly text: string } {
  return { kind, text: printable(text, longestText) };
}

/** The notes, each with its text. */
export const notes = {
  lineBreak: (name: string) => note('line break became a space', `A line break in ${name} became a space.`),
  nullMark: (value: string) =>
    note('mark for nothing left out', `Left out: "${value}" is a program's mark for a missing value.`),
  entities: (name: string) =>
    note(
      'entities of a web page read',
      `Entities of a web page in ${name}, such as &amp;, were read as the characters that they mean.`,
    ),
  repeatedId: (name: string) => note('repeated id', `${name} has an id more than once; it was sent once.`),
  idRestored: (name: string, value: string) =>
    note(
      'id restored',
      `${name} "${value}" was shortened by a spreadsheet; all its digits were still there.`,
    ),
  ownerPhoneUnused: (name: string, idName: string) =>
    note("owner's phone not looked up", `${name} was not looked up, because ${idName} has an id.`),
  unknownLabels: (
    name: string,
    values: readonly string[],
    taken: 'the label of --set was' | 'the others were',
  ) => ({
    ...note(
      'label not in DingTalk',
      `${name} "${values.join('", "')}": DingTalk has no such label; ${taken} taken.`,
    ),
    unresolved: values.map((text) => ({ field: 'labels' as const, text })),
  }),
  untranslated: (name: string, value: string) => ({
    ...note(
      'no translation',
      `${name} "${printable(value, 60)}" has no translation in the file of --values.`,
    ),
    untranslated: `${name} "${printable(value, 60)}"`,
  }),
  countryFromPhone: (stateCode: string) =>
    note('country code from the phone', `Country code ${stateCode} taken from the phone.`),
  nextPhone: (column: string) =>
    note('phone from another column', `The phone is that of "${column}": a better column has none.`),
  codeWithoutPlus: (stateCode: string) =>
    note(
      'country code without a plus',
      `The phone is a mobile number of country code ${stateCode}, written without a plus.`,
    ),
  phoneRestored: () =>
    note('phone restored', 'A spreadsheet shortened the phone; all its digits were still there.'),
  sameNumberTwice: () => note('same number twice', 'The cell had the phone twice; it was sent once.'),
  landline: () => note('landline', 'The phone is a landline.'),
  inNoKnownPlan: () =>
    note(
      'phone in no known numbering plan',
      'The phone is in no numbering plan known here; the server decides.',
    ),
  differsFromRow: (row: number) =>
    note(
      'differs from the earlier row',
      `Other fields than in row ${row}, which has the same phone; only that row counts.`,
    ),
  emptied: (fields: readonly string[]) =>
    note('field empty now', `Empty now, but sent before: ${fields.join(', ')}. DingTalk keeps its value.`),
  editedInDingTalk: (fields: readonly string[]) =>
    note('edited in DingTalk', `Edited in DingTalk since it was sent: ${fields.join(', ')}.`),
  gone: () =>
    note(
      'contact gone',
      "The contact seems to be gone: the organisation's list lacks it. To make it again, run with --match-existing --forget-missing.",
    ),
};
