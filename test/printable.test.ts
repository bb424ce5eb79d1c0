import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable, printableJson } from '../src/printable.js';

test.each([
  ['a line break', 'one\ntwo', 'one two'],
  ['a colour', '\u001B[31mred', ' [31mred'],
  ['a control character of C1', 'a\u009B31mb', 'a 31mb'],
  ['a mark that turns text around', 'invoice\u202Efdp.exe', 'invoice fdp.exe'],
  ['half a character', 'a\uD83D', 'a '],
  ['Chinese text and an emoji', '张远 👩‍💻', '张远 👩‍💻'],
])('%s is shown on one line, and steers nothing', (_, text, shown) => {
  expect(printable(text, 100)).toBe(shown);
});

test('of a long text both ends are shown, and how long it is', () => {
  expect(printable(`name "${'x'.repeat(200_000)}" is wrong.`, 30)).toBe(
    `name "${'x'.repeat(14)} … (200,017 characters) …  is wrong.`,
  );
});

test('no text comes out longer than its bound and a few words, or with what steers a terminal', () => {
  const any = fc.string({ unit: 'binary', maxLength: 300 });
  fc.assert(
    fc.property(any, fc.integer({ min: 10, max: 200 }), (text, most) => {
      const shown = printable(text, most);
      expect(shown.length).toBeLessThan(most + 40);
      expect(shown).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029]/u);
      const value: unknown = JSON.parse(printableJson(JSON.stringify({ text })));
      expect(value).toEqual({ text });
      expect(printableJson(JSON.stringify({ text }))).not.toMatch(
        /[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029]/u,
      );
    }),
  );
});
