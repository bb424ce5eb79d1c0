import type { Columns } from '../source/columns/choose-columns.js';
import type { Field } from '../source/columns/fields.js';
import type { Row } from '../source/rows.js';
import type { Contact } from './contact.js';
import { FieldReader } from './field-reader.js';
import { readIds, readNumbers, readOneId } from './ids.js';
import { problems, type Problem } from './messages.js';
import type { Note } from './notes.js';
import { notAPerson } from './not-a-person.js';
import { readPhoneField } from './phone-field.js';
import { readRowNames, type RowNames } from './row-names.js';
import type { Translations } from './translations.js';

/** A row's contact, with the names whose ids it still needs, or all problems of the row, with its names where they were read. */
export type CheckedRow =
  | {
      readonly ok: true;
      readonly contact: Contact;
      readonly names: RowNames;
      readonly notes: readonly Note[];
    }
  | {
      readonly ok: false;
      readonly problems: readonly Problem[];
      readonly names?: RowNames;
      /** Of values without a translation. */
      readonly notes?: readonly Note[];
    };

/** How strict the check is. */
export interface CheckRules {
  /** Refuse phones that no numbering plan has, and not only impossible ones. */
  readonly strictPhones: boolean;
  readonly translations?: Translations;
}

/**
 * Row → contact, checked without a call (src/dingtalk/README.md, Create): required fields, phones, whole numbers, at most 20
 * ids a list. Gives all problems of a row, not only the first.
 */
export function checkContact(
  row: Row,
  columns: Columns,
  { strictPhones, translations = new Map() }: CheckRules,
): CheckedRow {
  const reader = new FieldReader(row, columns, translations);
  reportLongCells(reader, row, columns);
  const why = reader.problems.length === 0 ? notAPerson(reader, row, columns) : undefined;
  if (why !== undefined) reader.problems.push(why);
  if (reader.problems.length > 0) return { ok: false, problems: reader.problems };
  reportSurplus(reader, row, columns);
  const names = readRowNames(reader);
  const contact: Contact = {
    name: reader.text('name') ?? '',
    ...(readPhoneField(reader, strictPhones) ?? { mobile: '', state_code: '' }),
    follower_user_id: readOneId(reader, 'follower_user_id') ?? '',
    label_ids: readNumbers(reader, 'label_ids') ?? [],
    ...present('title', reader.text('title')),
    ...present('company_name', reader.text('company_name')),
    ...present('address', reader.text('address')),
    ...present('remark', reader.text('remark')),
    ...present('share_dept_ids', readNumbers(reader, 'share_dept_ids')),
    ...present('share_user_ids', readIds(reader, 'share_user_ids')),
  };
  return reader.problems.length === 0
    ? { ok: true, contact, names, notes: reader.notes }
    : { ok: false, problems: reader.problems, names, notes: reader.notes.filter(isUntranslated) };
}

function isUntranslated(note: Note): boolean {
  return 'untranslated' in note;
}

function present<Name extends Field, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> {
  const part: Partial<Record<Field, Value>> = {};
  if (value !== undefined) part[name] = value;
  return part;
}

/** What a spreadsheet can hold in a cell, in characters. */
const longestCell = 32_767;

function reportLongCells(reader: FieldReader, { cells }: Row, { sources }: Columns): void {
  for (const [field, { positions }] of sources) {
    for (const at of positions) {
      const length = cells[at]?.length ?? 0;
      if (length > longestCell) reader.problems.push(problems.tooLong(reader.at(field), length));
    }
  }
}

function reportSurplus(reader: FieldReader, row: Row, { width }: Columns): void {
  const surplus = row.cells.slice(width).filter((cell) => cell.trim() !== '').length;
  if (surplus > 0) reader.problems.push(problems.tooManyCells(width + surplus, width));
}
