import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GivenRate } from '../../src/dingtalk/rate.js';
import { Pacer, Schedule } from '../../src/dingtalk/pacer.js';

test.each([
  ['the first call goes at once', [[0, 0]]],
  [
    'the next waits for its interval',
    [
      [0, 0],
      [0, 100],
      [40, 60],
      [100, 0],
    ],
  ],
  [
    'calls are evenly spaced, however many ask at once',
    [
      [0, 0],
      [0, 100],
      [100, 0],
      [100, 100],
      [200, 0],
    ],
  ],
  [
    'a timer that is a little late does not slow the rate down',
    [
      [0, 0],
      [110, 0],
      [110, 90],
      [200, 0],
    ],
  ],
  [
    'a long silence is not made up for in a burst',
    [
      [0, 0],
      [5_000, 0],
      [5_000, 100],
      [5_100, 0],
      [5_100, 100],
    ],
  ],
] as const)('at 10 calls a second, %s', (_, instants) => {
  const schedule = new Schedule(new GivenRate(10));
  for (const [now, wait] of instants) expect(schedule.take(now)).toBeCloseTo(wait, 6);
});

test('a pause holds all calls back, and what follows it is evenly spaced', () => {
  const schedule = new Schedule(new GivenRate(10));
  expect(schedule.take(0)).toBe(0);
  schedule.pauseUntil(1_000);
  schedule.pauseUntil(500);
  expect(schedule.take(50)).toBe(950);
  expect(schedule.take(1_000)).toBe(0);
  expect(schedule.take(1_000)).toBe(100);
});

test('a throttle pauses and halves the rate, once for all calls that were in flight', () => {
  const schedule = new Schedule(new GivenRate(10));
  expect(schedule.take(0)).toBe(0);
  expect(schedule.take(100)).toBe(0);
  expect(schedule.slow(150, 1_150, 0)).toBe(5);
  expect(schedule.slow(160, 1_160, 100)).toBe(5);
  expect(schedule.take(160)).toBe(1_000);
  expect(schedule.take(1_160)).toBe(0);
  expect(schedule.take(1_160)).toBeCloseTo(200, 0);
  expect(schedule.slow(1_200, 2_200, 1_160)).toBeCloseTo(2.5, 1);
});

test('a rate far above what the server takes comes down to it at the first throttle', () => {
  const schedule = new Schedule(new GivenRate(1_000));
  for (let now = 0; now < 60; now += 1) expect(schedule.take(now)).toBe(0);
  expect(schedule.slow(60, 1_060, 50)).toBe(30);
});

test('calls of more than a second ago say nothing of the present rate', () => {
  const schedule = new Schedule(new GivenRate(1_000));
  for (let now = 0; now < 200; now += 1) schedule.take(now);
  for (let now = 2_000; now < 2_080; now += 1) schedule.take(now);
  expect(schedule.slow(2_080, 3_080, 2_070)).toBe(40);
});

test('whenever callers ask, no second holds more calls than the rate, and the late timer’s one', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.array(fc.nat({ max: 300 }), { minLength: 1, maxLength: 200 }),
      (rate, gaps) => {
        const schedule = new Schedule(new GivenRate(rate));
        const went: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          for (let wait = schedule.take(now); wait > 0; wait = schedule.take(now)) now += wait;
          went.push(now);
        }
        for (const start of went) {
          const inSecond = went.filter((instant) => instant >= start && instant < start + 1_000).length;
          expect(inSecond).toBeLessThanOrEqual(Math.ceil(rate * 1.02) + 1);
        }
      },
    ),
  );
});

test('callers get their turn in the order of asking', async () => {
  const pacer = new Pacer(new GivenRate(1_000));
  const order: number[] = [];
  await Promise.all(
    [1, 2, 3, 4, 5].map(async (caller) => {
      await pacer.turn(new AbortController().signal);
      order.push(caller);
    }),
  );
  expect(order).toEqual([1, 2, 3, 4, 5]);
});

test('an aborted signal ends the wait of the whole line at once', async () => {
  const pacer = new Pacer(new GivenRate(0.001));
  const controller = new AbortController();
  await pacer.turn(controller.signal);
  const waiting = [pacer.turn(controller.signal), pacer.turn(controller.signal)];
  controller.abort();
  await Promise.all(waiting);
});
