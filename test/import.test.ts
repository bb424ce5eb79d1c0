import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { countBy, Folder, readCells, readResults } from './harness/folder.js';
import { createPath, goodRows, header, mobileOf } from './harness/job.js';
import { runImport } from './harness/program.js';
import { environmentAt, withSandbox } from './harness/sandbox.js';

test.concurrent(
  'a file imported against a server: results beside it, a summary on standard output, exit 0',
  () =>
    withSandbox({ callsPerSecond: Infinity }, async (sandbox) => {
      await using folder = await Folder.create();
      await folder.write('people.csv', goodRows(30));
      const command = ['people.csv', '--rate', '1000'];
      const done = await runImport(command, {
        cwd: folder.path,
        environment: environmentAt(sandbox.url.origin),
      });
      expect(done).toMatchObject({ exitCode: 0 });
      expect(done.stdout).toContain('people.csv: 30 rows\n\n  created  30  created by the importer\n');
      expect(done.stdout).toContain('30 create calls, 1 token call');
      expect(done.stdout).toContain('Results: people.results.csv\n');
      expect(sandbox.contacts.get(`86-${mobileOf(30)}`)).toBeDefined();
      expect(countBy(await readResults(folder.at('people.results.csv')), 'import_status')).toEqual({
        created: 30,
      });
      expect((await readdir(folder.path)).sort()).toEqual([
        'people.csv',
        'people.ledger.ndjson',
        'people.results.csv',
      ]);
    }),
);

test.concurrent('standard input is an input like a file', () =>
  withSandbox({ callsPerSecond: Infinity }, async (sandbox) => {
    await using folder = await Folder.create();
    const done = await runImport(['-', '--rate', '1000'], {
      cwd: folder.path,
      environment: environmentAt(sandbox.url.origin),
      standardInput: goodRows(5),
    });
    expect(done.exitCode).toBe(0);
    expect(await readResults(folder.at('stdin.results.csv'))).toHaveLength(5);
  }),
);

