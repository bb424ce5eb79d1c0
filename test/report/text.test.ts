import { expect, test } from 'vitest';
import { columnsOf, duration, timeLeft, wrap } from '../../src/report/text.js';

test.each([
  [0, '0.0 s'],
  [8.34, '8.3 s'],
  [59.94, '59.9 s'],
  [59.96, '1 min 0 s'],
  [61.4, '1 min 1 s'],
  [119.6, '2 min 0 s'],
  [3_599.7, '1 h 0 min'],
  [5_430, '1 h 30 min'],
])('a duration of %s seconds is %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test.each([
  [0.2, '1 s'],
  [89, '89 s'],
  [91, '2 min'],
  [5_400, '1 h 30 min'],
])('a rest of %s seconds is %s', (seconds, text) => {
  expect(timeLeft(seconds)).toBe(text);
});

test.each([
  ['abc', 3],
  ['客户', 4],
  ['ｅ', 2],
  ['', 0],
])('%j takes %i columns', (text, columns) => {
  expect(columnsOf(text)).toBe(columns);
});

test('lines have at most 80 columns, of which a Chinese character takes two', () => {
  const lines = wrap('客户标签 '.repeat(20).trim(), '  ');
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(80);
});
