import { isRequired, type Field } from '../source/columns/fields.js';
import { mostIds } from './contact.js';
import { cleanCode } from './clean.js';
import type { FieldReader } from './field-reader.js';
import { splitList } from './lists.js';
import { unshorten } from './spreadsheet-number.js';

/** The ids in a list cell, as text; `undefined` if it's empty or wrong, which is reported. At most 20 (dingtalk-api.md section 9). */
export function readIds(reader: FieldReader, field: Field): readonly string[] | undefined {
  const value = reader.code(field)?.text;
  return value === undefined ? undefined : idsIn(reader, field, value);
}

function idsIn(reader: FieldReader, field: Field, value: string): readonly string[] | undefined {
  const cell = splitList(value);
  if (!cell.ok) {
    reader.report(
      field,
      'is not a list',
      `${reader.name(field)} "${value}" ${cell.why}. Separate the ids with ";", or mend the array.`,
    );
    return undefined;
  }
  if (cell.items.length === 0) {
    if (isRequired(field))
      reader.report(field, 'is empty', `${reader.name(field)} "${value}" holds no id. Give at least one.`);
    return undefined;
  }
  if (cell.items.length > mostIds) {
    reader.report(
      field,
      'has too many ids',
      `${reader.name(field)} has ${cell.items.length} ids; at most ${mostIds} are allowed. Take some out.`,
    );
  }
  if (cell.repeated)
    reader.note('repeated id', `${reader.name(field)} has an id more than once; it was sent once.`);
  return wholeIds(reader, field, cell.items);
}

/** The one id in a cell. */
export function readOneId(reader: FieldReader, field: Field): string | undefined {
  const items = readIds(reader, field);
  if (items === undefined || (items.length === 1 && !/\s/.test(items[0] ?? ''))) return items?.[0];
  reader.report(
    field,
    'is not one user id',
    `${reader.name(field)} "${items.join(', ')}" is not one user id. Give exactly one; others can share the contact through share_user_ids.`,
  );
  return undefined;
}

/** The whole numbers in a list cell. */
export function readNumbers(reader: FieldReader, field: Field): readonly number[] | undefined {
  const value = reader.code(field)?.text;
  if (value === undefined) return undefined;
  if (/^\d{1,3}(?:,\d{3})+$/.test(value)) {
    reader.report(
      field,
      'may have thousands separators',
      `${reader.name(field)} "${value}" may be one number with thousands separators, or a list. Write the number without commas, or the list with ";".`,
    );
    return undefined;
  }
  const items = idsIn(reader, field, value);
  const wrong = items?.filter((item) => !isId(item)) ?? [];
  if (wrong.length > 0) {
    reader.report(
      field,
      'is not made of whole numbers',
      `${reader.name(field)} "${wrong.join('", "')}": an id is a whole number greater than 0. Use the ids, not the names.`,
    );
  }
  return items === undefined ? undefined : [...new Set(items.map(Number))];
}

/** Ids freed of what a spreadsheet did to them. */
function wholeIds(
  reader: FieldReader,
  field: Field,
  items: readonly string[],
): readonly string[] | undefined {
  const ids: string[] = [];
  for (const item of items.map(cleanCode)) {
    const shortened = unshorten(item);
    if (shortened?.kind === 'lost') {
      reader.report(
        field,
        'was shortened by a spreadsheet',
        `${reader.name(field)} "${item}" was shortened by a spreadsheet; its digits are lost. Format the column as text and export again.`,
      );
      return undefined;
    }
    if (shortened?.kind === 'whole' && shortened.restored) {
      reader.note(
        'id restored',
        `${reader.name(field)} "${item}" was shortened by a spreadsheet; all its digits were still there.`,
      );
    }
    ids.push(shortened?.kind === 'whole' ? shortened.digits : item);
  }
  return ids;
}

function isId(text: string): boolean {
  return /^\d+$/.test(text) && Number.isSafeInteger(Number(text)) && Number(text) > 0;
}
