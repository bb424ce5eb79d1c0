import type { Logger } from 'pino';
import { Pacer } from '../pace/pacer.js';
import type { Reply } from './reply.js';
import type { Stopped } from './retry.js';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn'>;

/** Is told of each single sending, which the caller of `call` doesn't see. */
export interface Watch {
  /** Before it: `false` forbids it, and stops the call. */
  beforeSending(): Promise<boolean>;
  afterReply(reply: Reply): Promise<void>;
}

/** How long a path may be throttled without a call getting through before the throttle is the reply, in ms. */
const patience = 600_000;

/** Wait after a throttle whose length isn't known, in ms. */
const usualPause = 1_000;

/** The calls of one API path: counted, evenly paced, and all held back while the server throttles them. */
export class Lane {
  readonly #path: string;
  readonly #pacer: Pacer;
  readonly #log: Log;
  #calls = 0;
  #throttledSince: number | undefined;

  /** `rate` in calls a second. */
  constructor(path: string, rate: number, log: Log) {
    this.#path = path;
    this.#pacer = new Pacer(rate);
    this.#log = log;
  }

  /** Calls sent so far. */
  get calls(): number {
    return this.#calls;
  }

  /** Sends when it's the caller's turn, and again after each throttle, until there is another reply or `signal` is aborted. */
  async send(signal: AbortSignal, post: () => Promise<Reply>, watch?: Watch): Promise<Reply | Stopped> {
    for (;;) {
      await this.#pacer.turn(signal);
      const allowed = !signal.aborted && ((await watch?.beforeSending()) ?? true);
      if (!allowed) return { kind: 'stopped' };
      this.#calls += 1;
      const reply = await post();
      await watch?.afterReply(reply);
      if (!this.#holdBack(reply)) return reply;
    }
  }

  /** Pauses the lane if the reply is a throttle; false if it isn't, or patience is at its end. */
  #holdBack(reply: Reply): boolean {
    if (reply.kind === 'success' || reply.entry.kind !== 'throttled') {
      this.#throttledSince = undefined;
      return false;
    }
    const now = performance.now();
    this.#throttledSince ??= now;
    const pause = reply.entry.pause ?? usualPause;
    if (now + pause - this.#throttledSince > patience) return false;
    this.#log.warn(
      { path: this.#path, errcode: reply.code, pause },
      'throttled: all calls of this path wait',
    );
    this.#pacer.pause(pause);
    return true;
  }
}
