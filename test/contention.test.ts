import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Folder, readResults } from './harness/folder.js';
import { goodRows, mobileOf } from './harness/job.js';
import { contactsAt, createsAt } from './harness/kill.js';
import { runImport, type Finished } from './harness/program.js';
import { environmentAt, spawnSandbox } from './harness/sandbox.js';
import { sized } from './harness/size.js';

const rows = sized(400, 8_000);
const runs = 3;
const seconds = sized(10, 300);
/** So slow that contacts are made until the end. */
const rate = String(Math.ceil(rows / seconds));

/** The next of a row of numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

test(
  `${runs} runs that want the same files, stopped, killed and gone on with for ${seconds} s: no phone is sent twice, no results are untrue`,
  { timeout: (seconds + 120) * 1_000 },
  async () => {
    const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);
    console.log(`contention test: seed ${seed}`);
    const random = randomFrom(seed);
    await using sandbox = await spawnSandbox(['--calls-per-second', '1000000', '--latency', '2']);
    await using folder = await Folder.create();
    await folder.write('people.csv', goodRows(rows));
    const environment = environmentAt(sandbox.origin);
    const until = performance.now() + seconds * 1_000;
    const ends: Record<string, number> = {};
    let stops = 0;

    const start = (onStart?: (kill: (signal: NodeJS.Signals) => void) => void): Promise<Finished> =>
      runImport(['people.csv', '--rate', rate], {
        cwd: folder.path,
        environment,
        ...(onStart && { onStart }),
      });
    const contend = async (): Promise<void> => {
      while (performance.now() < until) {
        let done = false;
        const run = start((kill) => {
          void (async () => {
            await sleep(random() * 2_500);
            const fate = random();
            if (fate < 0.4 && !done) kill('SIGKILL');
            else if (fate < 0.8) {
              stops += 1;
              if (!done) kill('SIGSTOP');
              await sleep(fate < 0.5 ? 13_000 : random() * 3_000);
              if (!done) kill('SIGCONT');
            }
          })();
        });
        const { exitCode, stdout, stderr } = await run;
        done = true;
        ends[String(exitCode)] = (ends[String(exitCode)] ?? 0) + 1;
        // 3: another run has the files, or took them over meanwhile.
        expect([0, 3, null], `${stdout}${stderr}`).toContain(exitCode);
        expect(stderr).not.toMatch(/^\s+at /m);
        if (exitCode === 0) expect(stdout).toContain('Every row is in DingTalk');
        await sleep(random() * 300);
      }
    };
    await Promise.all(Array.from({ length: runs }, contend));

    const last = await start();
    expect(last.exitCode, last.stderr).toBe(0);
    const contacts = await contactsAt(sandbox.origin);
    expect(contacts.size).toBe(rows + 1);
    const lines = await readResults(folder.at('people.results.csv'));
    expect(lines).toHaveLength(rows);
    lines.forEach((line, at) => {
      const userid = contacts.get(`86-${mobileOf(at + 1)}`);
      if (line.import_status === 'created') expect(line.import_userid).toBe(userid);
      else expect(line.import_error).toContain('probably made this contact itself');
    });
    const inDoubt = lines.filter((line) => line.import_status === 'skipped').length;
    console.log(
      `contention test: ${JSON.stringify(ends)}, ${(await createsAt(sandbox.origin)) - rows} creates in doubt`,
    );
    // A run that stood still between its note in the ledger and the call may still make that call; it finds the contact.
    expect(await createsAt(sandbox.origin)).toBeLessThanOrEqual(rows + inDoubt + stops * 10);
    expect((await readdir(folder.path)).sort()).toEqual([
      'people.csv',
      'people.ledger.ndjson',
      'people.results.csv',
    ]);
  },
);
