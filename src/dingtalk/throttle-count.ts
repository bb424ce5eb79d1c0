/** How often calls were throttled, and how long they were held back, in ms. */
export interface Throttled {
  readonly calls: number;
  readonly time: number;
}

/** Adds up throttles; time in which two paths are held back at once counts once. */
export class ThrottleCount {
  #calls = 0;
  #time = 0;
  #until = -Infinity;

  /** A throttle met at `now` that holds calls back until `until`, both instants of `performance.now()`. */
  add(now: number, until: number): void {
    this.#calls += 1;
    this.#time += Math.max(until - Math.max(now, this.#until), 0);
    this.#until = Math.max(this.#until, until);
  }

  /** No call goes before this instant of `performance.now()`. */
  get until(): number {
    return this.#until;
  }

  /** The sum until now: a pause that goes on counts as far as it has come. */
  sum(now: number): Throttled {
    return { calls: this.#calls, time: this.#time - Math.max(this.#until - now, 0) };
  }
}
