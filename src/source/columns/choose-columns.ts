import { aliases, foldName } from './aliases.js';
import { ambiguousColumn, missingFields, unknownColumn } from './messages.js';
import { fieldAndNames, fields, idsFor, isRequired, type Field } from './fields.js';
import { joinAsNamed, joinParts, type Join } from './join-cells.js';
import { partColumns, roleIn, type PartRole } from './part-columns.js';

/** `--map`: the columns of a field. `--set`: a value for rows that have none. */
export interface ColumnChoice {
  readonly map: ReadonlyMap<Field, string>;
  readonly set: ReadonlyMap<Field, string>;
}

/** Where a field's value comes from. */
interface FieldSource {
  /** The field's columns, counted from 0 in the survey's header. */
  readonly positions: readonly number[];
  /** Makes one value of their cells. */
  readonly join: Join;
  /** How messages name the column: as the header does, or the field where only `--set` feeds it. */
  readonly column: string;
  /** The value where the cells are blank; empty where there is none. */
  readonly fallback: string;
}

/** The fields of this import with their sources, and the number of columns in the header. */
export interface Columns {
  readonly sources: ReadonlyMap<Field, FieldSource>;
  readonly width: number;
}

type Found = Pick<FieldSource, 'positions' | 'join'>;

/**
 * Decides for the whole file which columns feed which field: `--map`; else the field's own name; else its aliases, in tiers,
 * without case, width and punctuation; else the parts of a name or an address. Fields of names are found by alias only where no
 * column and no `--set` gives the ids. Throws a `UserError` for a mapped column that does not exist, for two equal columns of a
 * required field, and for a required field without column and `--set`.
 */
export function chooseColumns(name: string, header: readonly string[], choice: ColumnChoice): Columns {
  const finder = new ColumnFinder(name, header);
  const sources = new Map<Field, FieldSource>();
  for (const field of fields) {
    const mapped = choice.map.get(field);
    const ids = idsFor(field);
    const found =
      mapped !== undefined
        ? finder.mapped(field, mapped)
        : finder.find(field, ids === undefined || !sources.has(ids));
    const fallback = choice.set.get(field) ?? '';
    if (found !== undefined || fallback !== '') {
      const { positions, join } = found ?? { positions: [], join: joinAsNamed };
      const column = positions.map((at) => header[at]?.trim() ?? '').join('+');
      sources.set(field, { positions, join, column: column === '' ? field : column, fallback });
    }
  }

  const isFed = (field: Field): boolean => fieldAndNames(field).some((possible) => sources.has(possible));
  const missing = fields.filter((field) => isRequired(field) && !isFed(field) && !mayBeInPhone(field));
  if (missing.length > 0) throw missingFields(name, header, missing);
  return { sources, width: header.length };
}

/** Phones often have their own country code; a row without one gets a problem. */
function mayBeInPhone(field: Field): boolean {
  return field === 'state_code';
}

/** Whether a cell is the name of a column that the importer knows. */
export function isKnownName(cell: string): boolean {
  const folded = foldName(cell);
  return folded !== '' && knownNames.has(folded);
}

const knownNames: ReadonlySet<string> = new Set([
  ...fields.map(foldName),
  ...Object.values(aliases).flat(2),
  ...partColumns.flatMap(({ spellings }) => Object.values(spellings).flat()),
]);

/** The columns of a mapping: `First Name+Last Name` is two, unless one column has exactly that name. */
export function mappedNames(mapped: string, header: readonly string[]): readonly string[] {
  const whole = header.some((cell) => sameName(cell, mapped));
  return whole ? [mapped.trim()] : mapped.split('+').map((name) => name.trim());
}

export function sameName(cell: string, wanted: string): boolean {
  return cell.trim().toLowerCase() === wanted.trim().toLowerCase();
}

/** Finds columns in one header. */
class ColumnFinder {
  readonly #name: string;
  readonly #header: readonly string[];
  readonly #folded: readonly string[];
  /** Columns that feed a field already. */
  readonly #taken = new Set<number>();

  constructor(name: string, header: readonly string[]) {
    this.#name = name;
    this.#header = header;
    this.#folded = header.map(foldName);
  }

  mapped(field: Field, mapping: string): Found {
    const names = mappedNames(mapping, this.#header);
    const positions = names.map((wanted) => {
      const found = this.#positions((at) => sameName(this.#header[at] ?? '', wanted));
      const numbered = Number(/^#(\d{1,4})$/.exec(wanted)?.[1] ?? 0) - 1;
      if (found.length === 0 && numbered in this.#header) found.push(numbered);
      const [first, second] = found;
      if (second !== undefined) throw ambiguousColumn(this.#name, this.#header, field, found);
      if (first === undefined) throw unknownColumn(this.#name, this.#header, field, mapping, wanted);
      return first;
    });
    const roles = positions.map((at) => roleOf(this.#folded[at] ?? ''));
    const allRoles = roles.filter((role) => role !== undefined);
    return this.#take(
      positions,
      allRoles.length > 1 && allRoles.length === roles.length ? joinParts(allRoles) : joinAsNamed,
    );
  }

  /** The columns that feed a field: by its own name, or, with `anyName`, also by its aliases and parts. */
  find(field: Field, anyName: boolean): Found | undefined {
    const own = this.#positions((at) => this.#header[at]?.trim() === field);
    if (own.length > 0) return this.#single(field, own);
    if (!anyName) return undefined;
    const parts = this.#parts(field);
    if (parts !== undefined && field === 'address' && parts.positions.length > 1)
      return this.#take(parts.positions, parts.join);
    for (const tier of aliases[field]) {
      const found = this.#positions((at) => tier.includes(this.#folded[at] ?? '') && !this.#taken.has(at));
      if (found.length > 0) return this.#single(field, found);
    }
    return parts === undefined ? undefined : this.#take(parts.positions, parts.join);
  }

  #single(field: Field, found: readonly number[]): Found {
    if (found.length > 1 && isRequired(field)) throw ambiguousColumn(this.#name, this.#header, field, found);
    return this.#take(found.slice(0, 1), joinAsNamed);
  }

  /** The first set of parts of which the header has a needed one; of two columns with one role, the first. */
  #parts(field: Field): Found | undefined {
    for (const set of partColumns) {
      if (set.field !== field) continue;
      const found = new Map<PartRole, number>();
      for (const [at, folded] of this.#folded.entries()) {
        const role = roleIn(set, folded);
        if (role !== undefined && !found.has(role)) found.set(role, at);
      }
      if (set.needed.some((role) => found.has(role)))
        return { positions: [...found.values()], join: joinParts([...found.keys()]) };
    }
    return undefined;
  }

  #positions(fits: (at: number) => boolean): number[] {
    return [...this.#header.keys()].filter(fits);
  }

  #take(positions: readonly number[], join: Join): Found {
    for (const at of positions) this.#taken.add(at);
    return { positions, join };
  }
}

/** The role of a column in any set of parts. */
function roleOf(folded: string): PartRole | undefined {
  for (const set of partColumns) {
    const role = roleIn(set, folded);
    if (role !== undefined) return role;
  }
  return undefined;
}
