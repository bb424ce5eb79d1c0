import type { Calls, DingTalk, Throttled } from '../dingtalk/connect.js';
import { findError } from '../dingtalk/error-table.js';
import {
  noRows,
  statuses,
  type Miss,
  type Note,
  type Outcome,
  type SkipCause,
  type Status,
  type Traffic,
} from '../outcome.js';
import type { StopReason } from '../outcome.js';
import { mostAttempted, type AttemptedRow } from './canary.js';
import type { PageEnd } from './html/html-report.js';
import type { Price } from './price.js';

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

/** Rows that have the same note. */
export interface NotedRows {
  readonly kind: string;
  readonly count: number;
  readonly firstRows: readonly number[];
}

/** What a run came to. */
export interface Summary {
  readonly rows: number;
  readonly counts: Readonly<Record<Status, number>>;
  readonly troubles: readonly Trouble[];
  /** Repairs, and what else the notes tell, by kind. */
  readonly notes: readonly NotedRows[];
  /** The first rows that cost a create call. */
  readonly attempted: readonly AttemptedRow[];
  readonly calls: Calls;
  readonly throttled: Throttled;
  /** Rows whose contact the ledger knew from an earlier run: they cost no call. */
  readonly known: number;
  /** Create calls beyond the first of their row. */
  readonly repeated: number;
  /** From start to end, in ms. */
  readonly elapsed: number;
  readonly stopped: StopReason | undefined;
  /** Names that the organisation doesn't have, the most frequent first. */
  readonly misses: readonly MissedName[];
  /** Rows whose contact exists, and whose userid isn't known. */
  readonly withoutUserid: number;
  /** Rows whose create came back with word that the contact exists. */
  readonly existedAlready: number;
  /** Contacts that the ledger knows. */
  readonly contactsKnown?: number;
  /** Which part of the file this run had, and the rows of the whole file, where it had only a part. */
  readonly shard?: { readonly index: number; readonly of: number; readonly fileRows: number };
  /** Contacts that the organisation's own list had, where it was asked for. */
  readonly listed?: number;
  /** What the import will cost, of a dry run. */
  readonly price?: Price;
  /** What became of the page about the import, where one was asked for. */
  readonly report?: PageEnd;
}

/** A name that the organisation doesn't have, and how many rows have it. */
export interface MissedName extends Miss {
  readonly count: number;
}

type Advice = Pick<Trouble, 'meaning' | 'advice'>;

const noAdvice: Advice = { meaning: '', advice: '' };

const skipCodes: Readonly<Record<SkipCause, string>> = {
  exists: '22005',
  'probably-ours': '22005 on a retry',
  duplicate: 'same phone',
};

const skipAdvice: Readonly<Record<SkipCause, Advice>> = {
  exists: findError('22005'),
  'probably-ours': {
    meaning: 'the contact exists already; the importer probably made it itself',
    advice: 'Nothing to do; only the userid is not known.',
  },
  duplicate: { meaning: 'an earlier row of the file has it', advice: 'Nothing to do.' },
};

/** First rows named for a trouble, and troubles told apart; what comes after is counted with the last. */
const namedRows = 3;
const mostTroubles = 100;

/** Missed names told apart. */
const mostMisses = 1_000;

/** Counts outcomes as they come; it keeps counts only, so its size doesn't depend on the file's length. */
export class Tally {
  readonly #counts: Record<Status, number> = noRows();
  readonly #troubles = new Map<
    string,
    { trouble: Omit<Trouble, 'count' | 'firstRows'>; count: number; firstRows: number[] }
  >();
  readonly #notes = new Map<string, { count: number; firstRows: number[] }>();
  readonly #start = performance.now();
  #rows = 0;
  #known = 0;
  #repeated = 0;
  #rehearsed = 0;
  #withoutUserid = 0;
  #existedAlready = 0;
  readonly #attempted: AttemptedRow[] = [];
  readonly #misses = new Map<string, { miss: Miss; count: number }>();

  /** Rows that a dry run would have sent. */
  get rehearsed(): number {
    return this.#rehearsed;
  }

