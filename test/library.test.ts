import { execFile } from 'node:child_process';
import { mkdir, readFile, readdir, rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { importContacts, importJob, UserError, type DoneRow, type JobOptions } from '../src/library.js';
import { failure } from './harness/collect.js';
import { Folder } from './harness/folder.js';
import { goodRows, header } from './harness/job.js';
import { withSandbox } from './harness/sandbox.js';
import type { Sandbox } from '../src/sandbox/server.js';
import { packaging } from './harness/size.js';

const run = promisify(execFile);
const root = process.cwd();
const example = /```ts\n(.*?)```/s.exec(await readFile('README.md', 'utf8'))?.[1] ?? '';

const fast = { callsPerSecond: Infinity };

function optionsAt({ url, accessToken }: Sandbox, input: JobOptions['input']): JobOptions {
  const credentials = { kind: 'token', accessToken } as const;
  return { input, credentials, oapiUrl: url.href, apiUrl: url.href, rate: 1_000 };
}

test('a program gets each row in order with its outcome, and the summary at the end', () =>
  withSandbox(fast, async (sandbox) => {
    await using folder = await Folder.create();
    const csv = `${goodRows(20)},n/a,,,\n`;
    const rows: DoneRow[] = [];
    const results = folder.at('out.csv');
    const job = importJob({ ...optionsAt(sandbox, Readable.from([csv])), results });
    const summary = await importContacts(job, { onRow: (done) => void rows.push(done) });
    expect(rows.map(({ row }) => row.number)).toEqual(Array.from({ length: 21 }, (_, at) => at + 1));
    expect(rows.map(({ outcome }) => outcome.status)).toEqual([
      ...Array<string>(20).fill('created'),
      'invalid',
    ]);
    expect(summary.counts).toMatchObject({ created: 20, invalid: 1 });
    expect((await readdir(folder.path)).sort()).toEqual(['out.csv', 'out.ledger.ndjson']);
  }));

test('nothing more is read while a row is waited for, and what the program throws ends the run', () =>
  withSandbox(fast, async (sandbox) => {
    await using folder = await Folder.create();
    const job = importJob(optionsAt(sandbox, await folder.write('people.csv', goodRows(50))));
    let seen = 0;
    const onRow = async (): Promise<void> => {
      seen += 1;
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (seen === 5) throw new Error('enough');
    };
    await expect(importContacts(job, { onRow })).rejects.toThrow('enough');
    expect(seen).toBe(5);
    const again = await importContacts(job);
    expect(again.counts.created).toBe(50);
  }));

test('an AbortSignal interrupts, and the same job goes on where that was', () =>
  withSandbox({ ...fast, latency: 5 }, async (sandbox) => {
    await using folder = await Folder.create();
    const job = importJob(optionsAt(sandbox, await folder.write('people.csv', goodRows(300))));
    const interruption = new AbortController();
    const onRow = ({ row }: DoneRow): void => {
      if (row.number === 40) interruption.abort('enough for today');
    };
    const first = await importContacts(job, { signal: interruption.signal, onRow });
    expect(first.stopped).toMatchObject({ kind: 'interrupted' });
    expect(first.counts.pending).toBeGreaterThan(0);
    const second = await importContacts(job);
    expect(second.counts.created).toBe(300);
    expect(second.known).toBe(first.counts.created);
  }));

test.each<[string, Partial<JobOptions>, string]>([
  ['a number out of bounds', { rate: 0 }, 'rate "0" can\'t be used.'],
  ['an encoding nobody knows', { encoding: 'klingon' }, 'encoding "klingon"'],
  ['a delimiter of two characters', { delimiter: '||' }, 'delimiter "||"'],
  [
    'plain http to another machine',
    { oapiUrl: 'http://example.com' },
    'oapiUrl "http://example.com": plain http',
  ],
  ['a shard that does not exist', { shard: { index: 5, of: 4 } }, 'shard "5/4": of 4 shards, the first is 0'],
  ['half a shard', { shard: { index: 0.5, of: 4 } }, 'of 4 shards'],
  ['no shard at all', { shard: { index: 0, of: 0 } }, 'there can be 1 to 1000 shards'],
  ['a limit of no row', { limit: 0 }, 'limit "0"'],
])('%s is a UserError before anything happens', (_, wrong, message) => {
  const make = (): unknown =>
    importJob({ input: 'x.csv', credentials: { kind: 'token', accessToken: 't' }, ...wrong });
  expect(make).toThrow(UserError);
  expect(make).toThrow(message);
});

test.each<[Readonly<Partial<Record<'results' | 'ledger' | 'report', string>>>, string]>([
  [{ results: 'same.csv', ledger: 'same.csv' }, 'the ledger would overwrite the results'],
  [{ results: 'r.csv', ledger: 'r.csv.lock' }, 'the lock of the results would overwrite the ledger'],
  [{ results: 'people.csv' }, 'the results would overwrite the input'],
  [{ report: 'people.csv' }, 'the report would overwrite the input'],
])('a job whose files are one file, %j, is refused, and no file is touched', (files, message) =>
  withSandbox(fast, async (sandbox) => {
    await using folder = await Folder.create();
    const input = await folder.write('people.csv', goodRows(3));
    const paths = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, folder.at(file)]));
    const error = await failure(importContacts(importJob({ ...optionsAt(sandbox, input), ...paths })));
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toContain(message);
    expect(JSON.stringify(error)).not.toContain('--');
    expect(await readdir(folder.path)).toEqual(['people.csv']);
    expect(await readFile(input, 'utf8')).toBe(goodRows(3));
  }),
);

