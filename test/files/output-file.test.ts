import { chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { OutputFile } from '../../src/files/output-file.js';
import { failure } from '../harness/collect.js';
import { Folder } from '../harness/folder.js';

const open = (path: string): Promise<OutputFile> => OutputFile.open(path, { by: 'a test' });

test('a file appears whole and is private; one that replaces another gets its mode', async () => {
  await using folder = await Folder.create();
  const path = folder.at('x');
  for (const [earlier, mode] of [
    [undefined, 0o600],
    [0o640, 0o640],
    [0o444, 0o444],
  ] as const) {
    if (earlier !== undefined) await chmod(path, earlier);
    await using file = await open(path);
    await file.write(`mode ${mode}`);
    await file.publish();
    expect((await stat(path)).mode & 0o777).toBe(mode);
    expect(await readFile(path, 'utf8')).toBe(`mode ${mode}`);
  }
  expect(await readdir(folder.path)).toEqual(['x']);
});

test('what killed runs left of a file is removed, and nothing else', async () => {
  await using folder = await Folder.create();
  const others = ['x.partial', 'x.csv.partial', 'x.0123456789ab', 'y.0123456789ab.partial', 'x.0123.partial'];
  for (const name of [...others, 'x.0123456789ab.partial']) await folder.write(name, '');
  {
    await using file = await open(folder.at('x'));
    await file.publish();
  }
  expect((await readdir(folder.path)).sort()).toEqual([...others, 'x'].sort());
});

test('the lines of a killed run can be imported: the input is never removed', async () => {
  await using folder = await Folder.create();
  const input = await folder.write('x.0123456789ab.partial', 'lines');
  await folder.write('x.ba9876543210.partial', 'lines');
  await folder.write(`x.lock.${'0'.repeat(32)}`, 'a take-over that was killed');
  await using file = await OutputFile.open(folder.at('x'), { by: 'a test', input });
  await file.publish();
  expect((await readdir(folder.path)).sort()).toEqual(['x', 'x.0123456789ab.partial', 'x.lock']);
});

test.each([true, false])(
  'a file that is not published leaves nothing, or what is to be kept: %j',
  async (keep) => {
    await using folder = await Folder.create();
    const file = await open(folder.at('x'));
    await file.write('half');
    file.keep = keep;
    await file[Symbol.asyncDispose]();
    const paths = (await readdir(folder.path)).map((name) => folder.at(name));
    expect(paths).toEqual(keep ? [file.partial] : []);
  },
);

test('a run that lost its claim does not publish', async () => {
  await using folder = await Folder.create();
  const path = await folder.write('x', 'of the other run');
  {
    await using file = await open(path);
    await file.write('mine');
    file.keep = true;
    await rm(`${path}.lock`);
    await writeFile(`${path}.lock`, 'of the other run');
    const error = await failure(file.publish());
    expect(error).toMatchObject({ exitCode: 3 });
    expect(error.message).toContain(`What this run wrote is in ${file.partial}`);
  }
  expect(await readFile(path, 'utf8')).toBe('of the other run');
  expect(await readFile(`${path}.lock`, 'utf8')).toBe('of the other run');
});
