import { expect, test } from 'vitest';
import { GivenRate } from '../../src/dingtalk/rate.js';
import { ApiPath } from '../../src/dingtalk/api-path.js';
import { Pacer } from '../../src/dingtalk/pacer.js';
import { readReply, type Reply } from '../../src/dingtalk/reply.js';

function replyOf(errcode: number): Reply {
  return readReply({ kind: 'answer', httpStatus: 200, body: JSON.stringify({ errcode }) });
}

function kindAfter(earlier: readonly number[], errcode: number): string {
  const path = new ApiPath('/topapi/extcontact/create', new Pacer(new GivenRate(10)));
  for (const code of earlier) path.judge(replyOf(code), 0);
  const reply = path.judge(replyOf(errcode), 0);
  return reply.kind === 'success' ? reply.kind : reply.entry.kind;
}

test.each([
  ['at first', [], 'fatal'],
  ['after another error of the request', [41101], 'fatal'],
  ['after busy answers, throttles and rejected tokens', [-1, 15, 90018, 40014], 'fatal'],
  ['after a success', [0], 'row'],
  ['after a contact that exists', [22005], 'row'],
  ['after a row that was refused', [60103], 'row'],
])('an error of the request %s: %j make it %s', (_, earlier, kind) => {
  for (const code of [40033, 41101, 40035, 47001, 43005]) expect(kindAfter(earlier, code)).toBe(kind);
});

test('other errors stay what they are', () => {
  expect(kindAfter([0], 43007)).toBe('fatal');
  expect(kindAfter([0], 22005)).toBe('exists');
  expect(kindAfter([0], 0)).toBe('success');
});

test('a path is throttled from the first throttle until a call gets through', () => {
  const path = new ApiPath('/topapi/extcontact/create', new Pacer(new GivenRate(10)));
  path.judge(replyOf(90018), 1_000);
  path.judge(replyOf(90018), 3_000);
  expect(path.throttledFor(4_000)).toBe(3_000);
  path.judge(replyOf(0), 5_000);
  expect(path.throttledFor(6_000)).toBe(0);
});
