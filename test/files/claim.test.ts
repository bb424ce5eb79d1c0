import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Claim, type Claimant, type ClaimTimes } from '../../src/files/claim.js';
import { UserError } from '../../src/user-error.js';
import { failure } from '../harness/collect.js';
import { Folder } from '../harness/folder.js';

const times: ClaimTimes = { beat: 20, stale: 400, look: 10, settle: 20 };
const take = (path: string, claimant: Partial<Claimant> = {}): Promise<Claim> =>
  Claim.take(path, { by: 'a test', ...claimant }, times);

/** A lock as a process of another container would leave it. */
const lockOf = (changes: object = {}): string => {
  const facts = { id: 'f'.repeat(32), by: 'process 7 on host', since: '2026-11-27T00:00:00.000Z' };
  return `${JSON.stringify({ beat: 12, ...facts, processes: 'elsewhere', pid: 1, ...changes })}\n`;
};

test('a claimed file is refused to a second run, with the lock, its holder and since when', async () => {
  await using folder = await Folder.create();
  const path = folder.at('x');
  {
    await using claim = await take(path, { by: 'process 7 on host' });
    const error = await failure(take(path));
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ exitCode: 3 });
    expect(error.message).toMatch(
      /x: another run has this file: process 7 on host, since \d{4}-.*Z\. Its lock is .*x\.lock\.$/,
    );
    expect(claim.isHeld()).toBe(true);
  }
  expect(await readdir(folder.path)).toEqual([]);
  await using next = await take(path);
  expect(next.isHeld()).toBe(true);
});

test.each<[string, (lock: string) => Promise<unknown>]>([
  ['of another container', (lock) => writeFile(lock, lockOf())],
  ['that is empty, for its run was killed while it wrote it', (lock) => writeFile(lock, '')],
  ['that is not readable as one', (lock) => writeFile(lock, 'some text')],
  ['of an earlier version of this program', (lock) => mkdir(lock)],
])('a lock %s that does not change is taken over', async (_, leave) => {
  await using folder = await Folder.create();
  await leave(folder.at('x.lock'));
  const waited: string[] = [];
  {
    await using claim = await take(folder.at('x'), { onWait: (lock) => waited.push(lock) });
    expect(claim.isHeld()).toBe(true);
  }
  expect(waited).toEqual([folder.at('x.lock')]);
  expect(await readdir(folder.path)).toEqual([]);
});

test.each([-86_400, 86_400])(
  'the time stamp of a lock says nothing: a holder whose clock is %i s off keeps its file',
  async (seconds) => {
    await using folder = await Folder.create();
    const lock = folder.at('x.lock');
    await writeFile(lock, lockOf({ beat: 1 }));
    let beat = 1;
    const timer = setInterval(() => {
      beat += 1;
      const stamp = Date.now() / 1_000 + seconds;
      void writeFile(lock, lockOf({ beat })).then(() => utimes(lock, stamp, stamp));
    }, 30);
    try {
      expect((await failure(take(folder.at('x')))).message).toContain('another run has this file');
    } finally {
      clearInterval(timer);
    }
  },
);

test('the lock of a process of this machine that has ended is taken over at once', async () => {
  await using folder = await Folder.create();
  const lock = folder.at('x.lock');
  let own: unknown;
  {
    await using claim = await take(folder.at('x'));
    expect(claim.isHeld()).toBe(true);
    own = JSON.parse(await readFile(lock, 'utf8'));
  }
  const gone = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
  await writeFile(lock, JSON.stringify({ ...Object(own), id: 'f'.repeat(32), pid: gone }));
  let waited = 0;
  const never: ClaimTimes = { ...times, stale: 3_600_000 };
  await using claim = await Claim.take(folder.at('x'), { by: 'a test', onWait: () => (waited += 1) }, never);
  expect(claim.isHeld()).toBe(true);
  expect(waited).toBe(0);
});

test('a run whose file was taken over notices, and leaves the lock of the other one', async () => {
  await using folder = await Folder.create();
  const lock = folder.at('x.lock');
  {
    await using claim = await take(folder.at('x'));
    await rm(lock);
    await writeFile(lock, lockOf());
    expect(claim.isHeld()).toBe(false);
    await sleep(60);
  }
  expect(await readFile(lock, 'utf8')).toBe(lockOf());
});

test('a lock that somebody removed is made again, and keeps others away', async () => {
  await using folder = await Folder.create();
  await using claim = await take(folder.at('x'));
  await rm(folder.at('x.lock'));
  expect(claim.isHeld()).toBe(true);
  expect((await failure(take(folder.at('x')))).message).toContain('another run has this file');
});

test('of many runs that find one lock that was left, one gets the file', async () => {
  await using folder = await Folder.create();
  const lock = folder.at('x.lock');
  for (let round = 0; round < 5; round += 1) {
    await writeFile(lock, lockOf());
    const claims = await Promise.allSettled(
      Array.from({ length: 10 }, () => Claim.take(folder.at('x'), { by: 'a test' }, { ...times, stale: 50 })),
    );
    const won = claims.filter((claim) => claim.status === 'fulfilled').map(({ value }) => value);
    expect(won.filter((claim) => claim.isHeld())).toHaveLength(1);
    expect(await readdir(folder.path)).toEqual(['x.lock']);
    for (const claim of won) await claim[Symbol.asyncDispose]();
    await rm(lock, { force: true });
  }
});

test('a signal ends the wait', async () => {
  await using folder = await Folder.create();
  await writeFile(folder.at('x.lock'), lockOf());
  const signal = AbortSignal.timeout(50);
  const error = await failure(
    Claim.take(folder.at('x'), { by: 'a test', signal }, { ...times, stale: 3_600_000 }),
  );
  expect(error.message).toContain('interrupted');
  expect(await readdir(folder.path)).toEqual(['x.lock']);
});
