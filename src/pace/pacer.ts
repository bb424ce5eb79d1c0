import { setTimeout as sleep } from 'node:timers/promises';

/** How late a call may start and still keep its place in the schedule, in ms: the timer's own imprecision. */
const slack = 20;

/**
 * When the next call may go: evenly spaced, never in a burst. A call that comes late moves the schedule with it, but for
 * `slack`. It reads no clock: instants are arguments, in ms of any one clock.
 */
export class Schedule {
  readonly #interval: number;
  #next = -Infinity;

  /** `rate` in calls a second, greater than 0. */
  constructor(rate: number) {
    this.#interval = 1_000 / rate;
  }

  /** The ms until a call may go; 0 takes the place, so ask again after waiting. */
  take(now: number): number {
    if (this.#next > now) return this.#next - now;
    const due = now - this.#next > slack ? now : this.#next;
    this.#next = due + this.#interval;
    return 0;
  }

  /** Lets no call go before an instant. A pause that is there already is never shortened. */
  pauseUntil(instant: number): void {
    this.#next = Math.max(this.#next, instant);
  }
}

/** The pace of all calls to one API path: callers wait in line, and only the first of the line looks at the clock. */
export class Pacer {
  readonly #schedule: Schedule;
  #line: Promise<void> = Promise.resolve();

  /** `rate` in calls a second, retries included. */
  constructor(rate: number) {
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

  /** Holds back all calls for `milliseconds` from now, those in line included. */
  pause(milliseconds: number): void {
    this.#schedule.pauseUntil(performance.now() + milliseconds);
  }
}
