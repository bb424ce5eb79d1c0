import { expect, test } from 'vitest';
import { noLimits, RunControl } from '../../src/importer/run-control.js';
import type { Outcome } from '../../src/outcome.js';
import { UserError } from '../../src/user-error.js';

const traffic = { attempts: 1, requestId: 'r', at: 0 };
const fatal: Outcome = { status: 'failed', cause: 'fatal', errcode: '33009', error: 'no', ...traffic };
const failed: Outcome = { ...fatal, cause: 'refused', errcode: '60103' };
const never = new AbortController().signal;

test('an outcome that concerns every row stops the run, with its code', () => {
  const control = new RunControl(noLimits, never);
  control.endRow(failed);
  expect(control.reason).toBeUndefined();
  control.endRow(fatal);
  expect(control.reason).toEqual({ kind: 'fatal', errcode: '33009', error: 'no' });
  expect(control.signal.aborted).toBe(true);
  expect(control.takeCall()).toBe(false);
});

test('only the first reason counts', () => {
  const interruption = new AbortController();
  const control = new RunControl(noLimits, interruption.signal);
  interruption.abort('SIGTERM');
  control.stop({ kind: 'fatal', errcode: '1', error: 'later' });
  expect(control.reason).toEqual({ kind: 'interrupted', by: 'SIGTERM' });
  expect(control.closed()).toEqual({ kind: 'interrupted', by: 'SIGTERM' });
});

test('a run that is interrupted before it begins is stopped', () => {
  expect(new RunControl(noLimits, AbortSignal.abort('SIGINT')).closed()).toEqual({
    kind: 'interrupted',
    by: 'SIGINT',
  });
});

test('calls in flight are given up when the grace is over, and not before', async () => {
  const interruption = new AbortController();
  const control = new RunControl(noLimits, interruption.signal, 5);
  interruption.abort('SIGINT');
  expect(control.abandon.aborted).toBe(false);
  await new Promise((resolve) => {
    control.abandon.addEventListener('abort', resolve);
  });
  expect(control.abandon.aborted).toBe(true);
});

test('rows beyond --limit may not begin, and calls of earlier rows go on', () => {
  const control = new RunControl({ ...noLimits, rows: 2 }, never);
  for (let row = 0; row < 2; row += 1) {
    expect(control.closed()).toBeUndefined();
    control.beginRow();
  }
  expect(control.reason).toBeUndefined();
  expect(control.closed()).toEqual({ kind: 'limit', option: '--limit', most: 2 });
  expect(control.takeCall()).toBe(true);
});

test('after --max-failed failed rows no other begins', () => {
  const control = new RunControl({ ...noLimits, failed: 2 }, never);
  control.endRow(failed);
  control.endRow({ status: 'created', userid: '01', ...traffic });
  expect(control.closed()).toBeUndefined();
  control.endRow(failed);
  expect(control.closed()).toEqual({ kind: 'limit', option: '--max-failed', most: 2 });
});

test('a limit that no row goes beyond is not a reason to stop', () => {
  const control = new RunControl({ rows: 3, failed: 2, calls: 3 }, never);
  expect([control.takeCall(), control.takeCall(), control.takeCall()]).toEqual([true, true, true]);
  expect(control.reason).toBeUndefined();
});

test('the call beyond --max-calls stops the run and ends its waits', () => {
  const control = new RunControl({ ...noLimits, calls: 2 }, never);
  expect([control.takeCall(), control.takeCall()]).toEqual([true, true]);
  expect(control.signal.aborted).toBe(false);
  expect([control.takeCall(), control.takeCall()]).toEqual([false, false]);
  expect(control.reason).toEqual({ kind: 'limit', option: '--max-calls', most: 2 });
  expect(control.signal.aborted).toBe(true);
});

test('an error that concerns every row replaces a limit that was reached before', () => {
  const control = new RunControl({ ...noLimits, rows: 0 }, never);
  expect(control.closed()).toMatchObject({ kind: 'limit' });
  control.endRow(fatal);
  expect(control.reason).toMatchObject({ kind: 'fatal' });
});

test('what can not be written down stops the run; a bug is thrown', async () => {
  const control = new RunControl(noLimits, never);
  expect(await control.record(() => Promise.resolve())).toBe(true);
  await expect(control.record(() => Promise.reject(new TypeError('a bug')))).rejects.toThrow('a bug');
  expect(control.reason).toBeUndefined();
  expect(await control.record(() => Promise.reject(new UserError('the disk is full')))).toBe(false);
  expect(control.reason).toEqual({ kind: 'unrecordable', error: 'the disk is full' });
});
