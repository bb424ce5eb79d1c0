import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { openInput } from '../../src/source/bytes.js';
import { UserError } from '../../src/user-error.js';
import { failure } from '../harness/collect.js';
import { Folder } from '../harness/folder.js';

test('a stream can be read twice, and its temporary file is removed', async () => {
  const before = await readdir(tmpdir());
  {
    await using input = await openInput(Readable.from([Buffer.from('a,b\n'), Buffer.from('1,2\n')]));
    expect(input.name).toBe('standard input');
    expect(await text(input.open())).toBe('a,b\n1,2\n');
    expect(await text(input.open())).toBe('a,b\n1,2\n');
  }
  const left = (await readdir(tmpdir())).filter(
    (name) => /^import-\w{6}$/.test(name) && !before.includes(name),
  );
  expect(left).toEqual([]);
});

test('a missing file and a folder are refused by name', async () => {
  await using folder = await Folder.create();
  const missing = await failure(openInput(folder.at('missing.csv')));
  expect(missing).toBeInstanceOf(UserError);
  expect(missing.message).toContain("missing.csv: can't be read: there is no such file or folder (ENOENT)");
  expect((await failure(openInput(folder.path))).message).toBe(`${folder.path}: not a file.`);
});
