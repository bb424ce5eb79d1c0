import { expect, test } from 'vitest';
import { Reachability } from '../../src/dingtalk/reachability.js';
import { observed, type Reply } from '../../src/dingtalk/reply.js';

const unreachable = observed('no-connection', 'ECONNREFUSED');
const success: Reply = { kind: 'success', body: {}, requestId: 'r' };
const longAgo = (): number => performance.now() - 21_000;

function judgeAll(replies: readonly (readonly [Reply, number])[], retries = 3): Reply | undefined {
  const reachability = new Reachability(20_000, retries);
  return replies.map(([reply, sentAt]) => reachability.judge(reply, sentAt)).at(-1);
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
    [observed('no-answer', 'ETIMEDOUT'), longAgo()],
    [unreachable, performance.now()],
  ]);
  expect(reply).toMatchObject({ entry: { kind: 'fatal' } });
});

test('ten calls in a row that were sent and never answered are fatal, and what they did stays in doubt', () => {
  const unanswered = Array.from(
    { length: 10 },
    () => [observed('no-answer', 'ETIMEDOUT'), longAgo()] as const,
  );
  expect(judgeAll(unanswered.slice(1))).toMatchObject({ entry: { kind: 'lost' } });
  const reply = judgeAll(unanswered);
  expect(reply).toMatchObject({ code: 'no-answer', entry: { kind: 'fatal', doubtful: true } });
  expect(JSON.stringify(reply)).toContain('gave no answer since');
});

test('a single row that is never answered does not speak for the server, however often it is tried', () => {
  const attempts = Array.from({ length: 16 }, () => [observed('no-answer', 'ETIMEDOUT'), longAgo()] as const);
  expect(judgeAll(attempts, 15)).toMatchObject({ entry: { kind: 'lost' } });
});
