import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GivenRate } from '../../src/dingtalk/rate.js';

test('the rate is the one wished for until it is throttled', () => {
  const rate = new GivenRate(15);
  expect(rate.at(0)).toBe(15);
  expect(rate.at(1e9)).toBe(15);
});

test('a throttle halves it; it stays so during the pause, climbs to nine tenths in four seconds, then creeps', () => {
  const rate = new GivenRate(100);
  rate.slow(0, 1_000, 100);
  for (const [now, expected] of [
    [0, 50],
    [1_000, 50],
    [2_000, 60],
    [5_000, 90],
    [6_000, 90.9],
    [15_000, 99.4],
    [20_000, 100],
  ] as const) {
    expect(rate.at(now)).toBeCloseTo(expected, 1);
  }
});

test('where the wish is far above what was sent, half of what was sent is the new rate', () => {
  const rate = new GivenRate(10_000);
  rate.slow(0, 0, 60);
  expect(rate.at(0)).toBe(30);
});

test('a run that has hardly begun is not slowed to a crawl by what it has sent so far', () => {
  const rate = new GivenRate(15);
  rate.slow(0, 0, 1);
  expect(rate.at(0)).toBe(7.5);
});

test('a throttle that comes while little is sent costs half, not nearly all of the rate', () => {
  const rate = new GivenRate(2_000);
  rate.slow(0, 0, 5);
  expect(rate.at(0)).toBe(1_000);
  expect(rate.at(4_000)).toBeCloseTo(1_800, 6);
});

test('however often it is throttled, a call a second goes on, or as many as were wished', () => {
  for (const wished of [0.1, 1, 15, 1_000]) {
    const rate = new GivenRate(wished);
    for (let now = 0; now < 50; now += 1) rate.slow(now, now, 1_000);
    expect(rate.at(50)).toBeCloseTo(Math.min(wished, 1), 3);
  }
});

test('between throttles it never falls and never passes the wish, and one day it is there again', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.array(fc.nat({ max: 20_000 }), { minLength: 1, maxLength: 50 }),
      fc.nat({ max: 10_000 }),
      (wished, gaps, sent) => {
        const rate = new GivenRate(wished);
        rate.slow(0, 0, sent);
        let now = 0;
        let before = rate.at(0);
        for (const gap of gaps) {
          now += gap;
          const after = rate.at(now);
          expect(after).toBeGreaterThanOrEqual(before);
          expect(after).toBeLessThanOrEqual(wished);
          before = after;
        }
        expect(rate.at(now + 3_600_000)).toBe(wished);
      },
    ),
  );
});
