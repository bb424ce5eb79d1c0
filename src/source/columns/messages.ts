import { distance } from 'fastest-levenshtein';
import { UserError } from '../../user-error.js';
import { aliases, foldName } from './aliases.js';
import { fieldAndNames, type Field } from './fields.js';
import { partColumns } from './part-columns.js';

/** A mapped column that the file doesn't have. */
export function unknownColumn(
  name: string,
  header: readonly string[],
  field: Field,
  mapped: string,
  column: string,
): UserError {
  return new UserError(`--map ${field}=${mapped}: ${name} has no column "${column.trim()}".`, [
    ...nearest(header, [foldName(column)]),
    columnsSeen(header),
  ]);
}

/** Equal columns for a required field. */
export function ambiguousColumn(
  name: string,
  header: readonly string[],
  field: Field,
  positions: readonly number[],
): UserError {
  const named = positions.map((at) => `"${shown(header[at] ?? '')}" (${letters(at)})`).join(' and ');
  const example = (positions[0] ?? 0) + 1;
  return new UserError(`${name}: ${field} may be in the columns ${named}; it is not clear in which.`, [
    `Choose one with --map ${field}=COLUMN, or by its number, e.g. --map ${field}=#${example}`,
  ]);
}

/** Required fields without a column and a value. */
export function missingFields(name: string, header: readonly string[], missing: readonly Field[]): UserError {
  const field = missing[0] ?? 'name';
  if (header.some((cell) => cell.replace(/\D/g, '').length >= 7)) {
    return new UserError(`${name}: the first line has no column names; it looks like a person's row.`, [
      'Add a line above it that names the columns, e.g. name,mobile,state_code,follower_user_id,label_ids.',
    ]);
  }
  return new UserError(`${name}: no column for ${missing.join(', ')}.`, [
    ...missing.flatMap((one) => nearest(header, spellingsOf(one)).map((hint) => `${one}: ${hint}`)),
    columnsSeen(header),
    `Name the column with --map ${field}=COLUMN, or give all rows one value with --set ${field}=VALUE.`,
    ...missing.flatMap((one) =>
      fieldAndNames(one)
        .slice(1)
        .map((names) => `Or ${names} in place of ${one}: the importer looks the ids up.`),
    ),
    'If these names look wrong, the file is in another encoding or has another delimiter: name it with --encoding or --delimiter.',
  ]);
}

function spellingsOf(field: Field): readonly string[] {
  const whole = partColumns.filter((parts) => parts.field === field);
  return [
    foldName(field),
    ...aliases[field].flat(),
    ...whole.flatMap(({ spellings }) => Object.values(spellings).flat()),
  ];
}

/** The columns whose names are close to one of the spellings, as a hint; none if nothing is close. */
function nearest(header: readonly string[], spellings: readonly string[]): readonly string[] {
  const close = header.filter((cell) => {
    const folded = foldName(cell);
    return spellings.some(
      (spelling) =>
        folded !== '' &&
        spelling !== '' &&
        ((spelling.length > 3 && folded.includes(spelling)) ||
          distance(folded, spelling) <= Math.floor(Math.min(folded.length, spelling.length) / 3)),
    );
  });
  return close.length === 0
    ? []
    : [
        `Did you mean ${close
          .slice(0, 3)
          .map((cell) => `"${shown(cell)}"`)
          .join(' or ')}?`,
      ];
}

function columnsSeen(header: readonly string[]): string {
  return `Its columns are: ${header.map((cell) => shown(cell) || '(no name)').join(', ')}.`;
}

/** A header's name as a message shows it: short, on one line, never with a whole phone number. */
function shown(cell: string): string {
  const text = cell
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\d(?=\d{3})/g, '*');
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** A column as in a spreadsheet: A to Z, AA and so on. */
function letters(position: number): string {
  const rest = Math.floor(position / 26) - 1;
  return (rest < 0 ? '' : letters(rest)) + String.fromCharCode(65 + (position % 26));
}
