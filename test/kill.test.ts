import { readFile, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { countBy, Folder, readResults, type ResultLine } from './harness/folder.js';
import { header, mobileOf } from './harness/job.js';
import { contactsAt, createsAt, untilCreates } from './harness/kill.js';
import { runImport, type Finished } from './harness/program.js';
import { environmentAt, spawnSandbox } from './harness/sandbox.js';
import { sized } from './harness/size.js';

const rows = sized(500, 2_000);
const kills = sized(3, 20);
const concurrency = 10;

function csvOf(from: number, count: number): string {
  const lines = Array.from(
    { length: count },
    (_, at) => `联系人${from + at},${mobileOf(from + at)},86,manager4220,1561077310`,
  );
  return [header, ...lines, ''].join('\n');
}

/** Everything of a results line but what this run did for it. */
function lasting(lines: readonly ResultLine[]): readonly ResultLine[] {
  return lines.map((line) => ({ ...line, import_attempts: '', import_request_id: '' }));
}

test.concurrent(
  `killed at ${kills} random moments and started again, an import makes each contact once and loses none`,
  { timeout: 240_000 },
  async () => {
    const seed = Date.now() % 1_000_000;
    console.log(`kill test: seed ${seed}`);
    let state = seed;
    const random = (most: number): number => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return 1 + Math.floor((state / 2_147_483_648) * most);
    };

    await using sandbox = await spawnSandbox(['--calls-per-second', '1000000', '--latency', '4']);
    await using folder = await Folder.create();
    await folder.write('people.csv', csvOf(1, rows));
    const { origin } = sandbox;
    const environment = environmentAt(origin);
    const command = ['people.csv', '--rate', '10000', '--concurrency', String(concurrency)];
    const run = (onStart?: (kill: (signal: NodeJS.Signals) => void) => void): Promise<Finished> =>
      runImport(command, { cwd: folder.path, environment, ...(onStart && { onStart }) });

    let killed = 0;
    while (killed < kills) {
      const target = (await createsAt(origin)) + random((rows * 0.9) / kills);
      let ended = false;
      const done = await run((kill) => {
        void untilCreates(origin, target, () => ended)
          .then(() => sleep(random(8)))
          .then(() => {
            kill('SIGKILL');
          });
      });
      ended = true;
      expect(done.exitCode, done.stderr).toBeNull();
      killed += 1;
    }
    expect((await stat(folder.at('people.ledger.ndjson'))).size).toBeGreaterThan(1_000);

    const finished = await run();
    expect(finished.exitCode, finished.stderr).toBe(0);
    const lines = await readResults(folder.at('people.results.csv'));
    const contacts = await contactsAt(origin);
    expect(lines).toHaveLength(rows);
    expect(contacts.size).toBe(rows + 1);
    lines.forEach((line, at) => {
      expect(line.mobile).toBe(mobileOf(at + 1));
      expect(contacts.has(`86-${mobileOf(at + 1)}`)).toBe(true);
      if (line.import_status === 'created')
        expect(line.import_userid).toBe(contacts.get(`86-${mobileOf(at + 1)}`));
    });
    const inDoubt = lines.filter((line) => line.import_status === 'skipped');
    const wasted = (await createsAt(origin)) - rows;
    console.log(`kill test: ${inDoubt.length} rows in doubt, ${wasted} calls wasted`);
    expect(countBy(lines, 'import_status').created).toBe(rows - inDoubt.length);
    for (const line of inDoubt) expect(line.import_error).toContain('probably made this contact itself');
    expect(inDoubt.length).toBeLessThanOrEqual(kills * concurrency);
    expect(wasted).toBeLessThanOrEqual(kills * concurrency);

    const before = await createsAt(origin);
    const again = await run();
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toContain('0 create calls, 0 token calls');
    expect(await createsAt(origin)).toBe(before);
    expect(lasting(await readResults(folder.at('people.results.csv')))).toEqual(lasting(lines));

    await folder.write('more.csv', csvOf(101, rows - 70));
    const shared = await runImport(['more.csv', '--rate', '10000', '--ledger', 'people.ledger.ndjson'], {
      cwd: folder.path,
      environment,
    });
    expect(shared.exitCode).toBe(0);
    expect((await createsAt(origin)) - before).toBe(30);
  },
);

test.concurrent(
  'two runs at once on one ledger: one works, the other is told; a lock left by a kill is taken over',
  { timeout: 60_000 },
  async () => {
    await using sandbox = await spawnSandbox(['--calls-per-second', '1000000']);
    await using folder = await Folder.create();
    await folder.write('people.csv', csvOf(1, 100));
    const { origin } = sandbox;
    const around = {
      cwd: folder.path,
      environment: environmentAt(origin),
    };
    let second: Promise<Finished> | undefined;
    const first = await runImport(['people.csv', '--rate', '10'], {
      ...around,
      onStart: (kill) => {
        second = untilCreates(origin, 3, () => false).then(() =>
          runImport(['people.csv', '-o', 'other.csv', '--ledger', 'people.ledger.ndjson'], around),
        );
        void second.then(() => {
          kill('SIGKILL');
        });
      },
    });
    const refused = await second;
    expect(refused?.exitCode).toBe(3);
    expect(refused?.stderr).toMatch(/another run has this file: process \d+ on .*, since \d{4}-/);
    expect(first.exitCode).toBeNull();

    const next = await runImport(['people.csv', '--rate', '1000'], around);
    expect(next.exitCode).toBe(0);
    expect((await contactsAt(origin)).size).toBe(101);
  },
);

test.concurrent(
  'a disk that is full in the middle: no call without a record, exit 3, and the next run finishes',
  { timeout: 60_000 },
  async () => {
    await using sandbox = await spawnSandbox(['--calls-per-second', '1000000']);
    await using folder = await Folder.create();
    await folder.write('people.csv', csvOf(1, 1_000));
    const { origin } = sandbox;
    const around = {
      cwd: folder.path,
      environment: environmentAt(origin),
    };
    const command = ['people.csv', '--rate', '10000'];
    const full = await runImport(command, { ...around, largestFile: 64 });
    expect(full.exitCode, full.stderr).toBe(3);
    expect(full.stdout + full.stderr).toContain('the file would grow past the size that is allowed (EFBIG)');
    expect(full.stderr).not.toMatch(/^\s+at /m);
    const ledger = await readFile(folder.at('people.ledger.ndjson'), 'utf8');
    const sent = ledger.split('\n').filter((line) => line.includes('"event":"sent"')).length;
    expect(await createsAt(origin)).toBeLessThanOrEqual(sent);
    expect((await contactsAt(origin)).size).toBeLessThan(1_001);

    const next = await runImport(command, around);
    expect(next.exitCode, next.stderr).toBe(0);
    expect((await contactsAt(origin)).size).toBe(1_001);
    expect(await readResults(folder.at('people.results.csv'))).toHaveLength(1_000);
  },
);
