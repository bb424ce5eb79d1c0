/** Rates are never slowed below this, in calls a second: a wait between two calls stays a wait of a second. */
const lowest = 1;

/** What the server allows every app on every path, in calls a second (README.md, Limits). */
const allowed = 20;

/** Back to nine tenths of the rate that was throttled within four seconds, then more carefully: 1 % a second. */
const shoulder = 0.9;
const climb = 0.1;
const creep = 1.01;

/** How many calls a second may go. It reads no clock: instants are arguments, in ms of any one clock. */
export interface Rate {
  /** Calls a second at this instant. */
  at(now: number): number;
  /** After a throttle: lower, and kept so until `until`. `sent` are the calls of the last second. */
  slow(now: number, until: number, sent: number): void;
}

/**
 * A rate that the user gives: the target rate, half of it after a throttle, then slowly up again.
 */
export class GivenRate implements Rate {
  readonly #target: number;
  #rate: number;
  /** The rate that was last throttled. */
  #throttled: number;
  #knownAt = -Infinity;

  /** `target` in calls a second, greater than 0. */
  constructor(target: number) {
    this.#target = target;
    this.#rate = target;
    this.#throttled = target;
  }

  at(now: number): number {
    const seconds = (now - this.#knownAt) / 1_000;
    if (this.#rate < this.#target && seconds > 0) {
      this.#rate = Math.min(this.#grown(seconds), this.#target);
      this.#knownAt = now;
    }
    return this.#rate;
  }

  /**
   * Halves the rate. If the target is far above what the server accepts, half of the calls sent is closer to it than half of the
   * target. Fewer calls than every app may make say nothing about the target.
   */
  slow(now: number, until: number, sent: number): void {
    const rate = this.at(now);
    this.#throttled = sent < allowed ? rate : Math.min(rate, sent);
    this.#rate = Math.max(this.#throttled / 2, Math.min(lowest, this.#target));
    this.#knownAt = until;
  }

  #grown(seconds: number): number {
    const near = this.#throttled * shoulder;
    const slope = this.#throttled * climb;
    const climbing = Math.max((near - this.#rate) / slope, 0);
    if (seconds <= climbing) return this.#rate + slope * seconds;
    return Math.max(this.#rate, near) * creep ** (seconds - climbing);
  }
}
