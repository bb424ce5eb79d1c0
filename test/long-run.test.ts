import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { parse } from 'csv-parse';
import { expect, test } from 'vitest';
import { noRows, statuses } from '../src/outcome.js';
import { Folder, type ResultLine } from './harness/folder.js';
import { header, mobileOf } from './harness/job.js';
import { contactsAt } from './harness/kill.js';
import { runImport } from './harness/program.js';
import { hasProc, middleOf, samplesOf, type Sample } from './harness/samples.js';
import { environmentAt, spawnSandbox } from './harness/sandbox.js';
import { sized } from './harness/size.js';

const rows = sized(1_000, 200_000);

/** The share of the creates that is about one of them. */
const once = (1 / rows).toFixed(9);

/**
 * Every fault there is. Those that concern one call at 2 % of the creates each, and hanging at 0.5 %; those that hold all
 * calls back about once each, because the pace creeps back from them by 1 % a second, and more would be nothing but waiting.
 */
const faults = [
  ...[
    'busy',
    'remote',
    'lost-before',
    'lost-after',
    'html',
    'cut',
    'empty',
    'bad-gateway',
    'truncated',
  ].flatMap((name) => [`--${name}`, '0.02']),
  ...['--hang', '0.005', '--throttled', once, '--too-many', once],
  ...['--token-life', '5', '--calls-per-second', '1000000'],
];

/** How much more memory the process may hold in the last third of the run than in the first, in MiB: a short run is still warming up in its first. */
const warmth = rows < 20_000 ? 128 : 48;

/** The same in bytes with what the ledger remembers of each phone, and the same for files and sockets. */
const growth = {
  memory: warmth * 1_048_576 + rows * 100,
  files: 25,
  sockets: 25,
} as const satisfies Sample;

async function writeRows(path: string): Promise<void> {
  await using file = await open(path, 'w');
  await file.write(`${header}\n`);
  for (let first = 1; first <= rows; first += 1_000) {
    const last = Math.min(first + 999, rows);
    const lines = Array.from(
      { length: last - first + 1 },
      (_, at) => `联系人${first + at},${mobileOf(first + at)},86,manager4220,1561077310\n`,
    );
    await file.write(lines.join(''));
  }
}

test(
  `${rows} rows under every fault at once: each is accounted for, and memory, sockets and files stay level`,
  async () => {
    await using folder = await Folder.create();
    await writeRows(folder.at('x.csv'));
    await using sandbox = await spawnSandbox([...faults, '--no-reserved-phones']);
    let ended = false;
    let sampling: Promise<readonly Sample[]> = Promise.resolve([]);
    const command = ['x.csv', '--rate', '2000', '--concurrency', '400', '--retries', '1', '--timeout', '1'];
    const finished = await runImport([...command, '--no-progress'], {
      cwd: folder.path,
      environment: environmentAt(sandbox.origin),
      onStart: (_, pid) => {
        if (hasProc) sampling = samplesOf(pid, () => ended);
      },
    }).finally(() => {
      ended = true;
    });
    expect(`exit ${finished.exitCode ?? 'by a signal'} ${finished.stdout}`).toMatch(/^exit 1 /);

    const contacts = await contactsAt(sandbox.origin);
    const counts = noRows();
    let line = 0;
    const results: AsyncIterable<ResultLine> = createReadStream(folder.at('x.results.csv')).pipe(
      parse({ columns: true, bom: true }),
    );
    for await (const { import_row, import_status, import_userid, mobile = '' } of results) {
      line += 1;
      const status = statuses.find((known) => known === import_status);
      if (status === undefined) throw new Error(`row ${line} has the status ${import_status ?? ''}`);
      counts[status] += 1;
      // Compared without a matcher for each of so many rows.
      const userid = contacts.get(`86-${mobile}`);
      const isTrue =
        status === 'created'
          ? userid === import_userid
          : status === 'failed'
            ? userid === undefined
            : status !== 'skipped' || userid !== undefined;
      if (import_row !== String(line) || mobile !== mobileOf(line) || !isTrue) {
        throw new Error(
          `line ${line} says row ${import_row ?? ''}, ${status}, ${import_userid ?? ''}; the server has ${userid ?? 'nothing'}`,
        );
      }
    }
    expect(line).toBe(rows);
    expect(counts).toMatchObject({ invalid: 0, pending: 0 });
    expect(counts.created).toBeGreaterThan(rows * 0.75);

    const samples = await sampling;
    const level = (quantity: keyof Sample): readonly [number, number] => [
      middleOf(samples, 0, quantity),
      middleOf(samples, 2, quantity),
    ];
    const held = { memory: level('memory'), files: level('files'), sockets: level('sockets') };
    process.stdout.write(
      `${JSON.stringify({ rows, counts, ...(hasProc ? { held } : { held: 'not told: this system has no /proc' }) })}\n${finished.stdout}`,
    );
    if (!hasProc) return;
    expect(samples.length).toBeGreaterThan(9);
    for (const quantity of ['memory', 'files', 'sockets'] as const) {
      const [first, last] = held[quantity];
      expect(
        last,
        `${quantity}: ${first} in the first third of the run, ${last} in the last`,
      ).toBeLessThanOrEqual(first + growth[quantity]);
    }
  },
  60_000 + rows * 20,
);
