import { setMaxListeners } from 'node:events';
import type { Found } from '../lookup/look-ups.js';
import type { Outcome, StopReason } from '../outcome.js';
import { Breaker } from './breaker.js';
import { FirstAlone } from './first-alone.js';

/** What the user allows a run; `Infinity` is no limit. */
export interface Limits {
  /** Rows that are attempted: those that really cost a call. */
  readonly rows: number;
  /** Failed rows before no other is begun. */
  readonly failed: number;
  /** Calls of every kind. */
  readonly calls: number;
}

export const noLimits: Limits = { rows: Infinity, failed: Infinity, calls: Infinity };

/** The one reason to stop, or none. Once there, no call is started; what is in flight settles. */
export class Stop {
  readonly #limits: Limits;
  readonly #controller = new AbortController();
  readonly #abandon = new AbortController();
  readonly #firstAlone = new FirstAlone();
  readonly #breaker = new Breaker();
  #reason: StopReason | undefined;
  /** Why a row was turned away while those before it may still make their calls. */
  #closed: StopReason | undefined;
  #rows = 0;
  #failed = 0;
  #calls = 0;

  /**
   * `interruption` stops the run when it's aborted; its reason, if a text, says by what: a signal's name. What is in flight
   * then has `grace` ms to settle.
   */
  constructor(limits: Limits, interruption: AbortSignal, grace = Infinity) {
    this.#limits = limits;
    // As many calls as are under way may wait on it at once.
    setMaxListeners(0, this.#controller.signal, this.#abandon.signal);
    const interrupted = (): void => {
      const by: unknown = interruption.reason;
      this.because({ kind: 'interrupted', by: typeof by === 'string' ? by : 'the caller' });
      if (grace !== Infinity)
        setTimeout(() => {
          this.#abandon.abort();
        }, grace).unref();
    };
    if (interruption.aborted) interrupted();
    else interruption.addEventListener('abort', interrupted, { once: true });
  }

  get reason(): StopReason | undefined {
    return this.#reason ?? this.#closed;
  }

  /** Aborted as soon as there is a reason: for waits that shouldn't outlast the run. Never for a call in flight. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Aborted when what is in flight has had its time to settle after an interruption. */
  get abandon(): AbortSignal {
    return this.#abandon.signal;
  }

  /** Stops the run; only the first reason counts. */
  because(reason: StopReason): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#controller.abort();
  }

  /** Takes one call from those the run may make; where none is left the run stops, and it's false. */
  takeCall(): boolean {
    const most = this.#limits.calls;
    if (this.#calls >= most) this.because({ kind: 'limit', option: '--max-calls', most });
    if (this.#reason !== undefined) return false;
    this.#calls += 1;
    return true;
  }

  /** Does work without which the run can't go on: if it throws, the run stops, and the error goes on. */
  async need<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      this.because({ kind: 'unrecordable', error: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  }

  /**
   * Runs one create; the row is `pending` if the run has stopped, or stops before anything is sent (`undefined`), or if no
   * further row may begin. The first create goes alone, so what concerns every row, a dead token say, costs one call; all
   * others wait for its outcome. A fatal outcome stops the run, and so do ten rows in a row that ran out of retries.
   */
  admit(create: () => Promise<Outcome | undefined>): Promise<Outcome> {
    return this.#firstAlone.run('create', async () => {
      const closed = this.turnedAway();
      if (closed !== undefined) return closed;
      this.#rows += 1;
      const begunAt = Date.now();
      const outcome = await create();
      if (outcome === undefined) return pending(this.#reason);
      this.judge(outcome, begunAt);
      return outcome;
    });
  }

  /** The outcome of a row that may not begin, because the run has stopped or a limit is reached. */
  turnedAway(): Outcome | undefined {
    if (this.#reason === undefined) this.#closed ??= this.#limitReached();
    const reason = this.#reason ?? this.#closed;
    return reason === undefined ? undefined : pending(reason);
  }

  /**
   * Runs one look-up, unless the run has stopped. The first of each kind goes alone, as the first create does, and the very
   * first call of a run goes alone whichever it is. A fatal answer stops the run.
   */
  lookUp<Value>(kind: string, ask: () => Promise<Found<Value>>): Promise<Found<Value>> {
    return this.#firstAlone.run(kind, async () => {
      if (this.#reason !== undefined) return { kind: 'stopped' };
      const found = await ask();
      if (found.kind === 'refused' && found.cause === 'fatal') {
        this.because({ kind: 'fatal', errcode: found.errcode, error: found.error });
      }
      return found;
    });
  }

  #limitReached(): StopReason | undefined {
    const { rows, failed } = this.#limits;
    if (this.#failed >= failed) return { kind: 'limit', option: '--max-failed', most: failed };
    return this.#rows >= rows ? { kind: 'limit', option: '--limit', most: rows } : undefined;
  }

  /** Counts how a row ended that began at `begunAt`, in ms since 1970; it may be what stops the run. */
  judge(outcome: Outcome, begunAt: number): void {
    if (outcome.status === 'failed') this.#failed += 1;
    if ((outcome.status !== 'failed' && outcome.status !== 'unknown') || outcome.cause === 'refused') {
      this.#breaker.reset();
      return;
    }
    const { errcode, error } = outcome;
    if (outcome.cause === 'fatal') {
      this.because({ kind: 'fatal', errcode, error });
      return;
    }
    const since = this.#breaker.trip(begunAt)?.toISOString().slice(0, 19);
    if (since !== undefined) {
      const text = `The server is unreachable or busy since ${since}Z: ten rows in a row ran out of retries, the last with this: ${error}`;
      this.because({ kind: 'fatal', errcode, error: text });
    }
  }
}

function pending(reason: StopReason | undefined): Outcome {
  return {
    status: 'pending',
    cause: 'stopped',
    error: `Not sent: ${reason === undefined ? 'the run stopped' : pendingText(reason)}`,
  };
}

function pendingText(reason: StopReason): string {
  switch (reason.kind) {
    case 'fatal':
      return `the run stopped before this row (${reason.errcode}). Run the same command again once that is mended.`;
    case 'limit':
      return `the run stopped before this row, at ${reason.option} ${reason.most}. Run the same command again to go on.`;
    case 'unrecordable':
      return 'the run stopped before this row, because nothing more could be written down. Make room and run the same command again.';
    case 'interrupted':
      return `the run was interrupted before this row (${reason.by}). Run the same command again.`;
  }
}
