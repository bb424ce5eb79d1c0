import { expect, test } from 'vitest';
import { renderUnknownNames } from '../../src/report/render-lists.js';

test('unknown names are listed with their rows and similar names, in 80 columns, the rest as a number', () => {
  const misses = Array.from({ length: 25 }, (_, at) => ({
    name: `labels "Nope ${at}"`,
    hint: `nearest: ${'Group/Label, '.repeat(10)}`,
    count: 25 - at,
  }));
  const lines = renderUnknownNames(misses);
  expect(lines[1]).toBe('unknown names: correct them in the file, or add them in DingTalk');
  expect(lines[2]).toBe('  labels "Nope 0": 25 rows');
  expect(lines.at(-1)).toBe('  and 5 more; import_error has them all');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(renderUnknownNames([])).toEqual([]);
});
