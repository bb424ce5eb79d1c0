import { createHash } from 'node:crypto';

/** One part of a file whose parts are imported at the same time: part `index`, from 0, of `of`. The whole file is part 0 of 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** The whole file. */
export const unsharded: Shard = { index: 0, of: 1 };

/**
 * Tells the rows of one shard from those of the others, and counts both. Every run that reads the same file with the same
 * options deals its rows alike, so each row is in exactly one of its shards.
 */
export class Share {
  readonly #shard: Shard;
  #own = 0;
  #others = 0;

  constructor(shard: Shard) {
    this.#shard = shard;
  }

  /** Whether the next row is this shard's. Rows with the same key are in the same shard: the phone, so that duplicates meet. */
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

/** How a shard is written: `0/4`. */
export function shardName({ index, of }: Shard): string {
  return `${index}/${of}`;
}
