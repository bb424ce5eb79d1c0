import type { Found } from '../look-up.js';
import type { Outcome } from '../outcome.js';
import { FirstAlone } from './first-alone.js';

/** Why a run stopped before its last row. */
export type StopReason =
  | { readonly kind: 'fatal'; readonly errcode: string; readonly error: string }
  | { readonly kind: 'interrupted'; readonly by: string }
  | { readonly kind: 'unrecordable'; readonly error: string };

/** The one reason to stop, or none. Once there, no call is started; what is in flight settles. */
export class Stop {
  readonly #controller = new AbortController();
  readonly #firstAlone = new FirstAlone();
  #reason: StopReason | undefined;

  /** `interruption` stops the run when it's aborted; its reason, if a text, says by what: a signal's name. */
  constructor(interruption: AbortSignal) {
    const interrupted = (): void => {
      const by: unknown = interruption.reason;
      this.because({ kind: 'interrupted', by: typeof by === 'string' ? by : 'the caller' });
    };
    if (interruption.aborted) interrupted();
    else interruption.addEventListener('abort', interrupted, { once: true });
  }

  get reason(): StopReason | undefined {
    return this.#reason;
  }

  /** Aborted as soon as there is a reason: for waits that shouldn't outlast the run. Never for a call in flight. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Stops the run; only the first reason counts. */
  because(reason: StopReason): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#controller.abort();
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
   * Runs one create; the row is `pending` if the run has stopped, or stops before anything is sent (`undefined`). The first create goes alone, so what concerns
   * every row, a dead token say, costs one call; all others wait for its outcome. A fatal outcome stops the run.
   */
  admit(create: () => Promise<Outcome | undefined>): Promise<Outcome> {
    return this.#firstAlone.run('create', async () => {
      const outcome = this.#reason === undefined ? await create() : undefined;
      if (outcome === undefined) return pending(this.#reason);
      if ((outcome.status === 'failed' || outcome.status === 'unknown') && outcome.cause === 'fatal') {
        this.because({ kind: 'fatal', errcode: outcome.errcode, error: outcome.error });
      }
      return outcome;
    });
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
    case 'unrecordable':
      return 'the run stopped before this row, because nothing more could be written down. Make room and run the same command again.';
    case 'interrupted':
      return `the run was interrupted before this row (${reason.by}). Run the same command again.`;
  }
}
