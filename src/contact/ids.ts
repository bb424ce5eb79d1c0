import { isRequired, type Field } from '../source/columns/fields.js';
import { cleanCode } from './clean.js';
import { mostIds } from './contact.js';
import type { FieldReader } from './field-reader.js';
import { splitList } from './lists.js';
import { problems } from './messages.js';
import { notes } from './notes.js';
import { readSpreadsheetNumber } from './spreadsheet-number.js';

/** The ids in a list cell, as text; `undefined` if it is empty or wrong, which is reported. */
export function readIds(reader: FieldReader, field: Field): readonly string[] | undefined {
  const value = reader.code(field)?.text;
  return value === undefined ? undefined : idsIn(reader, field, value);
}

function idsIn(reader: FieldReader, field: Field, value: string): readonly string[] | undefined {
  const cell = splitList(value);
  if (!cell.ok) {
    reader.problems.push(problems.notAList(reader.at(field), value, cell.why, 'ids'));
    return undefined;
  }
  if (cell.items.length === 0) {
    if (isRequired(field)) reader.problems.push(problems.emptyList(reader.at(field), value, 'id'));
    return undefined;
  }
  if (cell.items.length > mostIds)
    reader.problems.push(problems.tooManyItems(reader.at(field), cell.items.length, 'ids'));
  if (cell.repeated) reader.notes.push(notes.repeatedId(reader.name(field)));
  return wholeIds(reader, field, cell.items);
}

/** A name, or an e-mail address: user ids have Latin letters and digits. */
const isNoUserId = /(?![A-Za-z])\p{L}|\p{L}\s+\p{L}|[^\s@]@[\w-]+\.\w/u;

/** The one id in a cell. */
export function readOneId(reader: FieldReader, field: Field): string | undefined {
  const items = readIds(reader, field);
  if (items === undefined) return undefined;
  const [id = ''] = items;
  if (items.length === 1 && isNoUserId.test(id)) {
    reader.problems.push(problems.notAUserId(reader.at(field), id));
    return undefined;
  }
  if (items.length === 1 && !/\s/.test(id)) return id;
  reader.problems.push(problems.notOneUserId(reader.at(field), items.join(', ')));
  return undefined;
}

/** The whole numbers in a list cell. */
export function readNumbers(reader: FieldReader, field: Field): readonly number[] | undefined {
  const value = reader.code(field)?.text;
  if (value === undefined) return undefined;
  if (/^\d{1,3}(?:,\d{3})+$/.test(value)) {
    reader.problems.push(problems.thousandsSeparators(reader.at(field), value));
    return undefined;
  }
  const items = idsIn(reader, field, value);
  const wrong = items?.filter((item) => !isId(item)) ?? [];
  if (wrong.length > 0) reader.problems.push(problems.notWholeNumbers(reader.at(field), wrong));
  return items === undefined ? undefined : [...new Set(items.map(Number))];
}

/** Ids without the changes that a spreadsheet made to them. */
function wholeIds(
  reader: FieldReader,
  field: Field,
  items: readonly string[],
): readonly string[] | undefined {
  const ids: string[] = [];
  for (const item of items.map(cleanCode)) {
    const number = readSpreadsheetNumber(item);
    if (number?.kind === 'lost') {
      reader.problems.push(problems.shortened(reader.at(field), item));
      return undefined;
    }
    if (number?.kind === 'whole' && number.restored)
      reader.notes.push(notes.idRestored(reader.name(field), item));
    ids.push(number?.kind === 'whole' ? number.digits : item);
  }
  return ids;
}

function isId(text: string): boolean {
  return /^\d+$/.test(text) && Number.isSafeInteger(Number(text)) && Number(text) > 0;
}
