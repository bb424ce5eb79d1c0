import { distance } from 'fastest-levenshtein';
import { maskDigits } from '../phones.js';
import { UserError } from '../../user-error.js';
import { foldName } from './fold-name.js';
import { fieldAndNames, type Field } from './fields.js';
import { spellingsOf } from './part-columns.js';

/** The name of a file and the names of its columns. */
export interface FileHeader {
  readonly name: string;
  readonly header: readonly string[];
}

/** `--map` names a column that the file does not have: `column`, which is all of `mapping` or a part of it. */
export function unknownColumn(file: FileHeader, field: Field, mapping: string, column: string): UserError {
  return new UserError(`--map ${field}=${mapping}: ${file.name} has no column "${column.trim()}".`, [
    ...similarColumns(file.header, [foldName(column)]),
    columnsOf(file.header),
  ]);
}

/** Several columns that are equally good for a field; `positions` count from 0. */
export function ambiguousColumn(file: FileHeader, field: Field, positions: readonly number[]): UserError {
  const columns = positions
    .map((at) => `"${shown(file.header[at] ?? '')}" (${columnLetters(at)})`)
    .join(' and ');
  const example = (positions[0] ?? 0) + 1;
  return new UserError(`${file.name}: ${positions.length} columns could be ${field}: ${columns}.`, [
    `Choose one with --map ${field}=COLUMN, or by its number, e.g. --map ${field}=#${example}`,
  ]);
}

/** A remark about a column named like `state_code`. */
export function statesAreNoCountries(column: string): string {
  const name = shown(column);
  return `"${name}" is taken for a part of the address, not for a country. If it has country codes, use --map "state_code=${name}".`;
}

/** A remark about a column with one half of a name, where none with the other was found. */
export function halfOfAName(column: string): string {
  const name = shown(column);
  return `"${name}" is one half of a name, and no column with the other was found. If there is one, use --map "name=${name}+COLUMN".`;
}

/** Required fields that have neither a column nor a value. */
export function missingFields({ name, header }: FileHeader, missing: readonly Field[]): UserError {
  const field = missing[0] ?? 'name';
  if (header.some((cell) => cell.replace(/\D/g, '').length >= 7)) {
    return new UserError(`${name}: the first line has no column names; it looks like the row of a person.`, [
      'Add a line above it that names the columns, e.g. name,mobile,state_code,follower_user_id,label_ids.',
    ]);
  }
  return new UserError(`${name}: no column for ${missing.join(', ')}.`, [
    ...missing.flatMap((one) => similarColumns(header, spellingsOf(one)).map((hint) => `${one}: ${hint}`)),
    columnsOf(header),
    field === 'name' || field === 'mobile'
      ? `Name the column with --map ${field}=COLUMN.`
      : `Name the column with --map ${field}=COLUMN, or give all rows one value with --set ${field}=VALUE.`,
    ...missing.flatMap((one) =>
      fieldAndNames(one)
        .slice(1)
        .map((names) => `Or give ${names} instead of ${one}: the importer looks up the ids.`),
    ),
    'If these names look wrong, the file has another encoding or delimiter: name it with --encoding or --delimiter.',
  ]);
}

/** Whether names that contain the spelling may mean the same; two Chinese characters are a word. */
function isLong(spelling: string): boolean {
  return spelling.length > 3 || (spelling.length > 1 && /\p{Script=Han}/u.test(spelling));
}

/** A hint with the columns whose names are close to one of the spellings; empty if there are none. */
function similarColumns(header: readonly string[], spellings: readonly string[]): readonly string[] {
  const isSimilar = (folded: string, spelling: string): boolean =>
    (isLong(spelling) && folded.includes(spelling)) ||
    distance(folded, spelling) <= Math.floor(Math.min(folded.length, spelling.length) / 3);
  const similar = header.filter((cell) => {
    const folded = foldName(cell);
    return folded !== '' && spellings.some((spelling) => spelling !== '' && isSimilar(folded, spelling));
  });
  const names = similar.slice(0, 3).map((cell) => `"${shown(cell)}"`);
  return names.length === 0 ? [] : [`Did you mean ${names.join(' or ')}?`];
}

function columnsOf(header: readonly string[]): string {
  return `Its columns are: ${header.map((cell) => shown(cell) || '(no name)').join(', ')}.`;
}

/** A column's name as messages show it: on one line, at most 40 characters, never with a whole phone number. */
function shown(cell: string): string {
  const oneLine = cell.replace(/\s+/g, ' ').trim();
  const text = maskDigits(oneLine);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** A column as in a spreadsheet: A to Z, AA and so on. */
function columnLetters(position: number): string {
  const rest = Math.floor(position / 26) - 1;
  return (rest < 0 ? '' : columnLetters(rest)) + String.fromCharCode(65 + (position % 26));
}
