import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText, hasByteOrderMark } from '../../src/source/text.js';
import { UserError } from '../../src/user-error.js';
import { collect, failure } from '../harness/collect.js';

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  await Promise.resolve();
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test('text comes through whole wherever the chunks cut it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc
        .string({ unit: 'binary' })
        .filter((text) => !/\p{Surrogate}/u.test(text) && !text.startsWith('\uFEFF')),
      fc.integer({ min: 1, max: 9 }),
      async (text, size) => {
        expect((await collect(decodeText(chunksOf(Buffer.from(text), size), 'x.csv'))).join('')).toBe(text);
      },
    ),
  );
});

test('a byte-order mark is recognised and left out', async () => {
  const bytes = Buffer.from('\uFEFFname,mobile\n');
  expect(hasByteOrderMark(bytes)).toBe(true);
  expect(hasByteOrderMark(Buffer.from('name'))).toBe(false);
  expect((await collect(decodeText(chunksOf(bytes, 2), 'x.csv'))).join('')).toBe('name,mobile\n');
});

test('bytes that are no UTF-8 are refused with their line, in every chunking', async () => {
  const bytes = Buffer.concat([
    Buffer.from('name\n张\n'),
    Buffer.from([0xd5, 0xc5]),
    Buffer.from('\nlast\n'),
  ]);
  for (let size = 1; size <= bytes.length; size += 1) {
    const error = await failure(collect(decodeText(chunksOf(bytes, size), 'x.csv')));
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toBe('x.csv, line 3: not valid UTF-8.');
  }
});

test('a character cut off by the end of the file is refused', async () => {
  const bytes = Buffer.from('name\n张').subarray(0, 7);
  const error = await failure(collect(decodeText(chunksOf(bytes, 3), 'x.csv')));
  expect(error.message).toBe('x.csv, line 2: not valid UTF-8.');
});
