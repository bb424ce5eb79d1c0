import type { Rate } from './rate.js';

/** The highest rate is so many times the first: 60 calls a second for 15 (README.md, Limits). */
const span = 4;

/** The rate grows by so much a second. */
const growth = 1.1;

/** After a throttle, calls go on at so much of the rate that met it. */
const shoulder = 0.9;

/** Never slower, in calls a second. */
const lowest = 1;

/** How long a rate that was found is kept before a higher one is tried, in ms. */
const keep = 180_000;

/** The same after a throttle that came while few calls were sent: it says little about the rate. */
const keepAfterStray = 3_000;

/** Longest time that the rate grows between two looks, in ms: while nothing is sent, nothing is learnt. */
const longestStep = 1_000;

/**
 * A rate that looks for the limit of the server: it climbs by 10 % a second until a throttle, goes on at nine tenths of that, and
 * tries a higher rate every three minutes.
 */
export class FoundRate implements Rate {
  readonly #highest: number;
  #rate: number;
  #knownAt: number | undefined;

  /** `first` in calls a second; the highest rate is four times as much. */
  constructor(first: number) {
    this.#rate = first;
    this.#highest = first * span;
  }

  at(now: number): number {
    const step = now - (this.#knownAt ?? now);
    if (step < 0) return this.#rate;
    this.#knownAt = now;
    this.#rate = Math.min(this.#rate * growth ** (Math.min(step, longestStep) / 1_000), this.#highest);
    return this.#rate;
  }

  slow(now: number, until: number, sent: number): void {
    const rate = this.at(now);
    const isStray = sent < rate / 2;
    const met = isStray ? rate : Math.min(rate, sent);
    this.#rate = Math.max(met * shoulder, Math.min(lowest, this.#highest / span));
    this.#knownAt = until + (isStray ? keepAfterStray : keep);
  }
}
