import { aliases, foldName } from './aliases.js';
import { ambiguousColumn, missingFields, unknownColumn } from './messages.js';
import { fieldAndNames, fields, idsFor, isRequired, type Field } from './fields.js';
import { joinAsNamed, joinParts, type Join } from './join-cells.js';
import { partSets, roleIn, type PartRole } from './part-columns.js';

/** What the user said about columns: `--map` names columns for a field, `--set` a value for rows that have none. */
export interface ColumnChoice {
  readonly map: ReadonlyMap<Field, string>;
  readonly set: ReadonlyMap<Field, string>;
}

/** Where a field's value comes from. */
interface FieldSource {
  /** The field's columns, counted from 0 in the survey's header. */
  readonly positions: readonly number[];
  /** Makes the value of those columns' cells. */
  readonly join: Join;
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

type Found = Pick<FieldSource, 'positions' | 'join'>;

/**
 * Decides once for the whole file which columns feed which field: `--map`; else the field's own name; else the names that
 * exports have for it, in order of preference, without regard to case, width and punctuation; else the parts of a name or
 * an address. Names are taken for ids only where no column and no `--set` gives the ids, unless the column has the field's
 * own name. Throws a `UserError` for a mapped column that isn't there, for two columns equally good for a required
 * field, and for a required field with neither column nor `--set`.
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

/** Phones often carry their country code, so a file does without a column for it; a row that has none is told so. */
function mayBeInPhone(field: Field): boolean {
  return field === 'state_code';
}

/** Whether a cell is the name of a column that the importer knows by itself. */
export function isKnownName(cell: string): boolean {
  const folded = foldName(cell);
  return folded !== '' && knownNames.has(folded);
}

const knownNames: ReadonlySet<string> = new Set([
  ...fields.map(foldName),
  ...Object.values(aliases).flat(2),
  ...partSets.flatMap(({ spellings }) => Object.values(spellings).flat()),
]);

/** The names a mapping consists of: `First Name+Last Name` is two, unless one column has that very name. */
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

  /** The column or columns that feed a field without being told: by its own name, or, with `anyName`, by all that exports have for it. */
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

  /** The first set of parts of which the header has a needed one; the first column of each part counts. */
  #parts(field: Field): Found | undefined {
    for (const set of partSets) {
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

/** What a column is a part of a name or an address as. */
function roleOf(folded: string): PartRole | undefined {
  for (const set of partSets) {
    const role = roleIn(set, folded);
    if (role !== undefined) return role;
  }
  return undefined;
}
