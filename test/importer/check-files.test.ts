import { execFileSync } from 'node:child_process';
import { link, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { checkFiles } from '../../src/importer/check-files.js';
import { importJob, type ImportJob } from '../../src/importer/job.js';
import { failure } from '../harness/collect.js';
import { Folder } from '../harness/folder.js';

type Files = Readonly<Partial<Record<'results' | 'ledger' | 'report', string>>>;

/** A folder with an input and links to it, and the job over it with these files. */
async function jobIn(folder: Folder, files: Files): Promise<ImportJob> {
  const input = await folder.write('x.csv', 'name\n张远\n');
  await symlink(input, folder.at('symbolic.csv')).catch(() => undefined);
  await link(input, folder.at('hard.csv')).catch(() => undefined);
  await symlink(folder.at('l'), folder.at('link-to-ledger')).catch(() => undefined);
  const paths = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, folder.at(file)]));
  const credentials = { kind: 'none' } as const;
  return importJob({ input, credentials, ...paths }, { run: 'a-run', runLabel: 'a test', sandbox: false });
}

test.each<[Files, string]>([
  [{ results: 'x.csv' }, 'x.csv: the results would overwrite the input.'],
  [{ results: 'symbolic.csv' }, 'symbolic.csv: the results would overwrite the input.'],
  [{ results: 'hard.csv' }, 'hard.csv: the results would overwrite the input.'],
  [{ ledger: './x.csv' }, 'x.csv: the ledger would overwrite the input.'],
  [{ report: 'x.csv' }, 'x.csv: the report would overwrite the input.'],
  [{ results: 'same', ledger: 'same' }, 'same: the ledger would overwrite the results.'],
  [{ results: 'r', ledger: 'r.lock' }, 'r.lock: the lock of the results would overwrite the ledger.'],
  [{ results: 'r', report: 'r' }, 'r: the report would overwrite the results.'],
  [{ results: 'r', report: 'r.lock' }, 'r.lock: the lock of the results would overwrite the report.'],
  [{ ledger: 'l', report: 'l' }, 'l: the report would overwrite the ledger.'],
  [{ ledger: 'l.lock', report: 'l' }, 'l.lock: the lock of the report would overwrite the ledger.'],
  [{ results: 'link-to-ledger', ledger: 'l' }, 'l: the ledger would overwrite the results.'],
  [{ results: 'l.lock', ledger: 'l' }, 'l.lock: the lock of the ledger would overwrite the results.'],
])('two files of a run are one file, %j: refused before anything is written', async (files, message) => {
  await using folder = await Folder.create();
  const job = await jobIn(folder, files);
  const error = await failure(checkFiles(job));
  expect(error).toMatchObject({ name: 'UserError', exitCode: 2 });
  expect(error.message).toContain(message);
  expect((await readdir(folder.path)).sort()).toEqual([
    'hard.csv',
    'link-to-ledger',
    'symbolic.csv',
    'x.csv',
  ]);
  expect(await readFile(folder.at('x.csv'), 'utf8')).toBe('name\n张远\n');
});

test.each<[Files, string]>([
  [{ results: 'no/such/y.csv' }, "the results can't be written: there is no such file or folder (ENOENT)"],
  [{ results: 'folder' }, "the results can't be written: it is a folder, not a file."],
  [{ report: 'folder' }, "the report can't be written: it is a folder, not a file."],
  [{ ledger: 'folder' }, "the ledger can't be written: it is a folder, not a file."],
  [{ results: 'pipe' }, "the results can't be written: it is a device or a pipe, not a file."],
  [{ ledger: 'pipe' }, "the ledger can't be written: it is a device or a pipe, not a file."],
])('a file that can not be written, %j, is refused with the option that moves it', async (files, message) => {
  await using folder = await Folder.create();
  await mkdir(folder.at('folder'));
  execFileSync('mkfifo', [folder.at('pipe')]);
  const error = await failure(checkFiles(await jobIn(folder, files)));
  expect(error.message).toContain(message);
  const [name = ''] = Object.keys(files);
  expect(JSON.stringify(error)).toContain(name === 'results' ? '--output' : `--${name}`);
});

test('a job of different files passes, and nothing is written', async () => {
  await using folder = await Folder.create();
  await checkFiles(await jobIn(folder, { results: 'r.csv', ledger: 'l', report: 'h.html' }));
  expect((await readdir(folder.path)).sort()).toEqual([
    'hard.csv',
    'link-to-ledger',
    'symbolic.csv',
    'x.csv',
  ]);
});

test.each(['/dev/null', '-'])('%s as an output is refused, and nothing is replaced', async (path) => {
  await using folder = await Folder.create();
  const job = await jobIn(folder, {});
  const error = await failure(checkFiles({ ...job, results: path }));
  expect(error).toMatchObject({ name: 'UserError', exitCode: 2 });
  expect(error.message).toMatch(/it is a device or a pipe, not a file\.|can't go to standard output\./);
});
