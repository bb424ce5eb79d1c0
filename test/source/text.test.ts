import fc from 'fast-check';
import { encode } from 'iconv-lite';
import { expect, test } from 'vitest';
import { decodeText } from '../../src/source/text.js';
import { UserError } from '../../src/user-error.js';
import { collect, failure } from '../harness/collect.js';
import { inputOf } from '../harness/input.js';

const labels = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const;

async function textOf(pieces: Buffer | readonly Buffer[], label: string, size?: number): Promise<string> {
  return (await collect(decodeText(inputOf(pieces, size), { label, byteOrderMark: false }))).join('');
}

test.each(labels)('text in %s is read correctly for every size of chunk', async (label) => {
  const text = fc
    .string({ unit: 'binary' })
    .filter((drawn) => !/[\p{Surrogate}\0]/u.test(drawn) && !drawn.startsWith('\uFEFF'));
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (drawn, size) => {
      // The encoder has no private characters of GB18030.
      const bytes = encode(drawn, label);
      fc.pre(new TextDecoder(label).decode(bytes) === drawn);
      expect(await textOf(bytes, label, size)).toBe(drawn);
    }),
  );
});

test.each([
  ['utf-8', '张', 3],
  ['utf-8', '😀', 4],
  ['gb18030', '张', 2],
  ['gb18030', '𠮷', 4],
  ['utf-16le', '😀', 4],
] as const)(
  'in %s, %s is read correctly across every chunk boundary from 1 to 70,000 bytes',
  async (label, character, length) => {
    const unit = label === 'utf-16le' ? 2 : 1;
    const filler = encode('x'.repeat(70_000 / unit), label);
    const cut = encode(character, label);
    expect(cut).toHaveLength(length);
    const boundaries = fc.integer({ min: 1, max: 70_000 });
    await fc.assert(
      fc.asyncProperty(boundaries, fc.integer({ min: 1, max: length - 1 }), async (boundary, wanted) => {
        const before = Math.min(boundary, wanted);
        const start = boundary - before - ((boundary - before) % unit);
        const first = Buffer.concat([filler.subarray(0, start), cut.subarray(0, before)]);
        const text = await textOf([first, cut.subarray(before)], label);
        expect(text).toHaveLength(start / unit + character.length);
        expect(text.endsWith(character)).toBe(true);
      }),
      { numRuns: 400 },
    );
  },
);

test.each(labels)('a byte-order mark of %s is left out', async (label) => {
  expect(await textOf(encode('\uFEFFname,mobile\n', label), label, 2)).toBe('name,mobile\n');
});

test('bytes that are not text are refused with their line, for every size of chunk and kind of line end', async () => {
  const bytes = Buffer.concat([
    Buffer.from('name\r\n张\r'),
    Buffer.from([0xd5, 0xc5]),
    Buffer.from('\nlast\n'),
  ]);
  for (let size = 1; size <= bytes.length; size += 1) {
    const error = await failure(textOf(bytes, 'utf-8', size));
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toBe('x.csv, line 3: these bytes are not text in utf-8.');
  }
});

test('a character cut off by the end of the file is refused', async () => {
  const bytes = Buffer.from('name\n张').subarray(0, 7);
  expect((await failure(textOf(bytes, 'utf-8', 3))).message).toBe(
    'x.csv, line 2: these bytes are not text in utf-8.',
  );
});

test('a NUL is refused with its line', async () => {
  expect((await failure(textOf(Buffer.from('name\na\nb\0c\n'), 'utf-8', 2))).message).toBe(
    'x.csv, line 3: there is a NUL byte, which text never has.',
  );
});
