import { aliases } from './aliases.js';
import { countrySource } from './country-columns.js';
import { textIn, type FieldColumns } from './field-source.js';
import { isRequired, type Field } from './fields.js';
import { foldedNames, foldName } from './fold-name.js';
import { joinAsNamed, joinEither, joinParts, wholeName } from './join-cells.js';
import { mappedNames, sameName } from './mapped-names.js';
import {
  ambiguousColumn,
  halfOfAName,
  statesAreNoCountries,
  unknownColumn,
  type FileHeader,
} from './messages.js';
import {
  allRoles,
  halves,
  neededRoles,
  partColumns,
  type PartColumns,
  type PartRole,
} from './part-columns.js';
import { hasStates, isStateCode } from './state-columns.js';
import { areNumbered, phoneSource, phoneTiers } from './phone-columns.js';

type NameParts = FieldColumns & { readonly column: string };

/** Finds the columns of one field after another; an alias never finds a column that feeds an earlier field. */
export class ColumnFinder {
  readonly #file: FileHeader;
  readonly #folded: readonly string[];
  /** For each column its folded name, and the folded names in it. */
  readonly #names: readonly (readonly string[])[];
  readonly #used = new Set<number>();
  readonly #sample: readonly (readonly string[])[];
  readonly #remarks: string[] = [];
  /** Columns of states that could be taken for those of countries. */
  #states: readonly number[] = [];