test.concurrent('logs are JSON lines on standard error, and hold no token, secret or phone', () =>
  withSandbox({ callsPerSecond: Infinity, faults: { busy: 0.3 } }, async (sandbox) => {
    await using folder = await Folder.create();
    await folder.write('people.csv', goodRows(20));
    const done = await runImport(['people.csv', '--rate', '1000', '--log-level', 'trace', '--retries', '9'], {
      cwd: folder.path,
      environment: environmentAt(sandbox.url.origin),
    });
    for (const line of done.stderr.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('level');
    for (const secret of [sandbox.appKey, sandbox.appSecret, sandbox.accessToken, mobileOf(1).slice(0, 9)]) {
      expect(done.stderr).not.toContain(secret);
      expect(done.stdout).not.toContain(secret);
    }
  }),
);

test.concurrent.each<[string, readonly string[], Readonly<Record<string, string>>, string]>([
  [
    'a file that is not there',
    ['missing.csv'],
    {},
    "missing.csv: can't be read: there is no such file or folder",
  ],
  ['an empty file', ['empty.csv'], {}, 'empty.csv: the file is empty'],
  ['a folder', ['.'], {}, '.: not a file'],
  ['an unknown option', ['good.csv', '--fast'], {}, "unknown option '--fast'"],
  ['a rate that is no number', ['good.csv', '--rate', 'fast'], {}, '--rate "fast" can\'t be used'],
  ['a mapped column that is not there', ['good.csv', '--map', 'mobile=Nope'], {}, 'has no column "Nope"'],
  [
    'no credentials',
    ['good.csv'],
    { DINGTALK_APP_KEY: '', DINGTALK_APP_SECRET: '' },
    'There are no credentials',
  ],
  ['half the credentials', ['good.csv'], { DINGTALK_APP_SECRET: '' }, "DINGTALK_APP_SECRET isn't"],
  ['plain http to another machine', ['good.csv'], { DINGTALK_OAPI_URL: 'http://example.com' }, 'plain http'],
  ['an unclosed quote', ['quote.csv'], {}, 'quote.csv, line 2: a quote'],
  ['a file of another encoding', ['latin.csv'], {}, 'latin.csv: the encoding is not clear: line 2 is'],
  [
    'an unknown encoding',
    ['good.csv', '--encoding', 'klingon'],
    {},
    '--encoding "klingon": there is no such encoding',
  ],
  ['a delimiter of two characters', ['good.csv', '--delimiter', '::'], {}, 'a delimiter is one character'],
  ['a workbook', ['book.csv'], {}, 'this is an Excel workbook (.xlsx)'],
  ['results over the input', ['good.csv', '-o', './good.csv'], {}, 'the results would overwrite the input'],
  ['results nowhere', ['good.csv', '-o', 'no/such/folder.csv'], {}, "the results can't be written"],
])('%s: exit 2, one clear message, no call, nothing left behind', (_, command, environment, message) =>
  withSandbox({}, async (sandbox) => {
    await using folder = await Folder.create();
    await folder.write('empty.csv', '');
    await folder.write('good.csv', goodRows(2));
    await folder.write('quote.csv', `${header}\n"张远,1,86,a,1\n张远,2,86,a,1\n`);
    await folder.write('latin.csv', Buffer.from(`${header}\nGaëlle,1,86,a,1\n`, 'latin1'));
    await folder.write('book.csv', await readFile('fixtures/shapes/workbook.csv'));
    const before = await readdir(folder.path);
    const done = await runImport(command, {
      cwd: folder.path,
      environment: { ...environmentAt(sandbox.url.origin), ...environment },
    });
    expect(done.exitCode).toBe(2);
    const errors = done.stderr.split('\n').filter((line) => line.startsWith('error: '));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(message);
    expect(done.stderr).not.toMatch(/^\s+at /m);
    expect(done.stdout).toBe('');
    expect(sandbox.calls(createPath)).toBe(0);
    expect(await readdir(folder.path)).toEqual(before);
  }),
);

test.concurrent('cells with quotes, commas, line breaks and formulas come back unchanged', () =>
  withSandbox({ callsPerSecond: Infinity }, async (sandbox) => {
    await using folder = await Folder.create();
    const cells = [
      ['name', 'mobile', 'state_code', 'follower_user_id', 'label_ids', 'remark', '备注', '=x'],
      ['He said "hi", twice', mobileOf(1), '86', 'manager4220', '[1561077310]', '=1+1', 'a\r\nb', ' -2'],
      ['O’Neill\t', mobileOf(2), '86', 'manager4220', '1561077310', 'c\rd\ne', '"', '@SUM(A1)'],
    ];
    const csv = cells
      .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
      .join('\r\n');
    await folder.write('x.csv', csv);
    const done = await runImport(['x.csv'], {
      cwd: folder.path,
      environment: environmentAt(sandbox.url.origin),
    });
    expect(done.exitCode).toBe(0);
    expect((await readCells(folder.at('x.results.csv'))).map((row) => row.slice(10))).toEqual(cells);
  }),
);

test.concurrent('a token of the wrong kind: exit 3, the code and what to do, and what to type next', () =>
  withSandbox(
    { fault: (call) => (call.path === createPath ? { kind: 'refuse', errcode: 33009 } : undefined) },
    async (sandbox) => {
      await using folder = await Folder.create();
      await folder.write('x.csv', goodRows(20));
      const done = await runImport(['x.csv'], {
        cwd: folder.path,
        environment: environmentAt(sandbox.url.origin),
      });
      expect(done.exitCode).toBe(3);
      expect(done.stdout).toContain('Stopped, because this concerns every row');
      expect(done.stdout).toContain('33009');
      expect(done.stdout).toContain('Use the token of an internal app');
      expect(done.stdout).toMatch(/node dist\/import\.js x\.csv\n$/);
    },
  ),
);

test.concurrent.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s in the middle: what is in flight settles, the results are whole, exit %i', (signal, code) =>
  withSandbox({ callsPerSecond: Infinity, latency: 40 }, async (sandbox) => {
    await using folder = await Folder.create();
    await folder.write('x.csv', goodRows(300));
    let waiting: NodeJS.Timeout | undefined;
    const done = await runImport(['x.csv', '--rate', '1000'], {
      cwd: folder.path,
      environment: environmentAt(sandbox.url.origin),
      onStart: (kill) => {
        waiting = setInterval(() => {
          if (sandbox.calls(createPath) < 15) return;
          clearInterval(waiting);
          kill(signal);
        }, 5);
      },
    });
    clearInterval(waiting);
    expect(done.exitCode).toBe(code);
    const lines = await readResults(folder.at('x.results.csv'));
    const counts = countBy(lines, 'import_status');
    expect(lines).toHaveLength(300);
    expect(counts.created).toBe(
      [...sandbox.contacts.keys()].filter((key) => key.startsWith('86-1991')).length,
    );
    expect(counts.pending).toBeGreaterThan(0);
    expect(done.stdout).toContain(`Interrupted by ${signal}`);
  }),
);

