import { expect, test } from 'vitest';
import { observedError, type Reply } from '../../src/dingtalk/reply.js';
import { ServerHealth } from '../../src/dingtalk/server-health.js';

const settings = { banPause: 1_000, silence: 20_000, retries: 3 };
const banned = observedError('address-banned', '');
const unreachable = observedError('no-connection', 'ECONNREFUSED');
const unanswered = observedError('no-answer', 'ETIMEDOUT');
const success: Reply = { kind: 'success', body: {}, requestId: 'r' };
const kindOf = (reply: Reply): string => (reply.kind === 'success' ? 'success' : reply.entry.kind);
const longAgo = (): number => performance.now() - 21_000;

/** The server's health after a ban has begun, and an instant after its beginning. */
function afterBan(): { readonly health: ServerHealth; readonly later: number } {
  const health = new ServerHealth(settings);
  const now = performance.now();
  expect(kindOf(health.judge(banned, now))).toBe('throttled');
  expect(health.bannedUntil).toBeGreaterThanOrEqual(now + 1_000);
  return { health, later: performance.now() + 1_001 };
}

test('without a ban nothing is held back', () => {
  const health = new ServerHealth(settings);
  expect(health.judge(success, performance.now())).toBe(success);
  expect(health.bannedUntil).toBe(-Infinity);
});

test('calls that were in flight when a ban began meet the same ban', () => {
  const { health, later } = afterBan();
  const { bannedUntil } = health;
  for (let call = 0; call < 20; call += 1) {
    expect(kindOf(health.judge(banned, later - 2_000))).toBe('throttled');
  }
  expect(health.bannedUntil).toBe(bannedUntil);
});

test('a ban that is still there after the pause is fatal', () => {
  const { health, later } = afterBan();
  expect(kindOf(health.judge(banned, later))).toBe('fatal');
});

test('an answer in between makes the next ban a new one; an answer to an earlier call does not', () => {
  const { health, later } = afterBan();
  health.judge(success, later - 2_000);
  health.judge(unreachable, later);
  health.judge(unanswered, later);
  expect(kindOf(health.judge(banned, later))).toBe('fatal');

  const other = afterBan();
  other.health.judge(success, other.later);
  expect(kindOf(other.health.judge(banned, other.later))).toBe('throttled');
});

function judgeAll(replies: readonly (readonly [Reply, number])[], retries = 3): Reply | undefined {
  const health = new ServerHealth({ ...settings, retries });
  return replies.map(([reply, sentAt]) => health.judge(reply, sentAt)).at(-1);
}
test('a server that could not be reached for 20 seconds is fatal, and since when is said', () => {
  const reply = judgeAll([
    [unreachable, longAgo()],
    [unreachable, performance.now()],
  ]);
  expect(reply).toMatchObject({ code: 'no-connection', entry: { kind: 'fatal' } });
  expect(JSON.stringify(reply)).toMatch(/could not be reached since \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/);
});

test.each<[string, readonly (readonly [Reply, number])[]]>([
  ['one failure', [[unreachable, longAgo()]]],
  [
    'failures of a moment',
    [
      [unreachable, performance.now()],
      [unreachable, performance.now()],
    ],
  ],
  [
    'failures with an answer between them',
    [
      [unreachable, longAgo()],
      [success, longAgo()],
      [unreachable, performance.now()],
    ],
  ],
])('%s: the row is tried again', (_, replies) => {
  expect(judgeAll(replies)).toMatchObject({ entry: { kind: 'busy' } });
});

test('a lost answer is no sign that the server is there', () => {
  const reply = judgeAll([
    [unreachable, longAgo()],
    [unanswered, longAgo()],
    [unreachable, performance.now()],
  ]);
  expect(reply).toMatchObject({ entry: { kind: 'fatal' } });
});

test('ten calls in a row that were sent and never answered are fatal, and what they did stays in doubt', () => {
  const calls = Array.from({ length: 10 }, () => [unanswered, longAgo()] as const);
  expect(judgeAll(calls.slice(1))).toMatchObject({ entry: { kind: 'lost' } });
  const reply = judgeAll(calls);
  expect(reply).toMatchObject({ code: 'no-answer', entry: { kind: 'fatal', doubtful: true } });
  expect(JSON.stringify(reply)).toContain('gave no answer since');
});

test('a single row that is never answered does not speak for the server, however often it is tried', () => {
  const attempts = Array.from({ length: 16 }, () => [unanswered, longAgo()] as const);
  expect(judgeAll(attempts, 15)).toMatchObject({ entry: { kind: 'lost' } });
});

const busy: Reply = observedError('http-429', '');
const exhausted: Reply = { ...unreachable, code: '-1', entry: { ...unreachable.entry, doubtful: true } };

/** The health after so many calls that ran out of retries, and what the last of them became. */
function exhaust(health: ServerHealth, calls: number): Reply | undefined {
  let last: Reply | undefined;
  for (let call = 0; call < calls; call += 1) last = health.judgeLast(exhausted, performance.now());
  return last;
}

test('ten calls in a row that ran out of retries are fatal, and since when is said', () => {
  const health = new ServerHealth(settings);
  expect(exhaust(health, 9)).toBe(exhausted);
  const tenth = exhaust(health, 1);
  expect(tenth).toMatchObject({ code: '-1', entry: { kind: 'fatal' } });
  expect(JSON.stringify(tenth)).toMatch(/unreachable or busy since \d{4}-\d\d-\d\dT[\d:]+Z: ten calls/);
});

test.each<[string, Reply]>([
  ['a success', success],
  [
    'an error of one row',
    { ...observedError('not-the-api', ''), entry: { kind: 'row', meaning: '', advice: '' } },
  ],
  ['a throttle', busy],
])('%s in between shows that the server answers', (_, answer) => {
  const health = new ServerHealth(settings);
  exhaust(health, 9);
  expect(health.judgeLast(answer, performance.now())).toBe(answer);
  expect(exhaust(health, 9)).toBe(exhausted);
});

test('a server without a connection is unreachable until it answers', () => {
  const health = new ServerHealth(settings);
  health.judge(unreachable, performance.now());
  expect(health.isUnreachable).toBe(false);
  health.judge(unreachable, performance.now());
  expect(health.isUnreachable).toBe(true);
  health.judge(success, performance.now());
  expect(health.isUnreachable).toBe(false);
});
