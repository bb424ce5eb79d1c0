import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { Folder, readResults } from '../harness/folder.js';
import { createPath, goodRows, header, mobileOf } from '../harness/job.js';
import { runImport, type Finished } from '../harness/program.js';
import { environmentAt, withSandbox } from '../harness/sandbox.js';

const fast = { callsPerSecond: Infinity };

/** Runs the importer in a folder, against a sandbox. */
function importIn(folder: Folder, origin: string, command: readonly string[]): Promise<Finished> {
  return runImport(command, { cwd: folder.path, environment: environmentAt(origin) });
}

describe.concurrent('the ledger of a job', () => {
  test('stays the same, whatever -o says', () =>
    withSandbox(fast, async (sandbox) => {
      await using folder = await Folder.create();
      await folder.write('x.csv', goodRows(3));
      await mkdir(folder.at('out'));
      for (const output of ['out/monday.csv', 'out/tuesday.csv'])
        expect((await importIn(folder, sandbox.url.origin, ['x.csv', '-o', output])).exitCode).toBe(0);
      expect(sandbox.calls(createPath)).toBe(3);
      expect((await readdir(folder.path)).sort()).toEqual(['out', 'x.csv', 'x.ledger.ndjson']);
    }));

  test.skipIf(process.getuid?.() === 0)('stands beside the results where the input can’t be written to', () =>
    withSandbox(fast, async (sandbox) => {
      await using folder = await Folder.create();
      await mkdir(folder.at('in'));
      await folder.write('in/x.csv', goodRows(2));
      await chmod(folder.at('in'), 0o500);
      try {
        const done = await importIn(folder, sandbox.url.origin, ['in/x.csv', '-o', 'r.csv']);
        expect(done.exitCode).toBe(0);
      } finally {
        await chmod(folder.at('in'), 0o700);
      }
      expect(await readdir(folder.path)).toContain('x.ledger.ndjson');
    }),
  );

  test('is warned about where it is new beside others of the same server', () =>
    withSandbox(fast, async (sandbox) => {
      await using folder = await Folder.create();
      await folder.write('monday.csv', goodRows(2));
      await folder.write('tuesday.csv', goodRows(2));
      await folder.write('other.ledger.ndjson', '{"ledger":1,"host":"https://oapi.dingtalk.io","app":""}\n');
      const first = await importIn(folder, sandbox.url.origin, ['monday.csv']);
      expect(first.stderr).not.toContain('a new ledger is begun');
      const second = await importIn(folder, sandbox.url.origin, ['tuesday.csv']);
      expect(second.stderr).toMatch(
        /"others":\["monday.ledger.ndjson"\].*a new ledger is begun beside others/,
      );
      const third = await importIn(folder, sandbox.url.origin, ['tuesday.csv']);
      expect(third.stderr).not.toContain('a new ledger is begun');
    }));

  test('is not held up by a pipe beside it that has the name of one', () =>
    withSandbox(fast, async (sandbox) => {
      await using folder = await Folder.create();
      await folder.write('x.csv', goodRows(1));
      execFileSync('mkfifo', [folder.at('pipe.ndjson')]);
      expect((await importIn(folder, sandbox.url.origin, ['x.csv'])).exitCode).toBe(0);
    }));

  test('is that of the first import for a file that the importer wrote, under whatever name', () =>
    withSandbox(fast, async (sandbox) => {
      await using folder = await Folder.create();
      const bad = `坏,123,86,manager4220,1561077310\n`;
      await folder.write('x.csv', goodRows(3) + bad);
      const first = await importIn(folder, sandbox.url.origin, ['x.csv', '--rejects', 'fix me.csv']);
      expect(first.exitCode).toBe(1);
      expect(first.stdout).toContain("node dist/import.js 'fix me.csv' --ledger x.ledger.ndjson");
      const rejects = await readFile(folder.at('fix me.csv'), 'utf8');
      expect(rejects.split('\n')[0]).toBe(`import_row,import_error,${header}`);
      await folder.write('corrected.csv', rejects.replace(',123,', `,${mobileOf(9)},`));
      const second = await importIn(folder, sandbox.url.origin, ['corrected.csv']);
      expect(second.exitCode).toBe(0);
      expect(sandbox.calls(createPath)).toBe(4);
      await rename(folder.at('corrected.results.csv'), folder.at('again.csv'));
      await importIn(folder, sandbox.url.origin, ['again.csv']);
      await importIn(folder, sandbox.url.origin, ['again.results.csv']);
      await importIn(folder, sandbox.url.origin, ['again.results-2.csv']);
      expect(sandbox.calls(createPath)).toBe(4);
      expect((await readdir(folder.path)).filter((name) => name.startsWith('again')).sort()).toEqual([
        'again.csv',
        'again.results-2.csv',
        'again.results-3.csv',
        'again.results.csv',
      ]);
    }));
});

test('rejects are the rows that need a person, in the input’s own columns', () =>
  withSandbox(
    {
      ...fast,
      fault: ({ mobile }) => (mobile === mobileOf(2) ? { kind: 'refuse', errcode: 60103 } : undefined),
    },
    async (sandbox) => {
      await using folder = await Folder.create();
      await folder.write('x.csv', `${goodRows(4)}坏,=1+1,86,manager4220,1561077310\n`);
      await importIn(folder, sandbox.url.origin, ['x.csv', '--rejects', 'r.csv']);
      const lines = await readResults(folder.at('r.csv'));
      expect(lines.map((line) => [line.import_row, line.name, line.mobile])).toEqual([
        ['2', '联系人2', mobileOf(2)],
        ['5', '坏', '=1+1'],
      ]);
      expect(lines.every((line) => line.import_error !== '')).toBe(true);
    },
  ));
