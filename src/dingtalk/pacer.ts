import { setTimeout as sleep } from 'node:timers/promises';
import type { Rate } from './rate.js';

/** How late a call may start and still keep its place in the schedule, in ms: the timer's own imprecision. */
const slack = 15;

/**
 * When the next call may go: evenly spaced, never in a burst. A late call moves the schedule, except for `slack`. It reads no
 * clock: instants are arguments, in ms of any one clock.
 */
export class Schedule {
  readonly #rate: Rate;
  readonly #lastSecond = new LastSecond();
  #next = -Infinity;
  #slowedAt = -Infinity;

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** The ms until a call may go; 0 takes the place, so ask again after waiting. */
  take(now: number): number {
    if (this.#next > now) return this.#next - now;
    const due = now - this.#next > slack ? now : this.#next;
    this.#next = due + 1_000 / this.#rate.at(now);
    this.#lastSecond.add(now);
    return 0;
  }

  /** Calls a second at most, at this moment. */
  rateAt(now: number): number {
    return this.#rate.at(now);
  }

  /** Lets no call go before an instant. It never shortens a pause. */
  pauseUntil(instant: number): void {
    this.#next = Math.max(this.#next, instant);
  }

  /**
   * Pauses after a throttle of a call sent at `sentAt`, and lowers the rate, unless the call went before it was last lowered: calls
   * in flight then meet the same throttle. Gives the rate after the pause, in calls a second.
   */
  slow(now: number, until: number, sentAt: number): number {
    this.pauseUntil(until);
    if (sentAt > this.#slowedAt) {
      this.#slowedAt = now;
      this.#rate.slow(now, until, this.#lastSecond.count(now));
    }
    return this.#rate.at(now);
  }
}

/** Calls of the last second, counted by tenths of it, so that memory doesn't depend on the rate. */
class LastSecond {
  readonly #tenths = Array.from({ length: 10 }, () => ({ tenth: -Infinity, calls: 0 }));

  add(now: number): void {
    const tenth = Math.floor(now / 100);
    const slot = this.#tenths.at(tenth % 10);
    if (slot === undefined) return;
    slot.calls = slot.tenth === tenth ? slot.calls + 1 : 1;
    slot.tenth = tenth;
  }

  count(now: number): number {
    const oldest = Math.floor(now / 100) - 10;
    return this.#tenths.reduce((sum, { tenth, calls }) => (tenth > oldest ? sum + calls : sum), 0);
  }
}

/** The pace of all calls to one API path: callers wait in a queue, and only the first looks at the clock. */
export class Pacer {
  readonly #schedule: Schedule;
  #line: Promise<void> = Promise.resolve();

  /** `rate`: retries included. */
  constructor(rate: Rate) {
    this.#schedule = new Schedule(rate);
  }

  /** Resolves when the caller's call may go, in the order of asking; at once, without a call, when `signal` is aborted. */
  turn(signal: AbortSignal): Promise<void> {
    this.#line = this.#line.then(async () => {
      while (!signal.aborted) {
        const wait = this.#schedule.take(performance.now());
        if (wait === 0) return;
        await sleep(Math.ceil(wait), undefined, { signal }).catch(() => undefined);
      }
    });
    return this.#line;
  }

  /** Calls a second at most, at this moment. */
  get rate(): number {
    return this.#schedule.rateAt(performance.now());
  }

  /** Holds back all calls until an instant of `performance.now()`, those in line included. */
  pauseUntil(instant: number): void {
    this.#schedule.pauseUntil(instant);
  }

  /** Holds calls back after a throttle, and slows them down; `sentAt` is when the throttled call went. Gives the new rate. */
  slow(until: number, sentAt: number): number {
    return this.#schedule.slow(performance.now(), until, sentAt);
  }
}
