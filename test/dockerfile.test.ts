import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, readdir, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { Folder } from './harness/folder.js';
import { packaging } from './harness/size.js';

const run = promisify(execFile);
const root = process.cwd();

/** The instructions of the Dockerfile, each as its word and what follows it. */
const instructions = (await readFile('Dockerfile', 'utf8'))
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line.trim() !== '' && !line.startsWith('#'))
  .map((line) => {
    const [word = '', ...rest] = line.trim().split(/\s+/);
    return { word, rest, text: rest.join(' ') };
  });

const lastStage = instructions.slice(instructions.findLastIndex(({ word }) => word === 'FROM'));

/** What is copied from outside the image, and where to. */
const copied = (from: typeof instructions): readonly { readonly sources: readonly string[]; to: string }[] =>
  from
    .filter(({ word, text }) => word === 'COPY' && !text.startsWith('--from'))
    .map(({ rest }) => ({ sources: rest.slice(0, -1), to: rest.at(-1) ?? '' }));

test('every base image has a Node that the package allows, and the image does not run as root', async () => {
  const bases = instructions.filter(({ word }) => word === 'FROM').map(({ rest }) => rest[0] ?? '');
  for (const base of bases) expect(Number(/^node:(\d+)-slim$/.exec(base)?.[1])).toBeGreaterThanOrEqual(20);
  expect(lastStage.filter(({ word }) => word === 'USER').map(({ text }) => text)).toEqual(['node']);
  const manifest: unknown = JSON.parse(await readFile('package.json', 'utf8'));
  expect(manifest).toMatchObject({ engines: { node: '>=20.19' } });
});

test('what the image is made of is let through to its build, and nothing else is', async () => {
  const ignored = (await readFile('.dockerignore', 'utf8')).trim().split('\n');
  const sources = copied(instructions).flatMap((copy) => copy.sources);
  expect(ignored).toEqual(['*', ...ignored.slice(1)]);
  expect(ignored.slice(1).sort()).toEqual(sources.map((source) => `!${source}`).sort());
});

test('no secret has a place in the image', () => {
  for (const { word, text } of instructions) {
    expect(word).not.toBe('ARG');
    expect(text).not.toMatch(/DINGTALK|TOKEN|SECRET/i);
  }
});

/** The folders of the packages that stay when development ones are pruned. */
async function keptPackages(): Promise<readonly string[]> {
  const { stdout } = await run('npm', ['ls', '--omit=dev', '--all', '--parseable']);
  return stdout.trim().split('\n').slice(1);
}

test.runIf(packaging)(
  'the steps of the Dockerfile, without a container: what it copies builds, and runs without development packages',
  { timeout: 240_000 },
  async () => {
    await using folder = await Folder.create();
    const build = folder.at('build');
    const app = folder.at('app');
    for (const { sources, to } of copied(instructions)) {
      for (const source of sources) {
        const target = to.endsWith('/') ? join(build, to, source) : join(build, to);
        await cp(source, target, { recursive: true });
      }
    }
    await symlink(join(root, 'node_modules'), join(build, 'node_modules'));
    await run('npm', ['run', 'build'], { cwd: build });

    await mkdir(join(app, 'node_modules'), { recursive: true });
    await cp(join(build, 'package.json'), join(app, 'package.json'));
    await cp(join(build, 'dist'), join(app, 'dist'), { recursive: true });
    for (const path of await keptPackages())
      await cp(path, join(app, relative(root, path)), { recursive: true });
    expect(await readdir(join(app, 'node_modules'))).not.toContain('typescript');

    const [, command = ''] = /"node", "([^"]+)"/.exec(lastStage.at(-1)?.text ?? '') ?? [];
    await cp('fixtures/names.csv', folder.at('names.csv'));
    const words = [join(app, command), folder.at('names.csv'), '--sandbox', '--json'];
    const failed: unknown = await run(process.execPath, words, { cwd: app, env: {} }).catch(
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({ code: 1 });
    expect(failed).toHaveProperty('stdout', expect.stringContaining('"exitCode":1'));
    expect((await readdir(folder.path)).sort()).toContain('names.sandbox.csv');
  },
);
