import type { Calls } from '../dingtalk/connect.js';
import { findError } from '../dingtalk/error-table.js';
import { statuses, type Outcome, type Status } from '../outcome.js';
import type { StopReason } from '../pace/stop.js';

/** Rows with the same trouble. */
export interface Trouble {
  readonly status: Status;
  /** The error code, or the rule an invalid row breaks. */
  readonly code: string;
  /** Meaning and advice of the error table; empty for an invalid row, whose own text has both. */
  readonly meaning: string;
  readonly advice: string;
  readonly count: number;
  /** The numbers of the first rows that have it. */
  readonly firstRows: readonly number[];
}

/** What a run came to. */
export interface Summary {
  readonly rows: number;
  readonly counts: Readonly<Record<Status, number>>;
  readonly troubles: readonly Trouble[];
  readonly calls: Calls;
  /** Create calls beyond the first of their row. */
  readonly repeated: number;
  /** From start to end, in ms. */
  readonly elapsed: number;
  readonly stopped: StopReason | undefined;
}

/** First rows named for a trouble, and troubles told apart; what comes after is counted with the last. */
const namedRows = 3;
const mostTroubles = 100;

/** Counts outcomes as they come; it keeps counts only, so its size doesn't depend on the file's length. */
export class Tally {
  readonly #counts: Record<Status, number> = {
    created: 0,
    skipped: 0,
    invalid: 0,
    failed: 0,
    unknown: 0,
    pending: 0,
  };
  readonly #troubles = new Map<
    string,
    { trouble: Omit<Trouble, 'count' | 'firstRows'>; count: number; firstRows: number[] }
  >();
  readonly #start = performance.now();
  #rows = 0;
  #repeated = 0;

  /** Counts the outcome of the row with this number. */
  add(rowNumber: number, outcome: Outcome): void {
    this.#rows += 1;
    this.#counts[outcome.status] += 1;
    if ('attempts' in outcome) this.#repeated += Math.max(outcome.attempts - 1, 0);
    switch (outcome.status) {
      case 'created':
      case 'pending':
        return;
      case 'invalid':
        for (const { rule } of outcome.problems) this.#note(rowNumber, 'invalid', rule, '', '');
        return;
      case 'skipped':
      case 'failed':
      case 'unknown': {
        const { meaning, advice } = findError(
          outcome.errcode,
          outcome.status !== 'skipped' && outcome.cause === 'fatal',
        );
        this.#note(rowNumber, outcome.status, outcome.errcode, meaning, advice);
        return;
      }
    }
  }

  /** Throws if the sums don't agree: `rows` were counted before the run, `lines` were written to the results. */
  summarise(rows: number, lines: number, calls: Calls, stopped: StopReason | undefined): Summary {
    const sum = statuses.reduce((total, status) => total + this.#counts[status], 0);
    if (rows !== sum || lines !== sum || this.#rows !== sum) {
      throw new Error(`the sums don't agree: ${rows} rows surveyed, ${sum} outcomes, ${lines} lines written`);
    }
    return {
      rows,
      counts: this.#counts,
      troubles: [...this.#troubles.values()]
        .map(({ trouble, count, firstRows }) => ({ ...trouble, count, firstRows }))
        .sort(
          (one, other) =>
            statuses.indexOf(one.status) - statuses.indexOf(other.status) || other.count - one.count,
        ),
      calls,
      repeated: this.#repeated,
      elapsed: performance.now() - this.#start,
      stopped,
    };
  }

  #note(rowNumber: number, status: Status, code: string, meaning: string, advice: string): void {
    const key = `${status} ${code}`;
    let entry = this.#troubles.get(key);
    if (entry === undefined) {
      if (this.#troubles.size >= mostTroubles) return;
      entry = { trouble: { status, code, meaning, advice }, count: 0, firstRows: [] };
      this.#troubles.set(key, entry);
    }
    entry.count += 1;
    if (entry.firstRows.length < namedRows) entry.firstRows.push(rowNumber);
  }
}
