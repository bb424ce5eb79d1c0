/** Rows that were sent and settled in a stretch of time, in ms from the start. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}

/** Stretches at most; when there would be more, two become one. */
const mostStretches = 120;
const firstWidth = 1_000;

/** Counts rows over time in at most 120 equal stretches, however long it takes. Times are ms on any clock that only grows. */
export class Timeline {
  readonly #start: number;
  #width = firstWidth;
  #counts: number[] = [];

  constructor(start: number) {
    this.#start = start;
  }

  /** Counts one row. */
  add(now: number): void {
    const passed = Math.max(now - this.#start, 0);
    while (passed >= this.#width * mostStretches) this.#halve();
    const at = Math.floor(passed / this.#width);
    while (this.#counts.length <= at) this.#counts.push(0);
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
  }

  /** All stretches up to the end; a last one of less than half the width is part of the one before it. */
  stretches(end: number): readonly Stretch[] {
    const passed = Math.max(end - this.#start, 1);
    while (passed > this.#width * mostStretches) this.#halve();
    const count = Math.max(Math.ceil(passed / this.#width), this.#counts.length);
    const all = Array.from({ length: count }, (_, at) => ({
      from: at * this.#width,
      to: at === count - 1 ? Math.max(passed, at * this.#width + 1) : (at + 1) * this.#width,
      rows: this.#counts[at] ?? 0,
    }));
    const last = all.at(-1);
    const before = all.at(-2);
    if (last === undefined || before === undefined || last.to - last.from >= this.#width / 2) return all;
    return [...all.slice(0, -2), { from: before.from, to: last.to, rows: before.rows + last.rows }];
  }

  #halve(): void {
    const counts = this.#counts;
    this.#counts = Array.from(
      { length: Math.ceil(counts.length / 2) },
      (_, at) => (counts[at * 2] ?? 0) + (counts[at * 2 + 1] ?? 0),
    );
    this.#width *= 2;
  }
}
