import { expect, test } from 'vitest';
import { readEvent, writeEvent } from '../../src/ledger/events.js';

const contact = '86-19910000001';

test.each([
  { event: 'sent', at: 1_772_403_300_123, contact, row: { name: 1, others: 16_777_215 }, fields: 'name=abc' },
  { event: 'equal', at: 1_772_403_300_124, contact, fields: 'title=abc' },
  { event: 'exists', at: 1_772_403_301_000, contact, userid: '01', ours: true, listed: true },
  { event: 'forgotten', at: 0, contact },
] as const)('a line is read as it was written: $event', (event) => {
  expect(readEvent(writeEvent(event))).toEqual(event);
});

test.each([
  '',
  '2026',
  'none yet',
  '2026-13-01T00:00:00.000Z',
  '2026-03-01T22:15:00.abcZ',
  '2026-03-01T22:15:00Z',
])('a line with the time %j is no event, and those after it are read as before', (at) => {
  expect(readEvent(JSON.stringify({ event: 'forgotten', at, contact }))).toBeUndefined();
  const good = { event: 'forgotten', at: 1_772_403_300_123, contact } as const;
  expect(readEvent(writeEvent(good))).toEqual(good);
});

test('times of older lines are numbers', () => {
  expect(readEvent(JSON.stringify({ event: 'sent', contact, at: 12 }))).toEqual({
    event: 'sent',
    at: 12,
    contact,
  });
});
