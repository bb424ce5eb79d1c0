import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Timeline } from '../../../src/report/html/timeline.js';

test('rows are counted by the second', () => {
  const timeline = new Timeline(5_000);
  for (const now of [5_000, 5_999, 6_000, 7_500]) timeline.add(now);
  expect(timeline.stretches(8_000)).toEqual([
    { from: 0, to: 1_000, rows: 2 },
    { from: 1_000, to: 2_000, rows: 1 },
    { from: 2_000, to: 3_000, rows: 1 },
  ]);
});

test('a short last stretch is told with the one before it, so that its pace is no accident', () => {
  const timeline = new Timeline(0);
  timeline.add(10);
  timeline.add(1_010);
  expect(timeline.stretches(1_020)).toEqual([{ from: 0, to: 1_020, rows: 2 }]);
});

test('however long the run, there are at most 120 stretches, without a gap, and no row is lost', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 5_000_000 }), { maxLength: 60 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 0, max: 500_000_000 }), (waits, rest) => {
      const timeline = new Timeline(0);
      let now = 0;
      for (const wait of waits) timeline.add((now += wait));
      const stretches = timeline.stretches(now + rest);
      expect(stretches.length).toBeGreaterThan(0);
      expect(stretches.length).toBeLessThanOrEqual(120);
      expect(stretches.reduce((sum, { rows }) => sum + rows, 0)).toBe(waits.length);
      stretches.forEach(({ from, to }, at) => {
        expect(from).toBe(stretches[at - 1]?.to ?? 0);
        expect(to).toBeGreaterThan(from);
      });
    }),
  );
});
