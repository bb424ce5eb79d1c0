import { expect, test } from 'vitest';
import type { ErrorEntry } from '../../src/dingtalk/error-entry.js';
import { findError } from '../../src/dingtalk/error-table.js';
import { nextAction, type CallState, type NextAction } from '../../src/dingtalk/next-action.js';
import type { Reply } from '../../src/dingtalk/reply.js';

const usual: CallState = { tokenIsReplaceable: true, throttledFor: 0 };
const afterNewToken: CallState = { ...usual, tokenIsReplaceable: false };
const tenMinutes: CallState = { ...usual, throttledFor: 600_000 };
const done: NextAction = { kind: 'done' };
const backOff: NextAction = { kind: 'back-off' };
const stop: NextAction = { kind: 'stop' };

function errorReply(code: string, entry: ErrorEntry = findError(code)): Reply {
  return { kind: 'error', code, message: '', requestId: '', userid: '', entry };
}

test('after a success the call is done', () => {
  expect(nextAction({ kind: 'success', body: {}, requestId: '' }, usual)).toEqual(done);
});

test.each<[string, string, CallState, NextAction]>([
  ['60103', 'the row is wrong', usual, done],
  ['99999', 'a code without an entry', usual, done],
  ['22005', 'it exists', usual, done],
  ['-1', 'busy', usual, backOff],
  ['no-connection', 'not connected', usual, backOff],
  ['15', 'the gateway lost the answer', usual, backOff],
  ['no-answer', 'a time-out', usual, backOff],
  ['90018', 'throttled for a second', usual, { kind: 'pause', time: 1_000 }],
  ['90001', 'throttled for minutes', usual, { kind: 'pause', time: 120_000 }],
  ['address-banned', 'a ban', usual, { kind: 'pause', time: 300_000 }],
  ['90018', 'throttled for ten minutes already', tenMinutes, stop],
  ['address-banned', 'a ban has its own end', tenMinutes, { kind: 'pause', time: 300_000 }],
  ['40014', 'the token is rejected', usual, { kind: 'refresh-token' }],
  ['40014', 'the new token is rejected too', afterNewToken, stop],
  ['33009', 'no row can succeed', usual, stop],
  ['bad-certificate', 'the server is not trusted', usual, stop],
])('%s, %s: what comes next', (code, _, state, action) => {
  expect(nextAction(errorReply(code), state)).toEqual(action);
});

test('a throttle of unknown length is a pause of a second', () => {
  const entry: ErrorEntry = { kind: 'throttled', meaning: 'slow', advice: 'wait' };
  expect(nextAction(errorReply('1', entry), usual)).toEqual({ kind: 'pause', time: 1_000 });
});
