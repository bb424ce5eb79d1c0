import { aliases } from './aliases.js';
import { countrySource, isAddressPart } from './country-columns.js';
import { firstFilled, type FieldColumns } from './field-source.js';
import { isRequired, type Field } from './fields.js';
import { foldedNames, foldName } from './fold-name.js';
import { joinAsNamed, joinParts } from './join-cells.js';
import { mappedNames, sameName } from './mapped-names.js';
import { ambiguousColumn, unknownColumn, type FileHeader } from './messages.js';
import { allRoles, neededRoles, partColumns, roleOf, type PartRole } from './part-columns.js';
import { areNumbered, phoneSource, phoneTiers } from './phone-columns.js';

/** Fields of which another name tells more than DingTalk's own: a `title` beside a `position` is a salutation. */
const weakNames: readonly Field[] = ['title', 'address'];

/** Finds the columns of one field after another; an alias never finds a column that feeds an earlier field. */
export class ColumnFinder {
  readonly #file: FileHeader;
  readonly #folded: readonly string[];
  /** For each column its folded name, and the folded names in it. */
  readonly #names: readonly (readonly string[])[];
  readonly #used = new Set<number>();
  /** What was decided by evidence in the header, for the log. */
  readonly remarks: string[] = [];

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
    if (field === 'state_code') return this.#countryCode();
    if (field === 'name') return this.#name();
    return this.#whole(field);
  }

  #whole(field: Field): FieldColumns | undefined {
    const own = this.#own(field);
    if (own.length > 0 && !weakNames.includes(field)) return this.#useFirst(field, own);
    const parts = this.#parts(field);
    if (parts !== undefined && field === 'address' && parts.positions.length > 1) return this.#use(parts);
    for (const tier of aliases[field]) {
      const found = this.#named(tier);
      if (found.length > 0) return this.#useFirst(field, found);
    }
    return parts === undefined ? undefined : this.#use(parts);
  }

  /** The whole name, or its parts in rows without one. */
  #name(): FieldColumns | undefined {
    const whole = this.#whole('name');
    const parts = this.#parts('name');
    if (whole === undefined || parts === undefined || whole.positions.join() === parts.positions.join())
      return whole;
    // Xero's ContactName is the company, where the person has a first and a last name.
    const isPartsFirst = /^\*?ContactName$/.test(this.#file.header[whole.positions[0] ?? 0]?.trim() ?? '');
    const column = this.#columnOf(isPartsFirst ? parts : whole);
    return { ...this.#use(firstFilled(isPartsFirst ? [parts, whole] : [whole, parts])), column };
  }

  /** A column of country codes, and in rows without one a country, which stays a part of an address. */
  #countryCode(): FieldColumns | undefined {
    const { header } = this.#file;
    const isBesideAddress = header.some(isAddressPart);
    const own = this.#positions((at) => header[at]?.trim() === 'state_code');
    const isDingTalks = own.length > 0 && (!isBesideAddress || header.includes('mobile'));
    const named = isDingTalks ? own : aliases.state_code.flatMap((tier) => this.#named(tier));
    const codes = named.filter((at) => isDingTalks || !isBesideAddress || this.#folded[at] !== 'statecode');
    const [part] = named.filter((at) => !codes.includes(at));
    if (part !== undefined)
      this.remarks.push(
        `the column "${header[part] ?? ''}" is taken for a part of an address, not for a country code`,
      );
    if (codes.length > 1) throw ambiguousColumn(this.#file, 'state_code', codes);
    for (const at of codes) this.#used.add(at);
    return countrySource(header, codes, (at) => !this.#used.has(at));
  }

  /** A mobile column beats any other phone; a row in which it is empty takes the next one. */
  #phone(): FieldColumns | undefined {
    const { header } = this.#file;
    const own = this.#own('mobile');
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
      for (const [at, names] of this.#names.entries()) {
        const role = roleOf(set, names);
        if (role !== undefined && !found.has(role)) found.set(role, at);
      }
      if (neededRoles[set.field].some((role) => found.has(role)))
        return { positions: [...found.values()], join: joinParts([...found.keys()]) };
    }
    return undefined;
  }

  /** The columns with a field's own name, in any case. */
  #own(field: Field): readonly number[] {
    return this.#positions((at) => sameName(this.#file.header[at] ?? '', field));
  }

  #columnOf({ positions }: FieldColumns): string {
    return positions.map((at) => this.#file.header[at]?.trim() ?? '').join('+');
  }

  #positions(matches: (at: number) => boolean): number[] {
    return [...this.#file.header.keys()].filter(matches);
  }

  #use(found: FieldColumns): FieldColumns {
    for (const at of found.positions) this.#used.add(at);
    return found;
  }
}
