import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { countBy, Folder, readResults } from '../../harness/folder.js';
import { createPath, goodRows, header, mobileOf } from '../../harness/job.js';
import { rowsIn } from '../../harness/html-report.js';
import { runImport } from '../../harness/program.js';
import { environmentAt, untilCalls, withSandbox } from '../../harness/sandbox.js';

const fast = { callsPerSecond: Infinity };
const badRow = `王芳,199 1000 99,86,manager4220,1561077310\n`;

test.concurrent(
  'a page beside the results: the rows that need mending, phones masked, and the summary names it',
  () =>
    withSandbox(fast, async (sandbox) => {
      await using folder = await Folder.create();
      await folder.write(
        'people.csv',
        `${goodRows(5)}${badRow}"敏感,词",19900009907,86,manager4220,1561077310\n`,
      );
      const command = ['people.csv', '--rate', '1000', '--report', 'people.html'];
      const done = await runImport(command, {
        cwd: folder.path,
        environment: environmentAt(sandbox.url.origin),
      });
      expect(done.exitCode).toBe(1);
      expect(done.stdout).toContain('Results: people.results.csv\nReport: people.html\n');
      const page = await readFile(folder.at('people.html'), 'utf8');
      expect(rowsIn(page)).toEqual([
        [
          6,
          7,
          'invalid',
          ['mobile has a wrong number of digits'],
          '王芳',
          '199 **** 99',
          expect.stringContaining('digits'),
        ],
        [7, 8, 'failed', ['60022'], '敏感,词', '199******07', expect.any(String)],
      ]);
      expect(page).toContain('<h1>Import of people.csv</h1>');
      expect(page).toContain('5 of 7 rows are done; 2 need a fix or another run.');
      expect(page).not.toContain('19900009907');
      for (const word of [sandbox.appKey, sandbox.appSecret, sandbox.accessToken, folder.path])
        expect(page).not.toContain(word);
      expect((await readdir(folder.path)).sort()).toEqual([
        'people.csv',
        'people.html',
        'people.ledger.ndjson',
        'people.results.csv',
      ]);
    }),
);

test.concurrent('whole phones, a rehearsal and settings from the environment', async () => {
  await using folder = await Folder.create();
  await folder.write('people.csv', `${header}\n敏感,19900009907,86,manager4220,1561077310\n`);
  const environment = { IMPORT_REPORT: 'people.html', IMPORT_REPORT_FULL: '1' };
  const done = await runImport(['people.csv', '--sandbox'], { cwd: folder.path, environment });
  expect(done.exitCode).toBe(1);
  const page = await readFile(folder.at('people.html'), 'utf8');
  expect(rowsIn(page)[0]?.[5]).toBe('19900009907');
  expect(page).toContain('nothing reached DingTalk');
});

test.concurrent('a dry run has a page of what needs mending, and rows without a fault are not in it', () =>
  withSandbox(fast, async (sandbox) => {
    await using folder = await Folder.create();
    await folder.write('people.csv', `${goodRows(3)}${badRow}`);
    const command = ['people.csv', '--dry-run', '--report', 'people.html'];
    await runImport(command, { cwd: folder.path, environment: environmentAt(sandbox.url.origin) });
    const page = await readFile(folder.at('people.html'), 'utf8');
    expect(rowsIn(page).map(([row]) => row)).toEqual([4]);
    expect(page).toContain('This was a dry run: nothing was created. Of 4 rows, 1 needs a fix.');
  }),
);

test.concurrent('a run that was interrupted has a page that says so, with the rows it did not reach', () =>
  withSandbox({ ...fast, latency: 20 }, async (sandbox) => {
    await using folder = await Folder.create();
    await folder.write('people.csv', goodRows(2_000));
    const done = await runImport(['people.csv', '--rate', '100', '--report', 'people.html'], {
      cwd: folder.path,
      environment: environmentAt(sandbox.url.origin),
      onStart: (kill) => {
        void untilCalls(sandbox, createPath, 20).then(() => {
          kill('SIGTERM');
        });
      },
    });
    expect(done.exitCode).toBe(143);
    const counts = countBy(await readResults(folder.at('people.results.csv')), 'import_status');
    const page = await readFile(folder.at('people.html'), 'utf8');
    expect(rowsIn(page).filter(([, , status]) => status === 'pending')).toHaveLength(counts.pending ?? 0);
    expect(counts.pending).toBeGreaterThan(0);
    expect(page).toContain('The run did not finish. Interrupted by SIGTERM');
    expect(page).not.toContain(mobileOf(2_000));
  }),
);

test.concurrent.each([
  ['the input', ['--report', 'people.csv'], 'people.csv: the report would overwrite the input.'],
  [
    'the results',
    ['--report', 'people.results.csv'],
    'people.results.csv: the report would overwrite the results.',
  ],
  [
    'the ledger',
    ['--report', 'people.ledger.ndjson'],
    'people.ledger.ndjson: the report would overwrite the ledger.',
  ],
  [
    'a folder that is not there',
    ['--report', 'no/page.html'],
    "no/page.html: the report can't be written: there is no such file or folder (ENOENT).",
  ],
  ['nothing', ['--report', ''], '--report names no file.'],
  [
    'whole phones in no report',
    ['--report-full'],
    '--report-full says how to write a report, and there is no --report.',
  ],
])('a page in the place of %s is refused before anything is sent', (_, options, message) =>
  withSandbox(fast, async (sandbox) => {
    await using folder = await Folder.create();
    await folder.write('people.csv', goodRows(3));
    const done = await runImport(['people.csv', ...options], {
      cwd: folder.path,
      environment: environmentAt(sandbox.url.origin),
    });
    expect(done.exitCode).toBe(2);
    expect(done.stderr).toContain(`error: ${message}\n`);
    expect(sandbox.calls('/topapi/extcontact/create')).toBe(0);
    expect(await readFile(folder.at('people.csv'), 'utf8')).toBe(goodRows(3));
    expect(await readdir(folder.path)).toEqual(['people.csv']);
  }),
);

test.concurrent(
  'a page that can not be written to its end takes nothing from results and ledger, and is told',
  () =>
    withSandbox(fast, async (sandbox) => {
      await using folder = await Folder.create();
      const rows = Array.from({ length: 300 }, (_, at) => `N${at},1.38E+10,86,m,1`);
      await folder.write('people.csv', [header, ...rows, ''].join('\n'));
      const environment = environmentAt(sandbox.url.origin);
      const around = { cwd: folder.path, environment };
      const whole = await runImport(['people.csv', '--report', 'people.html'], around);
      const [results, page] = await Promise.all(
        ['people.results.csv', 'people.html'].map(async (name) => (await readFile(folder.at(name))).length),
      );
      expect(page).toBeGreaterThan(results ?? 0);
      const largestFile = Math.ceil((results ?? 0) / 1_024) + 2;
      await folder.write('people.html', 'earlier');
      const done = await runImport(['people.csv', '--report', 'people.html'], { ...around, largestFile });
      expect([whole.exitCode, done.exitCode]).toEqual([1, 1]);
      expect(done.stdout.replace(/\s+/g, ' ')).toContain(
        'The report people.html could not be written: the file would grow past the size that is allowed (EFBIG). The results are complete.',
      );
      expect(await readResults(folder.at('people.results.csv'))).toHaveLength(300);
      expect(await readFile(folder.at('people.html'), 'utf8')).toBe('earlier');
      expect((await readdir(folder.path)).filter((name) => name.endsWith('.partial'))).toEqual([]);
    }),
);
