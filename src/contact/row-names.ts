import { namedBy, type IdField, type NameField } from '../source/columns/fields.js';
import { mostIds } from './contact.js';
import { employeePhone } from './employee-phone.js';
import type { FieldReader } from './field-reader.js';
import { splitList } from './lists.js';
import { maskPhone } from './phone.js';

/** The names of a row whose ids are still to be found; an empty text or list where there is none. */
export interface Wanted {
  readonly labels: readonly string[];
  /** As `employeePhone` gives it. */
  readonly owner_mobile: string;
  readonly share_departments: readonly string[];
  /** As `employeePhone` gives them. */
  readonly share_user_mobiles: readonly string[];
}

/** Whether a row has all its ids itself. */
export function wantsNothing(wanted: Wanted): boolean {
  return (
    wanted.owner_mobile === '' &&
    wanted.labels.length + wanted.share_departments.length + wanted.share_user_mobiles.length === 0
  );
}

/**
 * The names in a row that stand in for ids; to be read before the ids, which may then be empty. A cell goes before a `--set`
 * value, and of two `--set` values the one with ids; a cell with ids and one with names add up, but for the owner: there is
 * one, so the id does and its phone isn't looked up.
 */
export function readWanted(reader: FieldReader): Wanted {
  const owner = textOf(reader, 'follower_user_id');
  return {
    labels: listOf(reader, 'label_ids'),
    owner_mobile: owner === '' ? '' : phoneIn(reader, 'owner_mobile', owner),
    share_departments: listOf(reader, 'share_dept_ids'),
    share_user_mobiles: listOf(reader, 'share_user_ids').map((item) =>
      phoneIn(reader, 'share_user_mobiles', item),
    ),
  };
}

function textOf(reader: FieldReader, field: IdField): string {
  const names = namedBy[field];
  const [ids, named] = [reader.given(field), reader.given(names)];
  if (named.text === '' || (!named.own && ids.text !== '')) return '';
  if (field === 'follower_user_id' && ids.own) {
    const text = `${reader.name(names)} was not looked up, because ${reader.name(field)} has an id.`;
    reader.note('owner’s phone not looked up', text);
    return '';
  }
  reader.supply(field);
  return reader.codeIfAny(names)?.text ?? '';
}

function listOf(reader: FieldReader, ids: IdField): readonly string[] {
  const text = textOf(reader, ids);
  if (text === '') return [];
  const field = namedBy[ids];
  const cell = splitList(text);
  if (!cell.ok) {
    reader.report(
      field,
      'is not a list',
      `${reader.name(field)} "${text}" ${cell.why}. Separate the names with ";", or mend the array.`,
    );
    return [];
  }
  if (cell.items.length === 0) {
    reader.report(
      field,
      'is empty',
      `${reader.name(field)} "${text}" holds no name. Give at least one, or leave the cell empty.`,
    );
  } else if (cell.items.length > mostIds) {
    reader.report(
      field,
      'has too many names',
      `${reader.name(field)} has ${cell.items.length} names; at most ${mostIds} are allowed. Take some out.`,
    );
  }
  return cell.items;
}

function phoneIn(reader: FieldReader, field: NameField, text: string): string {
  const phone = employeePhone(text);
  if (phone === undefined) {
    reader.report(
      field,
      'is no phone number',
      `${reader.name(field)} "${maskPhone(text)}" is not one phone number. Give the phone of an employee, e.g. 13800138000.`,
    );
  }
  return phone ?? '';
}
