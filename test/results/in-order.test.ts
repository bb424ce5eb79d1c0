import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrder, type InPlace } from '../../src/results/in-order.js';
import { collect, failure } from '../harness/collect.js';
import { fuzz, fuzzTime } from '../harness/fuzz.js';

async function* numbers(
  count: number,
  onRead: (number: number) => void = () => undefined,
): AsyncGenerator<number> {
  await Promise.resolve();
  for (let number = 0; number < count; number += 1) {
    onRead(number);
    yield number;
  }
}

const one = (): number => 1;

/** Work that is all done in a place of the pool. */
function placed<Item, Result>(
  work: (item: Item) => Promise<Result>,
): (item: Item, inPlace: InPlace) => Promise<Result> {
  return (item, inPlace) => inPlace(() => work(item));
}

test('results come in the order of the items, whatever finishes first and however small the window', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: 4 }), { maxLength: 40 }),
      fc.integer({ min: 1, max: 5 }),
      fc.nat({ max: 10 }),
      async (delays, concurrency, more) => {
        const pool = { concurrency, window: concurrency + more, windowWeight: Infinity };
        const results = inOrder(
          numbers(delays.length),
          pool,
          one,
          placed(async (number) => {
            await sleep(delays[number]);
            return number;
          }),
        );
        expect(await collect(results)).toEqual([...delays.keys()]);
      },
    ),
    { numRuns: 40 },
  );
});

test(
  'so they do in every interleaving that a scheduler finds; nothing is lost, and no more is worked on than may be',
  async () => {
    const size = fc.record({
      concurrency: fc.integer({ min: 1, max: 6 }),
      more: fc.nat({ max: 6 }),
      windowWeight: fc.oneof(fc.constant(Infinity), fc.nat({ max: 20 })),
    });
    const item = fc.record({
      weight: fc.nat({ max: 9 }),
      fails: fc.nat({ max: 30 }).map((drawn) => drawn === 0),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(item, { maxLength: 30 }),
        size,
        async (scheduler, items, { more, ...pool }) => {
          const started: number[] = [];
          let working = 0;
          async function* read(): AsyncGenerator<number> {
            for (const at of items.keys()) {
              await scheduler.schedule(Promise.resolve(), `item ${at}`);
              yield at;
            }
          }
          const window = pool.concurrency + more;
          const results = inOrder(
            read(),
            { ...pool, window },
            (at) => items[at]?.weight ?? 0,
            placed(async (at) => {
              started.push(at);
              working += 1;
              expect(working).toBeLessThanOrEqual(pool.concurrency);
              await scheduler.schedule(Promise.resolve(), `work ${at}`);
              working -= 1;
              if (items[at]?.fails === true) throw new Error(`item ${at}`);
              return at;
            }),
          );
          const given: number[] = [];
          const ended = (async () => {
            for await (const result of results) {
              given.push(result);
              expect(Math.max(...started) - result).toBeLessThanOrEqual(window);
            }
          })();
          const outcome = await scheduler.waitFor(Promise.allSettled([ended]));
          const firstFailure = items.findIndex(({ fails }) => fails);
          expect(given).toEqual(
            [...items.keys()].slice(0, firstFailure === -1 ? items.length : firstFailure),
          );
          expect(outcome[0].status).toBe(firstFailure === -1 ? 'fulfilled' : 'rejected');
          expect(working).toBe(0);
          expect(started).toEqual([...started.keys()]);
        },
      ),
      fuzz(300),
    );
  },
  fuzzTime,
);

test('no more than the pool work at a time, and no more than the window are read ahead', async () => {
  let working = 0;
  let most = 0;
  let read = 0;
  let given = 0;
  let ahead = 0;
  const pool = { concurrency: 4, window: 20, windowWeight: Infinity };
  const source = numbers(300, () => {
    read += 1;
    ahead = Math.max(ahead, read - given);
  });
  const results = inOrder(
    source,
    pool,
    one,
    placed(async (number) => {
      working += 1;
      most = Math.max(most, working);
      await sleep(number === 5 ? 60 : 1);
      working -= 1;
    }),
  );
  for await (const result of results) {
    expect(result).toBeUndefined();
    given += 1;
  }
  expect(given).toBe(300);
  expect(most).toBe(4);
  expect(ahead).toBe(20);
});

test('heavy items fill the window before their number does, and one that is too heavy still goes', async () => {
  let read = 0;
  let given = 0;
  let ahead = 0;
  const pool = { concurrency: 2, window: 1_000, windowWeight: 10 };
  const source = numbers(50, () => {
    read += 1;
    ahead = Math.max(ahead, read - given);
  });
  const weigh = (number: number): number => (number === 25 ? 100 : 3);
  for await (const weight of inOrder(
    source,
    pool,
    weigh,
    placed((number) => sleep(1, number)),
  )) {
    expect(weight).toBe(given);
    given += 1;
  }
  expect(given).toBe(50);
  expect(ahead).toBeLessThanOrEqual(5);
});

test('a work that throws ends the stream at its turn, after what had started has ended', async () => {
  const ended: number[] = [];
  const pool = { concurrency: 3, window: 10, windowWeight: Infinity };
  const results = inOrder(
    numbers(100),
    pool,
    one,
    placed(async (number) => {
      if (number === 2) throw new Error('number 2');
      await sleep(20);
      ended.push(number);
      return number;
    }),
  );
  const given: number[] = [];
  const error = await failure(
    (async () => {
      for await (const number of results) given.push(number);
    })(),
  );
  expect(error.message).toBe('number 2');
  expect(given).toEqual([0, 1]);
  expect(ended.length).toBeLessThan(10);
});

test('who stops asking stops the work', async () => {
  let started = 0;
  const pool = { concurrency: 2, window: 5, windowWeight: Infinity };
  const results = inOrder(
    numbers(1_000),
    pool,
    one,
    placed(async () => {
      started += 1;
      await sleep(1);
    }),
  );
  await results.next();
  await results.return(undefined);
  const then = started;
  await sleep(20);
  expect(started).toBe(then);
  expect(started).toBeLessThanOrEqual(7);
});

test('what waits for another item has no place in the pool', async () => {
  let first = (): void => undefined;
  const done = new Promise<void>((resolve) => (first = resolve));
  const others: number[] = [];
  const pool = { concurrency: 2, window: 100, windowWeight: Infinity };
  const results = inOrder(numbers(50), pool, one, async (number, inPlace) => {
    if (number === 0) return inPlace(() => done.then(() => number));
    if (number <= 10) await done;
    return inPlace(async () => {
      await sleep(1);
      if (number > 10) others.push(number);
      if (others.length === 39) first();
      return number;
    });
  });
  expect(await collect(results)).toHaveLength(50);
});
