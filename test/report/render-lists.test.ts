import { expect, test } from 'vitest';
import { renderMisses } from '../../src/report/render-lists.js';

test('missed names are told with their rows and what comes near, in 80 columns, the rest as a number', () => {
  const misses = Array.from({ length: 25 }, (_, at) => ({
    name: `labels "Nope ${at}"`,
    hint: `nearest: ${'Group/Label, '.repeat(10)}`,
    count: 25 - at,
  }));
  const lines = renderMisses(misses);
  expect(lines[1]).toBe('names without an id: correct them in the file, or make them in DingTalk');
  expect(lines[2]).toBe('  labels "Nope 0": 25 rows');
  expect(lines.at(-1)).toBe('  and 5 more; import_error has them all');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(renderMisses([])).toEqual([]);
});
