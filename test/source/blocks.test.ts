import { appendFile, open, rename, rm, truncate, utimes, type FileHandle } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Blocks } from '../../src/source/blocks.js';
import { failure } from '../harness/collect.js';
import { Folder } from '../harness/folder.js';

const mebibyte = 1_048_576;

/** Reads a file twice, and does something with it in between. */
async function readTwice(size: number, between: (path: string) => Promise<unknown>): Promise<Buffer> {
  await using folder = await Folder.create();
  const path = await folder.write('x', Buffer.alloc(size, 'a'));
  await using file: FileHandle = await open(path);
  const blocks = new Blocks('x', file);
  expect((await buffer(blocks.read())).length).toBe(size);
  await between(path);
  const bytes = await buffer(blocks.read());
  await blocks.checkEnd();
  return bytes;
}

const sizes = [0, 1, 65_536, mebibyte - 1, mebibyte, mebibyte + 1, 3 * mebibyte];

test.each<[string, (path: string) => Promise<unknown>]>([
  ['left alone', () => Promise.resolve()],
  ['touched', (path) => utimes(path, 1, 1)],
  ['deleted', (path) => rm(path)],
  ['moved', (path) => rename(path, `${path}.moved`)],
])('a file that was %s gives the same bytes again', async (_, between) => {
  for (const size of sizes)
    expect((await readTwice(size, between)).equals(Buffer.alloc(size, 'a'))).toBe(true);
});

test.each<[string, (path: string, size: number) => Promise<unknown>]>([
  ['longer', (path) => appendFile(path, 'b')],
  ['shorter', (path, size) => truncate(path, size - 1)],
  ['empty', (path) => truncate(path, 0)],
])('a file that became %s is not read', async (_, between) => {
  for (const size of sizes.filter((of) => of > 0)) {
    const error = await failure(readTwice(size, (path) => between(path, size)));
    expect(error.message).toBe('x: the file changed while it was being read.');
  }
});

test('a changed byte anywhere ends the reading before its block is given on', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 3 * mebibyte - 1 }), async (at) => {
      await using folder = await Folder.create();
      const path = await folder.write('x', Buffer.alloc(3 * mebibyte, 'a'));
      await using file: FileHandle = await open(path, 'r+');
      const blocks = new Blocks('x', file);
      await buffer(blocks.read());
      await file.write('b', at);
      let read = 0;
      const error = await failure(
        (async () => {
          for await (const chunk of blocks.read()) read += chunk.length;
        })(),
      );
      expect(error.message).toContain('the file changed');
      expect(read).toBe(Math.floor(at / mebibyte) * mebibyte);
    }),
    { numRuns: 20 },
  );
});
