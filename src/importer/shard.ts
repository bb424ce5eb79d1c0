import { createHash } from 'node:crypto';

/** One part of a file whose parts are imported at the same time: part `index`, from 0, of `of`. The whole file is part 0 of 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** The whole file. */
export const wholeFile: Shard = { index: 0, of: 1 };

/** Picks the rows of one shard, and counts all. Runs that read the same file with the same options split it alike. */
export class ShardFilter {
  readonly #shard: Shard;
  #own = 0;
  #others = 0;

  constructor(shard: Shard) {
    this.#shard = shard;
  }

  /** Whether the next row belongs to this shard. Rows with the same key do together: the phone, so that duplicates meet. */
  takes(key: string): boolean {
    const { index, of } = this.#shard;
    const own = of === 1 || createHash('sha256').update(key).digest().readUInt32BE() % of === index;
    if (own) this.#own += 1;
    else this.#others += 1;
    return own;
  }

  /** Rows of this shard in a file of so many: an estimate while rows are still to come, exact after the last. */
  rows(all: number): number {
    return this.#own + Math.ceil((all - this.#own - this.#others) / this.#shard.of);
  }
}
