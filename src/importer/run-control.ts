import { setMaxListeners } from 'node:events';
import type { Outcome, StopReason } from '../outcome.js';
import { interruptedBy, UserError } from '../user-error.js';

/** What the user allows a run; `Infinity` is no limit. */
export interface Limits {
  /** Rows that are attempted: those that cost a create call. */
  readonly rows: number;
  /** Failed rows before no other is begun. */
  readonly failed: number;
  /** Calls of every kind. */
  readonly calls: number;
}

export const noLimits: Limits = { rows: Infinity, failed: Infinity, calls: Infinity };

/** Limits, signals, and the one reason to stop. Once there is one, no call starts; calls in flight finish. */
export class RunControl {
  readonly #limits: Limits;
  readonly #stopping = new AbortController();
  readonly #abandoning = new AbortController();
  #reason: StopReason | undefined;
  /** The limit at which a row was turned away, while calls of earlier rows may still go. */
  #closed: StopReason | undefined;
  #rows = 0;
  #failed = 0;
  #calls = 0;

  /**
   * `interruption` stops the run when it is aborted; its reason, if a text, names what did: a signal. Calls in flight then
   * have `grace` ms to finish.
   */
  constructor(limits: Limits, interruption: AbortSignal, grace = Infinity) {
    this.#limits = limits;
    // All calls under way listen to them.
    setMaxListeners(0, this.#stopping.signal, this.#abandoning.signal);
    const interrupt = (): void => {
      this.stop({ kind: 'interrupted', by: interruptedBy(interruption) });
      if (grace === Infinity) return;
      setTimeout(() => {
        this.#abandoning.abort();
      }, grace).unref();
    };
    if (interruption.aborted) interrupt();
    else interruption.addEventListener('abort', interrupt, { once: true });
  }

  get reason(): StopReason | undefined {
    return this.#reason ?? this.#closed;
  }

  /** Aborted as soon as the run stops: ends waits, but no call in flight. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Aborted when the grace after an interruption is over: gives up calls in flight. */
  get abandon(): AbortSignal {
    return this.#abandoning.signal;
  }

  /** Stops the run; only the first reason counts. */
  stop(reason: StopReason): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#stopping.abort();
  }

  /** Takes one call from those the run may make; without one left the run stops, and the result is false. */
  takeCall(): boolean {
    const most = this.#limits.calls;
    if (this.#calls >= most) this.stop({ kind: 'limit', option: '--max-calls', most });
    if (this.#reason !== undefined) return false;
    this.#calls += 1;
    return true;
  }

  /** Why no further row may begin: the run has stopped, or a limit is reached. */
  closed(): StopReason | undefined {
    if (this.#reason === undefined) this.#closed ??= this.#limitReached();
    return this.reason;
  }

  /** Counts a row that is about to be created. */
  beginRow(): void {
    this.#rows += 1;
  }

  /** Counts how a row ended. An error that concerns every row stops the run. */
  endRow(outcome: Outcome): void {
    if (outcome.status !== 'failed' && outcome.status !== 'unknown') return;
    if (outcome.status === 'failed') this.#failed += 1;
    const { cause, errcode, error } = outcome;
    if (cause === 'fatal') this.stop({ kind: 'fatal', errcode, error });
  }

  /** Writes something down without which the run can't go on: if that fails, the run stops, and the result is false. */
  async record(write: () => Promise<void>): Promise<boolean> {
    try {
      await write();
      return true;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.stop({ kind: 'unrecordable', error: error.message });
      return false;
    }
  }

  /** Does work without which the run can't go on: if it throws, the run stops, and the error goes on. */
  async need(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.stop({ kind: 'unrecordable', error: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  }

  #limitReached(): StopReason | undefined {
    const { rows, failed } = this.#limits;
    if (this.#failed >= failed) return { kind: 'limit', option: '--max-failed', most: failed };
    return this.#rows >= rows ? { kind: 'limit', option: '--limit', most: rows } : undefined;
  }
}
