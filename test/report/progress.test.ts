import { expect, test } from 'vitest';
import { ProgressCount, progressLine, type Standing } from '../../src/report/progress.js';

const counts = { created: 4_401, skipped: 100, changed: 0, invalid: 0, failed: 11, unknown: 0, pending: 0 };
const standing: Standing = { rows: 10_000, done: 4_512, counts, speed: 14.9, rate: 15, hold: undefined };

test('a wide window shows all that is known', () => {
  expect(progressLine(standing, 200)).toBe(
    '[=========           ]  45% 4512/10000 14.9 rows/s at most 15/s 4401 created 100 skipped 11 failed 7 min left',
  );
});

test.each([10, 20, 40, 60, 79])(
  'a window of %i columns has one line that fits, with the share on it',
  (columns) => {
    const line = progressLine({ ...standing, hold: { kind: 'throttled' } }, columns);
    expect(line.length).toBeLessThanOrEqual(columns);
    expect(line).toContain('45%');
    if (columns >= 20) expect(line).toContain('throttled');
  },
);

test('the line says what holds calls back', () => {
  expect(progressLine({ ...standing, hold: { kind: 'throttled' }, rate: 7.5 }, 200)).toContain(
    'at most 7.5/s',
  );
  expect(progressLine({ ...standing, hold: { kind: 'token' } }, 200)).toContain('waiting for a token');
});

test('a file without rows is done from the start', () => {
  expect(progressLine({ ...standing, rows: 0, done: 0, speed: 0 }, 80)).toContain('100%');
});

test('the speed is that of the last half minute', () => {
  const count = new ProgressCount({ rows: () => 1_000, pace: () => ({ rate: 15, hold: undefined }) }, 0);
  for (let second = 1; second <= 60; second += 1) {
    for (let row = 0; row < (second <= 20 ? 20 : 2); row += 1) count.settled('created');
    count.standing(second * 1_000);
  }
  const { speed, done, counts: seen } = count.standing(60_500);
  expect(done).toBe(480);
  expect(seen.created).toBe(480);
  expect(speed).toBeGreaterThan(1.9);
  expect(speed).toBeLessThan(2.1);
});
