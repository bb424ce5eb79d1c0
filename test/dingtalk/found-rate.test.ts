import { expect, test } from 'vitest';
import { FoundRate } from '../../src/dingtalk/found-rate.js';
import { Schedule } from '../../src/dingtalk/pacer.js';

/** Calls a second that got through, and the share that was refused, in so many seconds at a server with a limit. */
function run(limit: number, seconds: number): { readonly speed: number; readonly refused: number } {
  const schedule = new Schedule(new FoundRate(15));
  const accepted: number[] = [];
  let refused = 0;
  for (let now = 0; now < seconds * 1_000;) {
    const wait = schedule.take(now);
    if (wait > 0) {
      now += Math.ceil(wait);
      continue;
    }
    const oldest = accepted.at(-limit);
    if (oldest !== undefined && accepted.length >= limit && now - oldest < 1_000) {
      refused += 1;
      schedule.slow(now, now + 1_000, now);
    } else accepted.push(now);
  }
  return { speed: accepted.length / seconds, refused: refused / (accepted.length + refused) };
}

test.each([10, 20, 40, 60])('at a server of %d calls a second it comes within 15 %%', (limit) => {
  const { speed, refused } = run(limit, 600);
  expect(speed).toBeGreaterThan(limit * 0.85);
  expect(refused).toBeLessThan(0.01);
});

test('without a limit it ends at 60, and never above', () => {
  const { speed, refused } = run(10_000, 600);
  expect(speed).toBeGreaterThan(58);
  expect(speed).toBeLessThanOrEqual(60);
  expect(refused).toBe(0);
});

test('it begins at 15, climbs 10 % a second, and keeps nine tenths of what was throttled for minutes', () => {
  const rate = new FoundRate(15);
  expect(rate.at(0)).toBe(15);
  expect(rate.at(1_000)).toBeCloseTo(16.5, 6);
  rate.slow(1_000, 2_000, 16);
  for (const now of [1_000, 2_000, 100_000, 182_000]) expect(rate.at(now)).toBeCloseTo(14.4, 6);
  expect(rate.at(183_000)).toBeCloseTo(15.84, 6);
});

test('a throttle that comes while little is sent is forgotten in seconds', () => {
  const rate = new FoundRate(15);
  rate.slow(0, 1_000, 2);
  expect(rate.at(4_000)).toBeCloseTo(13.5, 6);
  for (let now = 4_000; now <= 8_000; now += 500) rate.at(now);
  expect(rate.at(8_000)).toBeGreaterThan(19);
});

test('while nothing is sent it does not climb', () => {
  const rate = new FoundRate(15);
  rate.at(0);
  expect(rate.at(600_000)).toBeCloseTo(16.5, 6);
});
