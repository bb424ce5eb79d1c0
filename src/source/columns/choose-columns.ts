import { aliases, foldName } from './aliases.js';
import { fieldAndNames, fields, idsFor, isRequired, type Field } from './fields.js';
import { joinAsNamed, joinParts, type Join } from './join-cells.js';
import { ambiguousColumn, missingFields, unknownColumn, type FileHeader } from './messages.js';
import { allRoles, neededRoles, partColumns, spellingsOf, type PartRole } from './part-columns.js';

/** `--map`: the columns of a field. `--set`: a value for rows that have none. */
export interface ColumnChoice {
  readonly map: ReadonlyMap<Field, string>;
  readonly set: ReadonlyMap<Field, string>;
}

/** The columns of a field, counted from 0 in the survey's header, and how their cells become one value. */
interface FieldColumns {
  readonly positions: readonly number[];
  readonly join: Join;
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
}

/**
 * Decides for the whole file which columns feed which field: `--map`; else the field's own name; else its aliases, in tiers,
 * without case, width and punctuation; else the parts of a name or an address. A column of names that an alias found beside
 * one with ids counts in rows whose ids are blank. Throws a `UserError` for a mapped column that does not exist, for two equally good
 * columns of a required field, and for a required field without column and `--set`.
 */
export function chooseColumns(name: string, header: readonly string[], choice: ColumnChoice): Columns {
  const finder = new ColumnFinder({ name, header });
  const sources = new Map<Field, FieldSource>();
  for (const field of fields) {
    const mapping = choice.map.get(field);
    const ids = idsFor(field);
    const found = mapping === undefined ? finder.find(field) : finder.mapped(field, mapping);
    const fallback = choice.set.get(field) ?? '';
    if (found === undefined && fallback === '') continue;
    const { positions, join } = found ?? { positions: [], join: joinAsNamed };
    const column = positions.map((at) => header[at]?.trim() ?? '').join('+');
    const besideIds =
      ids !== undefined &&
      mapping === undefined &&
      column !== field &&
      (sources.get(ids)?.positions.length ?? 0) > 0;
    sources.set(field, { positions, join, column: column === '' ? field : column, fallback, besideIds });
  }

  const missing = fields.filter(
    (field) =>
      isRequired(field) &&
      // Phones often have their own country code; a row without one gets a problem.
      field !== 'state_code' &&
      !fieldAndNames(field).some((possible) => sources.has(possible)),
  );
  if (missing.length > 0) throw missingFields({ name, header }, missing);
  return { sources, width: header.length };
}

const knownNames: ReadonlySet<string> = new Set(fields.flatMap(spellingsOf));

/** Whether a cell is the name of a column that the importer knows. */
export function isKnownName(cell: string): boolean {
  return knownNames.has(foldName(cell));
}

/** The columns of a mapping: `First Name+Last Name` is two, unless one column has exactly that name. */
export function mappedNames(mapping: string, header: readonly string[]): readonly string[] {
  const isOneColumn = header.some((cell) => sameName(cell, mapping));
  return (isOneColumn ? [mapping] : mapping.split('+')).map((name) => name.trim());
}

export function sameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** Finds the columns of one field after another; an alias never finds a column that feeds an earlier field. */
class ColumnFinder {
  readonly #file: FileHeader;
  readonly #folded: readonly string[];
  readonly #used = new Set<number>();

  constructor(file: FileHeader) {
    this.#file = file;
    this.#folded = file.header.map(foldName);
  }

  /** The columns of a `--map`. */
  mapped(field: Field, mapping: string): FieldColumns {
    const { header } = this.#file;
    const positions = mappedNames(mapping, header).map((column) => {
      const found = this.#positions((at) => sameName(header[at] ?? '', column));
      const numbered = Number(/^#(\d{1,4})$/.exec(column)?.[1] ?? 0) - 1;
      if (found.length === 0 && numbered in header) found.push(numbered);
      const [first, second] = found;
      if (second !== undefined) throw ambiguousColumn(this.#file, field, found);
      if (first === undefined) throw unknownColumn(this.#file, field, mapping, column);
      return first;
    });
    const roles = positions.flatMap((at) => allRoles.get(this.#folded[at] ?? '') ?? []);
    const areParts = roles.length > 1 && roles.length === positions.length;
    return this.#use(positions, areParts ? joinParts(roles) : joinAsNamed);
  }

  /** The columns that feed a field: by its own name, its aliases or its parts. */
  find(field: Field): FieldColumns | undefined {
    const own = this.#positions((at) => this.#file.header[at]?.trim() === field);
    if (own.length > 0) return this.#useFirst(field, own);
    const parts = this.#parts(field);
    if (parts !== undefined && field === 'address' && parts.positions.length > 1)
      return this.#use(parts.positions, parts.join);
    for (const tier of aliases[field]) {
      const found = this.#positions((at) => tier.includes(this.#folded[at] ?? '') && !this.#used.has(at));
      if (found.length > 0) return this.#useFirst(field, found);
    }
    return parts === undefined ? undefined : this.#use(parts.positions, parts.join);
  }

  #useFirst(field: Field, found: readonly number[]): FieldColumns {
    if (found.length > 1 && isRequired(field)) throw ambiguousColumn(this.#file, field, found);
    return this.#use(found.slice(0, 1), joinAsNamed);
  }

  /** The first set of parts of which the header has a needed one; of two columns with one role, the first. */
  #parts(field: Field): FieldColumns | undefined {
    for (const set of partColumns) {
      if (set.field !== field) continue;
      const found = new Map<PartRole, number>();
      for (const [at, folded] of this.#folded.entries()) {
        const role = set.roles.get(folded);
        if (role !== undefined && !found.has(role)) found.set(role, at);
      }
      if (neededRoles[set.field].some((role) => found.has(role)))
        return { positions: [...found.values()], join: joinParts([...found.keys()]) };
    }
    return undefined;
  }

  #positions(matches: (at: number) => boolean): number[] {
    return [...this.#file.header.keys()].filter(matches);
  }

  #use(positions: readonly number[], join: Join): FieldColumns {
    for (const at of positions) this.#used.add(at);
    return { positions, join };
  }
}
