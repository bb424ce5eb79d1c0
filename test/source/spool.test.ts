import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { spool } from '../../src/source/spool.js';
import { failure } from '../harness/collect.js';

test('a stream of bytes or texts becomes a private file without a name', async () => {
  const before = await readdir(tmpdir());
  await using file = await spool(
    Readable.from([Buffer.from('a,'), 'b\n', new Uint8Array([0x31])]),
    undefined,
  );
  expect(
    (await readdir(tmpdir())).filter((name) => !before.includes(name) && /^import-\w{6}$/.test(name)),
  ).toEqual([]);
  expect((await file.stat()).mode & 0o777).toBe(0o600);
  const stream = file.createReadStream({ start: 0, autoClose: false });
  expect((await buffer(stream)).toString()).toBe('a,b\n1');
});

test('a stream of objects is refused', async () => {
  const error = await failure(spool(Readable.from([{ name: 'a' }]), undefined));
  expect(error).toMatchObject({ name: 'UserError', exitCode: 2 });
  expect(error.message).toBe('The input is a stream of objects, not of bytes.');
});

test('a stream that does not end is given up at a signal', async () => {
  function* endless(): Generator<Buffer> {
    for (;;) yield Buffer.alloc(1_000);
  }
  const source = Readable.from(endless());
  const error = await failure(spool(source, AbortSignal.timeout(50)));
  expect(error).toMatchObject({ name: 'UserError', exitCode: 130 });
  expect(source.destroyed).toBe(true);
});

test('a stream that fails is told', async () => {
  const source = new Readable({
    read: () => source.destroy(Object.assign(new Error('gone'), { code: 'EIO', syscall: 'read' })),
  });
  const error = await failure(spool(source, undefined));
  expect(error.message).toContain("can't be copied to");
  expect(error.message).toContain('the disk reported an error (EIO)');
});
