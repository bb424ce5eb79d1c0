import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrder } from '../../src/pace/in-order.js';
import { collect, failure } from '../harness/collect.js';

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

test('results come in the order of the items, whatever finishes first and however small the window', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: 4 }), { maxLength: 40 }),
      fc.integer({ min: 1, max: 5 }),
      fc.nat({ max: 10 }),
      async (delays, concurrency, more) => {
        const pool = { concurrency, window: concurrency + more, windowWeight: Infinity };
        const results = inOrder(numbers(delays.length), pool, one, async (number) => {
          await sleep(delays[number]);
          return number;
        });
        expect(await collect(results)).toEqual([...delays.keys()]);
      },
    ),
    { numRuns: 40 },
  );
});

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
  const results = inOrder(source, pool, one, async (number) => {
    working += 1;
    most = Math.max(most, working);
    await sleep(number === 5 ? 60 : 1);
    working -= 1;
  });
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
  for await (const weight of inOrder(source, pool, weigh, (number) => sleep(1, number))) {
    expect(weight).toBe(given);
    given += 1;
  }
  expect(given).toBe(50);
  expect(ahead).toBeLessThanOrEqual(5);
});

test('a work that throws ends the stream at its turn, after what had started has ended', async () => {
  const ended: number[] = [];
  const pool = { concurrency: 3, window: 10, windowWeight: Infinity };
  const results = inOrder(numbers(100), pool, one, async (number) => {
    if (number === 2) throw new Error('number 2');
    await sleep(20);
    ended.push(number);
    return number;
  });
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
  const results = inOrder(numbers(1_000), pool, one, async () => {
    started += 1;
    await sleep(1);
  });
  await results.next();
  await results.return(undefined);
  const then = started;
  await sleep(20);
  expect(started).toBe(then);
  expect(started).toBeLessThanOrEqual(7);
});
