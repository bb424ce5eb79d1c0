import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { Folder } from '../harness/folder.js';
import { createPath, goodRows, header } from '../harness/job.js';
import { runImport } from '../harness/program.js';
import { environmentAt, untilCalls, withSandbox } from '../harness/sandbox.js';
import type { SandboxSettings } from '../../src/sandbox/server.js';

const text = await readFile('src/report/summary.schema.json', 'utf8');
const schema: unknown = JSON.parse(text);
const isSummary = new Ajv({ strict: false }).compile(
  typeof schema === 'object' && schema !== null ? schema : {},
);

const fast = { callsPerSecond: Infinity };

test.concurrent.each<[number, string, Partial<SandboxSettings>, string, readonly string[]]>([
  [0, 'every row created', fast, goodRows(3), []],
  [0, 'a dry run', fast, goodRows(3), ['--dry-run']],
  [1, 'an invalid row', fast, `${header}\n张远,n/a,86,manager4220,1561077310\n`, []],
  [2, 'an unknown option', fast, goodRows(1), ['--nope']],
  [2, 'a file that is no CSV', fast, '', []],
  [
    3,
    'a fatal error',
    { ...fast, fault: ({ path }) => (path === createPath ? { kind: 'refuse', errcode: 33009 } : undefined) },
    goodRows(3),
    [],
  ],
  [4, 'a limit', fast, goodRows(3), ['--limit', '1']],
])(
  'with exit code %i, for %s, standard output is one object of the schema',
  (code, _, settings, csv, options) =>
    withSandbox(settings, async (sandbox) => {
      await using folder = await Folder.create();
      await folder.write('people.csv', csv);
      const done = await runImport(['people.csv', '--json', ...options], {
        cwd: folder.path,
        environment: environmentAt(sandbox.url.origin),
      });
      expect(done.exitCode).toBe(code);
      const object: unknown = JSON.parse(done.stdout);
      isSummary(object);
      expect(isSummary.errors).toBeNull();
      expect(object).toMatchObject({ exitCode: code });
      expect(done.stdout.trim().split('\n')).toHaveLength(1);
    }),
);

test.concurrent('interrupted, it is the same object', () =>
  withSandbox({ ...fast, latency: 40 }, async (sandbox) => {
    await using folder = await Folder.create();
    await folder.write('people.csv', goodRows(500));
    const done = await runImport(['people.csv', '--json'], {
      cwd: folder.path,
      environment: environmentAt(sandbox.url.origin),
      onStart: (kill) => {
        void untilCalls(sandbox, createPath, 5).then(() => {
          kill('SIGTERM');
        });
      },
    });
    expect(done.exitCode).toBe(143);
    const object: unknown = JSON.parse(done.stdout);
    isSummary(object);
    expect(isSummary.errors).toBeNull();
    expect(object).toMatchObject({ exitCode: 143, stopped: { kind: 'interrupted', by: 'SIGTERM' } });
  }),
);

test.concurrent('calls that have not settled within --grace are given up, and in doubt', () =>
  withSandbox(
    {
      ...fast,
      fault: ({ path, number }) =>
        path === createPath && number > 5 ? { kind: 'hang', commit: true } : undefined,
    },
    async (sandbox) => {
      await using folder = await Folder.create();
      await folder.write('people.csv', goodRows(40));
      const environment = environmentAt(sandbox.url.origin);
      const command = ['people.csv', '--json', '--grace', '0.3', '--rate', '1000', '--concurrency', '4'];
      const done = await runImport(command, {
        cwd: folder.path,
        environment,
        onStart: (kill) => {
          void untilCalls(sandbox, createPath, 9).then(() => {
            kill('SIGINT');
          });
        },
      });
      expect(done.exitCode).toBe(130);
      expect(JSON.parse(done.stdout)).toMatchObject({ counts: { created: 5, unknown: 4, pending: 31 } });
      const ledger = await readFile(folder.at('people.ledger.ndjson'), 'utf8');
      expect(ledger.match(/"event":"lost","errcode":"abandoned"/g)).toHaveLength(4);
    },
  ),
);
