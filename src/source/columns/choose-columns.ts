import { countryColumn } from './country-words.js';
import { ColumnFinder } from './column-finder.js';
import { haveEntities } from './entities.js';
import type { FieldColumns } from './field-source.js';
import { fieldAndNames, fields, idsFor, isRequired, type Field } from './fields.js';
import { foldedNames, foldName } from './fold-name.js';
import { joinAsNamed } from './join-cells.js';
import { missingFields } from './messages.js';
import { spellingsOf } from './part-columns.js';
import { phoneColumn } from './phone-words.js';

/** `--map`: the columns of a field. `--set`: a value for rows that have none. */
export interface ColumnChoice {
  readonly map: ReadonlyMap<Field, string>;
  readonly set: ReadonlyMap<Field, string>;
}

/** Where a field's value comes from. */
interface FieldSource extends FieldColumns {
  /** How messages name the column: as the header does, or the field where only `--set` gives a value. */
  readonly column: string;
  /** The value where the cells are blank; empty where there is none. */
  readonly fallback: string;
  /** A column of names that an alias found beside one with ids: it counts in rows whose ids are blank. */
  readonly besideIds: boolean;
}

/** The fields of this import with their sources, and the number of columns in the header. */
export interface Columns {
  readonly sources: ReadonlyMap<Field, FieldSource>;
  readonly width: number;
  /** A column that says what to do with each row, and may say: delete it. */
  readonly action: { readonly position: number; readonly column: string } | undefined;
  /** Columns that may have a phone of the person, and do not feed `mobile`. */
  readonly otherPhones: readonly { readonly position: number; readonly column: string }[];
  /** The cells have the entities of web pages, such as `&amp;`. */
  readonly hasEntities: boolean;
  /** What was found out about columns and is worth knowing, in sentences without cells of the file. */
  readonly remarks: readonly string[];
}

/**
 * Decides for the whole file which columns feed which field: `--map`; else the field's own name; else its aliases, in tiers,
 * without case, width, accents and punctuation; else the parts of a name or an address. For the phone the words of a name count too, and
 * a row whose best column is empty takes the next; so does its country. `sample`, the first rows, is evidence where names are
 * not enough. A column of names that an alias found beside one with ids counts in rows
 * whose ids are blank. Throws a `UserError` for a mapped column that does not exist, for two equally good columns of a required
 * field, and for a required field without column and `--set`.
 */
export function chooseColumns(
  name: string,
  header: readonly string[],
  choice: ColumnChoice,
  sample: readonly (readonly string[])[] = [],
): Columns {
  const finder = new ColumnFinder({ name, header }, sample);
  const sources = new Map<Field, FieldSource>();
  for (const field of fields) {
    const mapping = choice.map.get(field);
    const ids = idsFor(field);
    const found =
      mapping !== undefined
        ? finder.mapped(field, mapping)
        : field === 'state_code'
          ? finder.country(sources.get('mobile'))
          : finder.find(field);
    const fallback = choice.set.get(field) ?? '';
    if (found === undefined && fallback === '') continue;
    const { positions, ...columns } = found ?? { positions: [], join: joinAsNamed };
    const column = columns.column ?? positions.map((at) => header[at]?.trim() ?? '').join('+');
    const besideIds =
      ids !== undefined &&
      mapping === undefined &&
      foldName(column) !== foldName(field) &&
      (sources.get(ids)?.positions.length ?? 0) > 0;
    sources.set(field, {
      ...columns,
      positions,
      column: column === '' ? field : column,
      fallback,
      besideIds,
    });
  }

  const missing = fields.filter(
    (field) =>
      isRequired(field) &&
      // Phones often have their own country code; a row without one gets a problem.
      field !== 'state_code' &&
      !fieldAndNames(field).some((possible) => sources.has(possible)),
  );
  if (missing.length > 0) throw missingFields({ name, header }, missing);
  const at = header.findIndex((cell) => actionNames.includes(foldName(cell)));
  const action = at === -1 ? undefined : { position: at, column: header[at]?.trim() ?? '' };
  const otherPhones = otherPhoneColumns(header, sources.get('mobile')?.positions ?? []);
  const hasEntities = haveEntities(sample);
  const { remarks } = finder;
  return { sources, width: header.length, action, otherPhones, hasEntities, remarks };
}

function otherPhoneColumns(header: readonly string[], used: readonly number[]): Columns['otherPhones'] {
  return header.flatMap((name, position) => {
    const phone = used.includes(position) ? undefined : phoneColumn(name);
    const isOne = phone !== undefined && phone.kind !== 'fax' && !phone.isLabel;
    return isOne ? [{ position, column: name.trim() }] : [];
  });
}

/** Names of columns that say what to do with a row, folded. */
const actionNames =
  'action operation operationtype aktion acción accion ação acao 操作 操作类型 操作類型 動作'
    .split(' ')
    .map(foldName);

const knownNames: ReadonlySet<string> = new Set(fields.flatMap(spellingsOf));

/** Whether a cell is the name of a column that the importer knows. */
export function isKnownName(cell: string): boolean {
  const [whole = '', ...parts] = foldedNames(cell);
  const isKnown = (name: string): boolean => knownNames.has(name);
  return (
    isKnown(whole) ||
    (parts.length > 0 && parts.every(isKnown)) ||
    phoneColumn(cell) !== undefined ||
    countryColumn(cell) !== undefined
  );
}