test.concurrent('rows mended in the results file go through with the same ledger, without being told', () =>
  withSandbox({ callsPerSecond: Infinity }, async (sandbox) => {
    await using folder = await Folder.create();
    await folder.write('x.csv', `${goodRows(3)},${mobileOf(4)},86,manager4220,1561077310\n`);
    const environment = environmentAt(sandbox.url.origin);
    const first = await runImport(['x.csv'], { cwd: folder.path, environment });
    expect(first.exitCode).toBe(1);
    const results = await readFile(folder.at('x.results.csv'), 'utf8');
    await folder.write('x.results.csv', results.replace(`,,${mobileOf(4)}`, `,Ada,${mobileOf(4)}`));
    const second = await runImport(['x.results.csv'], { cwd: folder.path, environment });
    expect(second.exitCode).toBe(0);
    expect(second.stdout).toContain('1 create call,');
    expect(second.stdout).toContain('3 rows known from an earlier run, without a call');
    const [head, ...lines] = await readCells(folder.at('x.results-2.csv'));
    expect(head?.filter((name) => name.startsWith('import_'))).toHaveLength(10);
    expect(lines).toHaveLength(4);
  }),
);

test.concurrent('a results folder that disappears in the middle: exit 3, and the ledger has everything', () =>
  withSandbox({ callsPerSecond: Infinity, latency: 5 }, async (sandbox) => {
    await using folder = await Folder.create();
    await folder.write('x.csv', goodRows(60));
    await mkdir(folder.at('out'));
    const command = ['x.csv', '--rate', '1000', '-o', 'out/y.csv', '--ledger', 'x.ndjson'];
    const around = { cwd: folder.path, environment: environmentAt(sandbox.url.origin) };
    const done = await runImport(command, {
      ...around,
      onStart: () => {
        const waiting = setInterval(() => {
          if (sandbox.calls(createPath) < 5) return;
          clearInterval(waiting);
          void rm(folder.at('out'), { recursive: true });
        }, 2);
      },
    });
    expect(done.exitCode).toBe(3);
    expect(done.stderr).toContain(
      "out/y.csv: the results can't be written: there is no such file or folder (ENOENT)",
    );
    await mkdir(folder.at('out'));
    const before = sandbox.calls(createPath);
    expect((await runImport(command, around)).exitCode).toBe(0);
    expect(sandbox.calls(createPath)).toBe(before);
    expect(await readResults(folder.at('out/y.csv'))).toHaveLength(60);
  }),
);

test.concurrent('the help is on standard output, with exit 0', async () => {
  const done = await runImport(['--help']);
  expect(done).toMatchObject({ exitCode: 0, stderr: '' });
  expect(done.stdout).toMatch(/^Usage: node dist\/import\.js \[options\] <file>/);
});

test.concurrent(
  'the shipped example against the built-in sandbox: exit 0, and a line for each of its 60 rows',
  async () => {
    await using folder = await Folder.create();
    const done = await runImport([
      'fixtures/contacts.csv',
      '--sandbox',
      '--rate',
      '20',
      '-o',
      folder.at('out.csv'),
    ]);
    expect(done.exitCode).toBe(0);
    const lines = await readResults(folder.at('out.csv'));
    expect(lines).toHaveLength(60);
    expect(lines.some((line) => line.import_error?.includes('probably made this contact itself'))).toBe(true);
  },
);

test.concurrent('every row of the messy example ends as its comment says', async () => {
  await using folder = await Folder.create();
  const done = await runImport(['fixtures/messy.csv', '--sandbox', '-o', folder.at('out.csv')]);
  expect(done.exitCode).toBe(1);
  for (const line of await readResults(folder.at('out.csv'))) {
    const [status, words = ''] = (line.comment ?? '').split(': ');
    expect(line).toMatchObject({ import_status: status });
    expect(`${line.import_errcode ?? ''} ${line.import_error ?? ''} ${line.import_note ?? ''}`).toContain(
      words,
    );
  }
});

test.concurrent(
  'every row of the example with names ends as its comment says, and a dry run makes no contact',
  async () => {
    await using folder = await Folder.create();
    const done = await runImport([
      'fixtures/names.csv',
      '--sandbox',
      '--dry-run',
      '-o',
      folder.at('out.csv'),
    ]);
    expect(done.exitCode).toBe(1);
    const lines = await readResults(folder.at('out.csv'));
    expect(lines).toHaveLength(12);
    for (const line of lines) {
      const [status = '', ...words] = (line.comment ?? '').split(': ');
      expect(line.import_status).toBe(status);
      expect(line.import_error).toContain(words.join(': '));
    }
  },
);