  /** Counts the outcome of the row with this number, and what was noted of it. */
  add(rowNumber: number, outcome: Outcome, notes: readonly Note[] = []): void {
    this.#rows += 1;
    for (const { kind } of notes) {
      const noted = this.#notes.get(kind) ?? { count: 0, firstRows: [] };
      this.#notes.set(kind, noted);
      countRow(noted, rowNumber);
    }
    this.#counts[outcome.status] += 1;
    if ('attempts' in outcome) this.#noteAttempts(rowNumber, outcome);
    switch (outcome.status) {
      case 'created':
        if (outcome.attempts === 0) this.#known += 1;
        return;
      case 'pending':
        if (outcome.cause === 'dry-run') this.#rehearsed += 1;
        return;
      case 'invalid':
        for (const rule of new Set(outcome.problems.map((problem) => problem.rule)))
          this.#note(rowNumber, 'invalid', rule, noAdvice);
        for (const { miss } of outcome.problems) if (miss !== undefined) this.#noteMiss(miss);
        return;
      case 'skipped':
        if (outcome.attempts === 0 && outcome.cause !== 'duplicate') this.#known += 1;
        if (outcome.cause !== 'duplicate' && outcome.userid === '') this.#withoutUserid += 1;
        if (outcome.cause !== 'duplicate' && outcome.attempts > 0) this.#existedAlready += 1;
        this.#note(rowNumber, 'skipped', skipCodes[outcome.cause], skipAdvice[outcome.cause]);
        return;
      case 'failed':
      case 'unknown':
        this.#note(
          rowNumber,
          outcome.status,
          outcome.errcode,
          findError(outcome.errcode, outcome.cause === 'fatal'),
        );
        return;
    }
  }

  /**
   * Throws if the sums don't agree: `rows` were counted before the run, `lines` were written to
   * the results, `sent` creates to the ledger. Nothing is taken back then: the files are there to be looked at.
   */
  summarise(
    rows: number,
    lines: number,
    dingtalk: Pick<DingTalk, 'calls' | 'throttled'>,
    sent: number,
    stopped: StopReason | undefined,
  ): Summary {
    const calls = dingtalk.calls();
    const sum = statuses.reduce((total, status) => total + this.#counts[status], 0);
    if (rows !== sum || lines !== sum || this.#rows !== sum) {
      throw new Error(`the sums don't agree: ${rows} rows surveyed, ${sum} outcomes, ${lines} lines written`);
    }
    if (calls.create !== sent) {
      throw new Error(
        `the sums don't agree: ${calls.create} create calls made, ${sent} written down in the ledger`,
      );
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
      notes: [...this.#notes].map(([kind, { count, firstRows }]) => ({ kind, count, firstRows })),
      attempted: this.#attempted,
      calls,
      throttled: dingtalk.throttled(),
      known: this.#known,
      repeated: this.#repeated,
      elapsed: performance.now() - this.#start,
      stopped,
      misses: [...this.#misses.values()]
        .map(({ miss, count }) => ({ ...miss, count }))
        .sort((one, other) => other.count - one.count),
      withoutUserid: this.#withoutUserid,
      existedAlready: this.#existedAlready,
    };
  }

  #noteMiss(miss: Miss): void {
    const entry = this.#misses.get(miss.name);
    if (entry !== undefined) entry.count += 1;
    else if (this.#misses.size < mostMisses) this.#misses.set(miss.name, { miss, count: 1 });
  }

  #noteAttempts(row: number, outcome: Extract<Outcome, Traffic>): void {
    this.#repeated += Math.max(outcome.attempts - 1, 0);
    if (outcome.attempts === 0 || this.#attempted.length >= mostAttempted) return;
    const { status } = outcome;
    const userid = 'userid' in outcome ? outcome.userid : '';
    this.#attempted.push({ row, status, userid, errcode: 'errcode' in outcome ? outcome.errcode : '' });
  }

  #note(rowNumber: number, status: Status, code: string, { meaning, advice }: Advice): void {
    const key = `${status} ${code}`;
    let entry = this.#troubles.get(key);
    if (entry === undefined) {
      if (this.#troubles.size >= mostTroubles) return;
      entry = { trouble: { status, code, meaning, advice }, count: 0, firstRows: [] };
      this.#troubles.set(key, entry);
    }
    countRow(entry, rowNumber);
  }
}

function countRow(entry: { count: number; readonly firstRows: number[] }, rowNumber: number): void {
  entry.count += 1;
  if (entry.firstRows.length < namedRows) entry.firstRows.push(rowNumber);
}
