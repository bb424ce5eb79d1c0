import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Outcome } from '../../src/outcome.js';
import { noLimits, Stop } from '../../src/importer/stop.js';

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
setMaxListeners(0, never);

test('the first create goes alone; the others wait for its outcome', async () => {
  const stop = new Stop(noLimits, never);
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
  const stop = new Stop(noLimits, never);
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
  const stop = new Stop(noLimits, never);
  const broken = stop.admit(() => Promise.reject(new Error('a bug')));
  await expect(broken).rejects.toThrow('a bug');
  expect(await stop.admit(() => Promise.resolve(created))).toBe(created);
});

test('an interruption is the reason unless there was one before', async () => {
  const interruption = new AbortController();
  const stop = new Stop(noLimits, interruption.signal);
  interruption.abort('SIGTERM');
  stop.because({ kind: 'fatal', errcode: '1', error: 'later' });
  expect(stop.reason).toEqual({ kind: 'interrupted', by: 'SIGTERM' });
  expect(await stop.admit(() => Promise.resolve(created))).toMatchObject({ status: 'pending' });
});

test('a run that is interrupted before it begins creates nothing', async () => {
  const stop = new Stop(noLimits, AbortSignal.abort('SIGINT'));
  const outcome = await stop.admit(() => Promise.resolve(created));
  expect(outcome.status).toBe('pending');
  expect(JSON.stringify(outcome)).toContain('SIGINT');
});

const failed: Outcome = { ...fatal, cause: 'refused', errcode: '60103' };
const exhausted: Outcome = { ...fatal, cause: 'exhausted', errcode: '-1', error: 'Busy (-1).' };

/** The statuses of as many rows, one after the other. */
async function statusesOf(stop: Stop, outcomes: readonly Outcome[]): Promise<readonly string[]> {
  const statuses: string[] = [];
  for (const outcome of outcomes) statuses.push((await stop.admit(() => Promise.resolve(outcome))).status);
  return statuses;
}

test('ten rows in a row that ran out of retries stop the run, and it says since when', async () => {
  const stop = new Stop(noLimits, never);
  const rows = Array.from({ length: 11 }, () => exhausted);
  expect(await statusesOf(stop, rows)).toEqual([...Array.from({ length: 10 }, () => 'failed'), 'pending']);
  expect(stop.reason).toMatchObject({ kind: 'fatal', errcode: '-1' });
  expect(JSON.stringify(stop.reason)).toMatch(/unreachable or busy since \d{4}-\d\d-\d\dT[\d:]+Z: ten rows/);
});

test.each<[string, Outcome]>([
  ['a contact that was made', created],
  ['a refusal', failed],
])('%s in between shows that the server answers', async (_, answered) => {
  const stop = new Stop(noLimits, never);
  const nine = Array.from({ length: 9 }, () => exhausted);
  await statusesOf(stop, [...nine, answered, ...nine]);
  expect(stop.reason).toBeUndefined();
});

test('rows beyond the limit are pending, those within it go on, and all at once is no way around it', async () => {
  const stop = new Stop({ ...noLimits, rows: 3 }, never);
  const outcomes = await Promise.all(
    Array.from({ length: 5 }, () => stop.admit(() => sleep(5, created, { signal: stop.signal }))),
  );
  expect(outcomes.map(({ status }) => status)).toEqual([
    'created',
    'created',
    'created',
    'pending',
    'pending',
  ]);
  expect(JSON.stringify(outcomes[4])).toContain('--limit 3');
  expect(stop.reason).toEqual({ kind: 'limit', option: '--limit', most: 3 });
});

test('a limit that no row goes beyond is no reason to stop', async () => {
  const stop = new Stop({ rows: 3, failed: 2, calls: 3 }, never);
  expect([stop.takeCall(), stop.takeCall(), stop.takeCall()]).toEqual([true, true, true]);
  await statusesOf(stop, [created, failed, failed]);
  expect(stop.reason).toBeUndefined();
});

test('after so many failed rows no other begins', async () => {
  const stop = new Stop({ ...noLimits, failed: 2 }, never);
  expect(await statusesOf(stop, [failed, created, failed, created])).toEqual([
    'failed',
    'created',
    'failed',
    'pending',
  ]);
  expect(stop.reason).toEqual({ kind: 'limit', option: '--max-failed', most: 2 });
});

test('the call beyond the last one allowed stops the run, and ends its waits', () => {
  const stop = new Stop({ ...noLimits, calls: 2 }, never);
  expect([stop.takeCall(), stop.takeCall()]).toEqual([true, true]);
  expect(stop.signal.aborted).toBe(false);
  expect([stop.takeCall(), stop.takeCall()]).toEqual([false, false]);
  expect(stop.reason).toEqual({ kind: 'limit', option: '--max-calls', most: 2 });
  expect(stop.signal.aborted).toBe(true);
});

test('what concerns every row weighs more than a limit that was reached before', async () => {
  const stop = new Stop({ ...noLimits, rows: 2 }, never);
  await stop.admit(() => Promise.resolve(created));
  const running = stop.admit(() => sleep(10, fatal));
  expect((await stop.admit(() => Promise.resolve(created))).status).toBe('pending');
  await running;
  expect(stop.reason).toMatchObject({ kind: 'fatal' });
});

test('a create that sent nothing leaves its row pending', async () => {
  const interruption = new AbortController();
  const stop = new Stop(noLimits, interruption.signal);
  const outcome = await stop.admit(() => {
    interruption.abort('SIGINT');
    return Promise.resolve(undefined);
  });
  expect(outcome.status).toBe('pending');
});

test('a fatal look-up stops the run, for creates and for other look-ups', async () => {
  const stop = new Stop(noLimits, never);
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
  const stop = new Stop(noLimits, never);
  await stop.lookUp('labels', () =>
    Promise.resolve({ kind: 'refused', cause: 'exhausted', errcode: '-1', error: 'no', requestId: '' }),
  );
  expect(await stop.lookUp('labels', () => Promise.resolve({ kind: 'found', value: 1 }))).toEqual({
    kind: 'found',
    value: 1,
  });
});
