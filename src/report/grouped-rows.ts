/** Rows named for a group. */
const namedRows = 3;

/** Groups at most; the rows of all further kinds are counted in a last one. */
const mostGroups = 100;

/** How many rows a group has, and the numbers of the first. */
export interface RowCount {
  readonly count: number;
  readonly firstRows: readonly number[];
}

/** Counts rows by group in memory that does not grow with the file. */
export class GroupedRows<Facts> {
  readonly #groups = new Map<string, { facts: Facts; count: number; firstRows: number[] }>();
  readonly #rest: (facts: Facts) => Facts;

  /** `rest` makes the facts of a group that holds rows of many further groups. */
  constructor(rest: (facts: Facts) => Facts) {
    this.#rest = rest;
  }

  add(row: number, key: (facts: Facts) => string, facts: Facts): void {
    const isKnown = this.#groups.has(key(facts)) || this.#groups.size < mostGroups;
    const own = isKnown ? facts : this.#rest(facts);
    const group = this.#groups.get(key(own)) ?? { facts: own, count: 0, firstRows: [] };
    this.#groups.set(key(own), group);
    group.count += 1;
    if (group.firstRows.length < namedRows) group.firstRows.push(row);
  }

  all(): readonly (Facts & RowCount)[] {
    return [...this.#groups.values()].map(({ facts, count, firstRows }) => ({ ...facts, count, firstRows }));
  }
}
