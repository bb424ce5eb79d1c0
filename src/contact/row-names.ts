import { namedBy, type IdField, type NameField } from '../source/columns/fields.js';
import { mostIds } from './contact.js';
import { employeePhone } from './employee-phone.js';
import type { FieldReader } from './field-reader.js';
import { splitList } from './lists.js';
import { problems } from './messages.js';
import { notes } from './notes.js';
import { maskPhone } from './phone.js';

/** The names in a row whose ids have to be looked up; an empty text or list where there is none. */
export interface RowNames {
  readonly labels: readonly string[];
  /** As `employeePhone` gives it. */
  readonly owner_mobile: string;
  readonly share_departments: readonly string[];
  /** As `employeePhone` gives them. */
  readonly share_user_mobiles: readonly string[];
  /** The labels of `--set`, by id or by name, for a row whose own label names the organisation doesn't have. */
  readonly spareLabels: readonly string[];
}

/** Whether a row has all its ids itself. */
export function hasNoNames(names: RowNames): boolean {
  return (
    names.owner_mobile === '' &&
    names.labels.length + names.share_departments.length + names.share_user_mobiles.length === 0
  );
}

/**
 * The names in a row; to be read before the ids, which may then be empty. A cell wins over a `--set` value, and of two `--set`
 * values the one with ids wins. Ids and names of a row add up, except for the owner: there is one, so an id wins.
 */
export function readRowNames(reader: FieldReader): RowNames {
  const owner = namesFor(reader, 'follower_user_id');
  return {
    labels: listFor(reader, 'label_ids'),
    owner_mobile: owner === '' ? '' : phoneIn(reader, 'owner_mobile', owner),
    share_departments: listFor(reader, 'share_dept_ids'),
    share_user_mobiles: listFor(reader, 'share_user_ids').map((item) =>
      phoneIn(reader, 'share_user_mobiles', item),
    ),
    spareLabels: reader.rawCode('labels').own && !reader.rawCode('label_ids').own ? spareLabels(reader) : [],
  };
}

/** A list that is wrong is a problem of the rows that have no labels of their own. */
function spareLabels(reader: FieldReader): readonly string[] {
  const [ids, names] = [reader.fallback('label_ids'), reader.fallback('labels')];
  const cell = splitList(ids === '' ? names : ids);
  return cell.ok ? cell.items : [];
}

function namesFor(reader: FieldReader, idField: IdField): string {
  const field = namedBy[idField];
  const [ids, names] = [reader.rawCode(idField), reader.rawCode(field)];
  if (ids.own && reader.isGuess(field)) return '';
  if (names.text === '' || (!names.own && ids.text !== '')) return '';
  if (idField === 'follower_user_id' && ids.own) {
    reader.notes.push(notes.ownerPhoneUnused(reader.name(field), reader.name(idField)));
    return '';
  }
  reader.takeFromNames(idField);
  return reader.optionalCode(field)?.text ?? '';
}

function listFor(reader: FieldReader, idField: IdField): readonly string[] {
  const text = namesFor(reader, idField);
  if (text === '') return [];
  const at = reader.at(namedBy[idField]);
  const cell = splitList(text);
  if (!cell.ok) {
    reader.problems.push(problems.notAList(at, text, cell.why, 'names'));
    return [];
  }
  if (cell.items.length === 0) reader.problems.push(problems.emptyList(at, text, 'name'));
  if (cell.items.length > mostIds)
    reader.problems.push(problems.tooManyItems(at, cell.items.length, 'names'));
  return cell.items;
}

function phoneIn(reader: FieldReader, field: NameField, text: string): string {
  const phone = employeePhone(text);
  if (phone === undefined)
    reader.problems.push(problems.notAnEmployeePhone(reader.at(field), maskPhone(text)));
  return phone ?? '';
}
