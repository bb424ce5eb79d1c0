import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Outcome } from '../../src/outcome.js';
import { Stop } from '../../src/pace/stop.js';

const created: Outcome = { status: 'created', userid: '01', attempts: 1, requestId: 'r' };
const fatal: Outcome = {
  status: 'failed',
  cause: 'fatal',
  errcode: '33009',
  error: 'no',
  attempts: 1,
  requestId: 'r',
};
const never = new AbortController().signal;

test('the first create goes alone; the others wait for its outcome', async () => {
  const stop = new Stop(never);
  let started = 0;
  let first = true;
  const outcomes = [1, 2, 3].map(() =>
    stop.admit(async () => {
      started += 1;
      if (first) {
        first = false;
        await sleep(20);
        expect(started).toBe(1);
      }
      return created;
    }),
  );
  expect((await Promise.all(outcomes)).map(({ status }) => status)).toEqual([
    'created',
    'created',
    'created',
  ]);
});

test('a fatal first outcome leaves all others pending, with its code', async () => {
  const stop = new Stop(never);
  let calls = 0;
  const create = (): Promise<Outcome> => {
    calls += 1;
    return Promise.resolve(fatal);
  };
  const outcomes = await Promise.all([stop.admit(create), stop.admit(create), stop.admit(create)]);
  expect(calls).toBe(1);
  expect(outcomes.map(({ status }) => status)).toEqual(['failed', 'pending', 'pending']);
  expect(JSON.stringify(outcomes[1])).toContain('(33009)');
  expect(stop.reason).toEqual({ kind: 'fatal', errcode: '33009', error: 'no' });
  expect(stop.signal.aborted).toBe(true);
});

test('a first create that breaks does not keep the others waiting for ever', async () => {
  const stop = new Stop(never);
  const broken = stop.admit(() => Promise.reject(new Error('a bug')));
  await expect(broken).rejects.toThrow('a bug');
  expect(await stop.admit(() => Promise.resolve(created))).toBe(created);
});

test('an interruption is the reason unless there was one before', async () => {
  const interruption = new AbortController();
  const stop = new Stop(interruption.signal);
  interruption.abort('SIGTERM');
  stop.because({ kind: 'fatal', errcode: '1', error: 'later' });
  expect(stop.reason).toEqual({ kind: 'interrupted', by: 'SIGTERM' });
  expect(await stop.admit(() => Promise.resolve(created))).toMatchObject({ status: 'pending' });
});

test('a run that is interrupted before it begins creates nothing', async () => {
  const stop = new Stop(AbortSignal.abort('SIGINT'));
  const outcome = await stop.admit(() => Promise.resolve(created));
  expect(outcome.status).toBe('pending');
  expect(JSON.stringify(outcome)).toContain('SIGINT');
});

test('a create that sent nothing leaves its row pending', async () => {
  const interruption = new AbortController();
  const stop = new Stop(interruption.signal);
  const outcome = await stop.admit(() => {
    interruption.abort('SIGINT');
    return Promise.resolve(undefined);
  });
  expect(outcome.status).toBe('pending');
});

test('a fatal look-up stops the run, for creates and for other look-ups', async () => {
  const stop = new Stop(never);
  const refused = { kind: 'refused', cause: 'fatal', errcode: '60011', error: 'no', requestId: '' } as const;
  let asked = 0;
  const ask = (): Promise<typeof refused> => {
    asked += 1;
    return Promise.resolve(refused);
  };
  const [first, second, created] = await Promise.all([
    stop.lookUp('labels', ask),
    stop.lookUp('employees', ask),
    stop.admit(() => Promise.reject(new Error('sent'))),
  ]);
  expect(first).toEqual(refused);
  expect(second).toEqual({ kind: 'stopped' });
  expect(created).toMatchObject({ status: 'pending', cause: 'stopped' });
  expect(asked).toBe(1);
  expect(stop.reason).toEqual({ kind: 'fatal', errcode: '60011', error: 'no' });
});

test('a look-up that is refused for its own sake stops nothing', async () => {
  const stop = new Stop(never);
  await stop.lookUp('labels', () =>
    Promise.resolve({ kind: 'refused', cause: 'exhausted', errcode: '-1', error: 'no', requestId: '' }),
  );
  expect(await stop.lookUp('labels', () => Promise.resolve({ kind: 'found', value: 1 }))).toEqual({
    kind: 'found',
    value: 1,
  });
});