  /** `sample` are the first rows of the file. */
  constructor(file: FileHeader, sample: readonly (readonly string[])[]) {
    this.#file = file;
    this.#sample = sample;
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

  /**
   * The columns that feed a field: by its own name, its aliases or its parts. `title` is often a salutation beside a job title, and
   * `address` the street beside a town, so these two names are aliases like others.
   */
  find(field: Field): FieldColumns | undefined {
    if (field === 'name') return this.#name();
    if (field === 'mobile') return this.#phone();
    const own = field === 'title' || field === 'address' ? [] : this.#own(field);
    if (own.length > 0) return this.#useFirst(field, own);
    const parts = this.#parts(field);
    if (parts !== undefined && field === 'address' && parts.positions.length > 1) return this.#use(parts);
    for (const tier of aliases[field]) {
      const found = this.#named(tier);
      if (found.length > 0) return this.#useFirst(field, found);
    }
    return parts === undefined ? undefined : this.#use(parts);
  }

  /**
   * The whole name of a row, else its parts. A column of companies is not used beside parts; and where an accounting program has a
   * contact's name beside both halves, the halves are the person.
   */
  #name(): FieldColumns | undefined {
    const parts = this.#nameParts();
    const tiers = aliases.name.slice(0, parts === undefined ? undefined : -1);
    const isFree = (at: number): boolean => parts?.positions.includes(at) !== true;
    const named = [this.#own('name'), ...tiers.map((tier) => this.#named(tier))].map((tier) =>
      tier.filter(isFree),
    );
    const [at, second] = named.find((tier) => tier.length > 0) ?? [];
    if (at === undefined) return parts && this.#use(parts);
    if (second !== undefined) throw ambiguousColumn(this.#file, 'name', [at, second]);
    if (parts === undefined) return this.#use({ positions: [at], join: joinAsNamed });
    const column = this.#file.header[at]?.trim() ?? '';
    const [count, isContact] = [parts.positions.length, this.#folded[at] === 'contactname'];
    return this.#use(
      isContact && count > 1
        ? { ...parts, positions: [...parts.positions, at], join: joinEither(parts.join, count, wholeName) }
        : { positions: [at, ...parts.positions], join: joinEither(wholeName, 1, parts.join), column },
    );
  }

  #nameParts(): NameParts | undefined {
    const [set] = partColumns;
    const found = set === undefined ? new Map<PartRole, number>() : this.#rolesIn(set);
    if (!found.has('first') && !found.has('last')) return undefined;
    for (const { role, names, beside } of halves) {
      const other = this.#folded[found.get(role === 'first' ? 'last' : 'first') ?? -1] ?? '';
      const at = this.#folded.findIndex((folded) => names.includes(folded));
      if (found.has(role) || at === -1 || (beside !== undefined && !beside.includes(other))) continue;
      found.set(role, at);
    }
    const entries = [...found].sort(([, one], [, other]) => one - other);
    const positions = entries.map(([, at]) => at);
    const column = positions.map((at) => this.#file.header[at]?.trim() ?? '').join('+');
    if (!found.has('first') || !found.has('last')) this.#remarks.push(halfOfAName(column));
    return { positions, join: joinParts(entries.map(([role]) => role)), column };
  }

  /** A mobile column beats any other phone; a row in which it is empty takes the next one. */
  #phone(): FieldColumns | undefined {
    const { header } = this.#file;
    const tiers = phoneTiers(header, [
      this.#own('mobile'),
      ...aliases.mobile.map((tier) => this.#named(tier)),
    ]);
    const [best] = tiers;
    if (best === undefined) return undefined;
    if (best.length > 1 && !areNumbered(header, best)) throw ambiguousColumn(this.#file, 'mobile', best);
    return this.#use(phoneSource(header, tiers.flat()));
  }

  /** The column `state_code` of a row, else what another column says of its country. `phone` is the source of `mobile`. */
  country(phone: FieldColumns | undefined): FieldColumns | undefined {
    const { header } = this.#file;
    this.#states = this.#positions((at) => isStateCode(header[at] ?? '') && this.#hasStates(at, phone));
    for (const at of this.#states) this.#remarks.push(statesAreNoCountries(header[at] ?? ''));
    const isFree = (at: number): boolean => !this.#states.includes(at);
    const own = this.#own('state_code').filter(isFree);
    if (own.length > 1) throw ambiguousColumn(this.#file, 'state_code', own);
    const named = aliases.state_code.flatMap((tier) => this.#named(tier)).filter(isFree);
    const source = countrySource(header, own, named, this.#sample);
    if (source === undefined) return undefined;
    this.#remarks.push(...source.remarks);
    return this.#use(source.columns);
  }

  #hasStates(at: number, phone: FieldColumns | undefined): boolean {
    const sample = this.#sample.map((cells) => ({
      code: cells[at] ?? '',
      phone: phone === undefined ? '' : textIn(phone, cells, (cell) => cell),
    }));
    return hasStates(this.#file.header, at, sample);
  }

  /** What was found out about columns, in sentences. */
  get remarks(): readonly string[] {
    return this.#remarks;
  }

  /** The columns with the field's own name, in any spelling: `follower_user_id`, `Follower User ID`. */
  #own(field: Field): readonly number[] {
    const own = foldName(field);
    return this.#positions((at) => this.#folded[at] === own);
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

  /** The first set of parts of which the header has a needed one. */
  #parts(field: Field): FieldColumns | undefined {
    for (const set of partColumns) {
      if (set.field !== field) continue;
      const found = this.#rolesIn(set);
      const [state] = this.#states;
      if (state !== undefined && field === 'address' && !found.has('province')) found.set('province', state);
      if (neededRoles[set.field].some((role) => found.has(role)))
        return { positions: [...found.values()], join: joinParts([...found.keys()]) };
    }
    return undefined;
  }

  /** The columns with a role in a set; of two with one role, the first. */
  #rolesIn({ roles }: PartColumns): Map<PartRole, number> {
    const found = new Map<PartRole, number>();
    for (const [at, [whole = '', ...names]] of this.#names.entries()) {
      const [first, ...others] = names.map((name) => roles.get(name));
      const role = roles.get(whole) ?? (others.every((other) => other === first) ? first : undefined);
      if (role !== undefined && !found.has(role)) found.set(role, at);
    }
    return found;
  }

  #positions(matches: (at: number) => boolean): number[] {
    return [...this.#file.header.keys()].filter(matches);
  }

  #use(found: FieldColumns): FieldColumns {
    for (const at of found.positions) this.#used.add(at);
    return found;
  }
}
