/** Rows in a row that ran out of retries before the run is given up. */
const most = 10;

/** Tells a server that is gone, or busy for good, from one that is busy now and then. */
export class Breaker {
  #exhausted = 0;
  #since = 0;

  /** A row that got an answer. */
  reset(): void {
    this.#exhausted = 0;
  }

  /** A row that ran out of retries, begun at `begunAt` (ms since 1970): since when all have, if it's one too many. */
  trip(begunAt: number): Date | undefined {
    this.#since = this.#exhausted === 0 ? begunAt : Math.min(this.#since, begunAt);
    this.#exhausted += 1;
    return this.#exhausted < most ? undefined : new Date(this.#since);
  }
}
