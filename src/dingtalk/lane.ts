import type { Logger } from 'pino';
import { Pacer } from './pacer.js';
import type { Ban } from './ban.js';
import type { Reachability } from './reachability.js';
import type { Refusal, Reply } from './reply.js';
import type { Stopped } from './retry.js';
import type { ThrottleCount } from './throttle-count.js';

export type Log = Pick<Logger, 'trace' | 'debug' | 'info' | 'warn'>;

/** Is told of each single sending, which the caller of `call` doesn't see. */
export interface Watch {
  /** Before it: `false` forbids it, and stops the call. */
  beforeSending(): Promise<boolean>;
  afterReply(reply: Reply): Promise<void>;
}

/** How fast calls may go at this moment, in calls a second, and what holds them back, if anything does. */
export interface Pace {
  readonly rate: number;
  readonly hold: 'throttled' | 'token' | undefined;
}

/** What the run allows. */
export interface Permit {
  /** Ends waits and forbids new calls; those in flight go on. */
  readonly signal: AbortSignal;
  /** Gives up those in flight. */
  readonly abandon: AbortSignal;
  /** Takes one call from what the run may spend; `false` if nothing is left. */
  takeCall(): boolean;
}

/** What all lanes share. */
export interface Road {
  readonly permit: Permit;
  readonly ban: Ban;
  readonly reachability: Reachability;
  readonly throttles: ThrottleCount;
  readonly log: Log;
}

/** A call made ready, e.g. with a token. */
export interface ReadyCall {
  readonly kind: 'ready';
  /** Whether it may still be sent as it is. */
  isCurrent(): boolean;
  send(): Promise<Reply>;
}

/** How long a path may be throttled without a call getting through before the throttle is the reply, in ms. */
const patience = 600_000;

/** Wait after a throttle whose length isn't known, in ms. */
const usualPause = 1_000;

/** The calls of one API path: counted, evenly paced, and all held back while the server throttles them. */
export class Lane {
  readonly #path: string;
  readonly #pacer: Pacer;
  readonly #road: Road;
  #calls = 0;
  #throttledSince: number | undefined;

  /** `rate` in calls a second. */
  constructor(path: string, rate: number, road: Road) {
    this.#path = path;
    this.#pacer = new Pacer(rate);
    this.#road = road;
  }

  /** Calls a second at most, at this moment. */
  get rate(): number {
    return this.#pacer.rate;
  }

  /** Calls sent so far. */
  get calls(): number {
    return this.#calls;
  }

  /**
   * Sends when it's the caller's turn, and again after each throttle, until there is another reply or the run allows no
   * more. A call that isn't current any more when its turn comes is made ready again, and waits for another turn.
   */
  async send(prepare: () => Promise<ReadyCall | Refusal | Stopped>, watch?: Watch): Promise<Reply | Stopped> {
    const { permit, ban, reachability, log } = this.#road;
    for (;;) {
      const call = await prepare();
      if (call.kind !== 'ready') return call;
      await this.#pacer.turn(permit.signal);
      if (permit.signal.aborted) return { kind: 'stopped' };
      // From here on the call is under way: what begins while it's written down is nothing it could have known.
      const sentAt = performance.now();
      if (ban.until > sentAt) this.#pacer.pauseUntil(ban.until);
      else if (call.isCurrent()) {
        if (!permit.takeCall() || !((await watch?.beforeSending()) ?? true)) return { kind: 'stopped' };
        this.#calls += 1;
        const reply = reachability.judge(ban.judge(await call.send(), sentAt), sentAt);
        const code = reply.kind === 'success' ? '0' : reply.code;
        log.trace({ path: this.#path, errcode: code, ms: Math.round(performance.now() - sentAt) }, 'called');
        await watch?.afterReply(reply);
        if (!this.#holdBack(reply, sentAt)) return reply;
      }
    }
  }

  /** Slows and pauses the lane if the reply is a throttle; false if it isn't, or patience is at its end. */
  #holdBack(reply: Reply, sentAt: number): boolean {
    if (reply.kind === 'success' || reply.entry.kind !== 'throttled') {
      this.#throttledSince = undefined;
      return false;
    }
    const { ban, throttles, log } = this.#road;
    const now = performance.now();
    const banned = reply.code === 'address-banned';
    const until = banned ? Math.max(ban.until, now) : now + (reply.entry.pause ?? usualPause);
    // A ban has its own end of patience.
    if (!banned && until - (this.#throttledSince ??= now) > patience) return false;
    throttles.add(now, until);
    const rate = this.#pacer.slow(until, sentAt);
    log.warn(
      {
        path: this.#path,
        errcode: reply.code,
        pause: Math.round(until - now),
        rate: Math.round(rate * 10) / 10,
      },
      'throttled: all calls wait, and go on more slowly',
    );
    return true;
  }
}
