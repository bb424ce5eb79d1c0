import { aliases } from './aliases.js';
import type { FieldColumns } from './field-source.js';
import { isRequired, type Field } from './fields.js';
import { foldedNames, foldName } from './fold-name.js';
import { joinAsNamed, joinParts } from './join-cells.js';
import { mappedNames, sameName } from './mapped-names.js';
import { ambiguousColumn, unknownColumn, type FileHeader } from './messages.js';
import { allRoles, neededRoles, partColumns, type PartRole } from './part-columns.js';
import { areNumbered, phoneSource, phoneTiers } from './phone-columns.js';

/** Finds the columns of one field after another; an alias never finds a column that feeds an earlier field. */
export class ColumnFinder {
  readonly #file: FileHeader;
  readonly #folded: readonly string[];
  /** For each column its folded name, and the folded names in it. */
  readonly #names: readonly (readonly string[])[];
  readonly #used = new Set<number>();

  constructor(file: FileHeader) {
    this.#file = file;
    this.#folded = file.header.map(foldName);
    this.#names = file.header.map(foldedNames);
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
    return this.#use({ positions, join: areParts ? joinParts(roles) : joinAsNamed });
  }

  /** The columns that feed a field: by its own name, its aliases or its parts. */
  find(field: Field): FieldColumns | undefined {
    if (field === 'mobile') return this.#phone();
    const own = this.#positions((at) => this.#file.header[at]?.trim() === field);
    if (own.length > 0) return this.#useFirst(field, own);
    const parts = this.#parts(field);
    if (parts !== undefined && field === 'address' && parts.positions.length > 1) return this.#use(parts);
    for (const tier of aliases[field]) {
      const found = this.#named(tier);
      if (found.length > 0) return this.#useFirst(field, found);
    }
    return parts === undefined ? undefined : this.#use(parts);
  }

  /** A mobile column beats any other phone; a row in which it is empty takes the next one. */
  #phone(): FieldColumns | undefined {
    const { header } = this.#file;
    const own = this.#positions((at) => header[at]?.trim() === 'mobile');
    const tiers = phoneTiers(header, [own, ...aliases.mobile.map((tier) => this.#named(tier))]);
    const [best] = tiers;
    if (best === undefined) return undefined;
    if (best.length > 1 && !areNumbered(header, best)) throw ambiguousColumn(this.#file, 'mobile', best);
    return this.#use(phoneSource(header, tiers.flat()));
  }

  /** The columns whose name is in a tier of aliases, or is made of several that are. */
  #named(tier: readonly string[]): readonly number[] {
    return this.#positions((at) => {
      const [whole = '', ...parts] = this.#names[at] ?? [];
      const isNamed =
        tier.includes(whole) || (parts.length > 0 && parts.every((part) => tier.includes(part)));
      return isNamed && !this.#used.has(at);
    });
  }

  #useFirst(field: Field, found: readonly number[]): FieldColumns {
    if (found.length > 1 && isRequired(field)) throw ambiguousColumn(this.#file, field, found);
    return this.#use({ positions: found.slice(0, 1), join: joinAsNamed });
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

  #use(found: FieldColumns): FieldColumns {
    for (const at of found.positions) this.#used.add(at);
    return found;
  }
}