test('every type in the signatures of the library can be imported from it', async () => {
  const library = await readFile('dist/library.d.ts', 'utf8');
  const exported = new Set(
    [...library.matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, names = '']) =>
      names.split(',').map((name) => name.trim().replace(/^type /, '')),
    ),
  );
  const files = [...library.matchAll(/from '\.\/([^']+)\.js'/g)].map(([, file = '']) => file);
  for (const file of new Set(files)) {
    const text = (await readFile(`dist/${file}.d.ts`, 'utf8')).replace(/\/\*[^]*?\*\//g, '');
    for (const [, block = '', name = ''] of text.matchAll(
      /(export (?:declare )?(?:interface|type) (\w+)[^]*?\n\}?;?\n)/g,
    )) {
      if (!exported.has(name)) continue;
      for (const [, used = ''] of block.matchAll(/[:|<&] *(?:readonly )?(?:Readonly<)?([A-Z]\w+)/g)) {
        if (!known.has(used)) expect([...exported], `${name} uses ${used}`).toContain(used);
      }
    }
  }
});

/** Types of the language and of Node. */
const known = new Set(
  'Record Readonly Partial Exclude Extract Omit Pick Promise URL Readable AbortSignal Disposable AsyncDisposable ReadonlyMap Map Date Kind ReturnType ProblemOf Logger Set'.split(
    ' ',
  ),
);

test.runIf(packaging)(
  'the package has what it needs and nothing else, its types resolve, and the README’s example runs',
  { timeout: 240_000 },
  () =>
    withSandbox(fast, async (sandbox) => {
      await using folder = await Folder.create();
      const packed = await run('npm', [
        'pack',
        '--ignore-scripts',
        '--json',
        '--pack-destination',
        folder.path,
      ]);
      const listed: unknown = JSON.parse(packed.stdout);
      const files = [...JSON.stringify(listed).matchAll(/"path":"([^"]+)"/g)].map(([, path = '']) => path);
      expect(files).toEqual(
        expect.arrayContaining(['README.md', 'package.json', 'dist/library.js', 'dist/library.d.ts']),
      );
      expect(files.filter((path) => !/^(dist\/|README\.md$|package\.json$)/.test(path))).toEqual([]);

      const [archive = ''] = (await readdir(folder.path)).filter((name) => name.endsWith('.tgz'));
      await run('tar', ['-xzf', archive], { cwd: folder.path });
      await mkdir(folder.at('node_modules'));
      const installed = folder.at('node_modules/dingtalk-contact-importer');
      await rename(folder.at('package'), installed);
      await symlink(join(root, 'node_modules'), join(installed, 'node_modules'));
      await folder.write('package.json', '{ "type": "module" }');
      await folder.write('example.ts', example);
      await folder.write('tsconfig.json', JSON.stringify(strictly));
      const compiler = join(root, 'node_modules/typescript/bin/tsc');
      const compiled = await run(process.execPath, [compiler, '-p', '.'], { cwd: folder.path }).catch(
        (error: unknown) => error,
      );
      expect(compiled).toMatchObject({ stdout: '' });

      const script = await readFile(folder.at('example.js'), 'utf8');
      const here = `importJob({ oapiUrl: '${sandbox.url.href}', apiUrl: '${sandbox.url.href}',`;
      await folder.write('example.js', script.replace('importJob({', here));
      await folder.write('contacts.csv', `${header}\n张远,19910000001,,manager4220,1561077310\n`);
      const environment = { DINGTALK_APP_KEY: sandbox.appKey, DINGTALK_APP_SECRET: sandbox.appSecret };
      const done = await run(process.execPath, ['example.js'], { cwd: folder.path, env: environment });
      expect(done.stdout).toMatch(/^1 created\n\{[^}]*created: 1,[^}]*\} undefined\n$/);
    }),
);

const strictly = {
  compilerOptions: {
    strict: true,
    module: 'NodeNext',
    target: 'ES2023',
    lib: ['ES2023', 'ESNext.Disposable'],
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  },
  files: ['example.ts'],
};
