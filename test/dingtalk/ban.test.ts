import { expect, test } from 'vitest';
import { Ban } from '../../src/dingtalk/ban.js';
import { observed, type Reply } from '../../src/dingtalk/reply.js';

const banned = observed('address-banned', '');
const success: Reply = { kind: 'success', body: {}, requestId: 'r' };
const kindOf = (reply: Reply): string => (reply.kind === 'success' ? 'success' : reply.entry.kind);

/** A ban that has begun, and an instant after its beginning. */
function begun(): { ban: Ban; later: number } {
  const ban = new Ban(1_000);
  const now = performance.now();
  expect(kindOf(ban.judge(banned, now))).toBe('throttled');
  expect(ban.until).toBeGreaterThanOrEqual(now + 1_000);
  return { ban, later: performance.now() + 1_001 };
}

test('without a ban nothing is held back', () => {
  const ban = new Ban(1_000);
  expect(ban.judge(success, performance.now())).toBe(success);
  expect(ban.until).toBe(-Infinity);
});

test('calls that were in flight when it began meet the same ban', () => {
  const { ban, later } = begun();
  const { until } = ban;
  for (let call = 0; call < 20; call += 1) expect(kindOf(ban.judge(banned, later - 2_000))).toBe('throttled');
  expect(ban.until).toBe(until);
});

test('a ban that is still there after the pause is fatal', () => {
  const { ban, later } = begun();
  expect(kindOf(ban.judge(banned, later))).toBe('fatal');
});

test('an answer in between makes the next ban a new one; an answer to a call before it does not', () => {
  const { ban, later } = begun();
  ban.judge(success, later - 2_000);
  ban.judge(observed('no-connection', 'ECONNREFUSED'), later);
  ban.judge(observed('no-answer', 'ETIMEDOUT'), later);
  expect(kindOf(ban.judge(banned, later))).toBe('fatal');

  const other = begun();
  other.ban.judge(success, other.later);
  expect(kindOf(other.ban.judge(banned, other.later))).toBe('throttled');
});
