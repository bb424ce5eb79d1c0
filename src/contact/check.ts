import type { Note, Problem } from '../outcome.js';
import type { Columns } from '../source/columns/choose-columns.js';
import type { Field } from '../source/columns/fields.js';
import type { Row } from '../source/rows.js';
import type { Contact } from './contact.js';
import { FieldReader } from './field-reader.js';
import { readIds, readNumbers, readOneId } from './ids.js';
import { readPhoneField } from './phone-field.js';
import { readWanted, type Wanted } from './row-names.js';

/** A row's contact with what was repaired in it and the names whose ids it still needs, or everything that is wrong with the row. */
export type CheckedRow =
  | {
      readonly ok: true;
      readonly contact: Contact;
      readonly wanted: Wanted;
      readonly notes: readonly Note[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** How strictly rows are judged. */
export interface CheckRules {
  /** Whether phones that no numbering plan has are refused, and not only impossible ones. */
  readonly strictPhones: boolean;
}

/**
 * Row → contact, checked as far as can be known without a call (dingtalk-api.md section 5.1): required fields, phones,
 * whole numbers, at most 20 ids a list. All problems are named, each with column, value and what to do.
 */
export function checkContact(row: Row, columns: Columns, { strictPhones }: CheckRules): CheckedRow {
  const reader = new FieldReader(row, columns);
  reportSurplus(reader, row, columns);
  const wanted = readWanted(reader);
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
  const { problems, notes } = reader;
  return problems.length === 0 ? { ok: true, contact, wanted, notes } : { ok: false, problems };
}

function present<Name extends Field, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> {
  const part: Partial<Record<Field, Value>> = {};
  if (value !== undefined) part[name] = value;
  return part;
}

function reportSurplus({ problems }: FieldReader, row: Row, { width }: Columns): void {
  const surplus = row.cells.slice(width).filter((cell) => cell.trim() !== '').length;
  if (surplus === 0) return;
  problems.push({
    rule: 'too many cells',
    text: `${width + surplus} cells under ${width} columns: a comma in a cell without quotes? Put the cell in double quotes.`,
  });
}
