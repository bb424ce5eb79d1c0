import { UserError } from '../user-error.js';
import { fields, isField, requiredFields, type Field } from './fields.js';

/** What the user said about columns: `--map` names columns for a field, `--set` a value for rows that have none. */
export interface ColumnChoice {
  readonly map: ReadonlyMap<Field, string>;
  readonly set: ReadonlyMap<Field, string>;
}

/** Where a field's value comes from. */
export interface FieldSource {
  /** The field's columns, counted from 0 in the survey's header; several are joined with a space. */
  readonly positions: readonly number[];
  /** How messages name the column: the header's own spelling, or the field where only `--set` feeds it. */
  readonly column: string;
  /** The value where the cells are blank; empty where there is none. */
  readonly fallback: string;
}

/** The fields this import fills, each with its source, and how many columns a row may have. */
export interface Columns {
  readonly sources: ReadonlyMap<Field, FieldSource>;
  readonly width: number;
}

/**
 * Decides once for the whole file which columns feed which field: `--map`, else the header's names without regard to
 * case and outer spaces. Throws a `UserError` for a mapped column that isn't there, a needed column that is there twice,
 * and a required field with neither column nor `--set`.
 */
export function chooseColumns(name: string, header: readonly string[], choice: ColumnChoice): Columns {
  const sources = new Map<Field, FieldSource>();
  for (const field of fields) {
    const mapped = choice.map.get(field);
    const names = mapped === undefined ? [field] : splitMapping(mapped, header);
    const positions: number[] = [];
    for (const wanted of names) {
      const position = onlyPosition(name, header, wanted, field);
      if (position !== undefined) positions.push(position);
      else if (mapped !== undefined) throw unknownColumn(name, header, field, mapped, wanted);
    }
    const fallback = choice.set.get(field) ?? '';
    if (positions.length > 0 || fallback !== '') {
      const column = positions.map((at) => header[at]?.trim() ?? '').join('+');
      sources.set(field, { positions, column: column === '' ? field : column, fallback });
    }
  }

  const missing = requiredFields.filter((field) => !sources.has(field));
  if (missing.length > 0) throw missingFields(name, header, missing);
  return { sources, width: header.length };
}

/** `First Name+Last Name` joins two columns, unless one column has that very name. */
function splitMapping(mapped: string, header: readonly string[]): readonly string[] {
  const whole = header.some((cell) => sameName(cell, mapped));
  return whole ? [mapped] : mapped.split('+');
}

function sameName(cell: string, wanted: string): boolean {
  return cell.trim().toLowerCase() === wanted.trim().toLowerCase();
}

function onlyPosition(
  name: string,
  header: readonly string[],
  wanted: string,
  field: Field,
): number | undefined {
  const [first, second] = [...header.keys()].filter((at) => sameName(header[at] ?? '', wanted));
  if (first !== undefined && second !== undefined) {
    throw new UserError(
      `${name}: the column "${wanted.trim()}" is there twice (columns ${first + 1} and ${second + 1}), so it's not clear which one feeds ${field}.`,
      ['Rename one of them in the header.'],
    );
  }
  return first;
}

function unknownColumn(
  name: string,
  header: readonly string[],
  field: Field,
  mapped: string,
  wanted: string,
): UserError {
  return new UserError(`--map ${field}=${mapped}: ${name} has no column "${wanted.trim()}".`, [
    columnsSeen(header),
  ]);
}

function missingFields(name: string, header: readonly string[], missing: readonly Field[]): UserError {
  const separator = [';', '\t', '|'].find(
    (character) => header.length === 1 && header[0]?.includes(character),
  );
  const hints = [
    columnsSeen(header),
    `Name the column with --map ${missing[0] ?? 'name'}=COLUMN, or give all rows one value with --set ${missing[0] ?? 'name'}=VALUE.`,
  ];
  if (separator !== undefined) hints.unshift('The cells have to be separated by commas.');
  return new UserError(`${name}: no column for ${missing.join(', ')}.`, hints);
}

function columnsSeen(header: readonly string[]): string {
  return `Its columns are: ${header.map((cell) => cell.trim() || '(no name)').join(', ')}.`;
}

/** Splits `FIELD=TEXT` as `--map` and `--set` take it; throws a `UserError` for another form or an unknown field. */
export function parseAssignment(option: string, text: string): readonly [Field, string] {
  const [, field = '', value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (field.trim() === '' || value.trim() === '') {
    throw new UserError(
      `${option} "${text}": not of the form FIELD=${option === '--set' ? 'VALUE' : 'COLUMN'}.`,
      [option === '--set' ? 'For example: --set state_code=86' : 'For example: --map mobile="Mobile Phone"'],
    );
  }
  const trimmed = field.trim();
  if (!isField(trimmed)) {
    throw new UserError(`${option} "${text}": there is no field "${trimmed}".`, [
      `The fields are: ${fields.join(', ')}.`,
    ]);
  }
  return [trimmed, value.trim()];
}
