import pLimit from 'p-limit';

export interface PoolSize {
  /** Items worked on at a time, at least 1. */
  readonly concurrency: number;
  /** Items read ahead of the first unfinished one, at most; at least `concurrency`. */
  readonly window: number;
  /** The same bound on the sum of their weights, so that few very large items don't fill the memory. */
  readonly windowWeight: number;
}

/** Does a part of the work on an item in a place of the pool, as soon as there is one. */
export type InPlace = <Result>(part: () => Promise<Result>) => Promise<Result>;

/**
 * Runs `work` on a stream's items, and gives the results in the items' order. Work starts in order, when its item is read; what
 * of it may be done for only `concurrency` items at a time asks for a place, so what waits for another item has none. The window
 * is the back-pressure: the source is read no further ahead, and only while results are taken. When `work` throws, the stream ends
 * with the error in its turn. At any end, work in a place is waited for, and no other gets one.
 */
export async function* inOrder<Item, Result>(
  source: AsyncIterable<Item>,
  pool: PoolSize,
  weigh: (item: Item) => number,
  work: (item: Item, inPlace: InPlace) => Result | Promise<Result>,
): AsyncGenerator<Result> {
  const limit = pLimit({ concurrency: pool.concurrency, rejectOnClear: true });
  const started: { readonly result: Result | Promise<Result>; readonly weight: number }[] = [];
  let weight = 0;
  let isEnded = false;
  const inPlace: InPlace = (part) =>
    isEnded ? Promise.reject(new Error('the stream has ended')) : limit(part);

  const head = async (): Promise<Result> => {
    const first = started[0];
    if (first === undefined) throw new Error('nothing is in the window');
    const result = await first.result;
    started.shift();
    weight -= first.weight;
    return result;
  };

  try {
    for await (const item of source) {
      const result = work(item, inPlace);
      if (started.length === 0 && !(result instanceof Promise)) {
        yield result;
        continue;
      }
      // Until its turn comes, nothing awaits it.
      if (result instanceof Promise) result.catch(() => undefined);
      const itemWeight = weigh(item);
      started.push({ result, weight: itemWeight });
      weight += itemWeight;
      while (started.length >= pool.window || (weight >= pool.windowWeight && started.length > 0))
        yield await head();
    }
    while (started.length > 0) yield await head();
  } finally {
    isEnded = true;
    limit.clearQueue();
    await Promise.allSettled(started.map(({ result }) => result));
  }
}
