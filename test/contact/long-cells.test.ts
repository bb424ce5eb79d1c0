import { expect, test } from 'vitest';
import { checkContact } from '../../src/contact/check.js';
import { chooseColumns } from '../../src/source/columns/choose-columns.js';
import { fields } from '../../src/source/columns/fields.js';
import { noChoice } from '../harness/input.js';

const header = [...fields];
const columns = chooseColumns('x.csv', header, noChoice);
const pieces = [
  ' ',
  '\u3000',
  '\n',
  ' \n',
  '/',
  ';',
  ',',
  '1',
  '1;',
  '13800138000;',
  '13800138000 ',
  '1 ',
  '1-',
  '+1',
  'a',
  'a;',
  '中',
  '中;',
  '"',
  '""',
  '[',
  '["',
  '\u200B',
  'é',
  'Ã©',
  '(',
  '1)',
  'ext',
  '1E',
  '0',
  '张/',
];

/** CPU time in ms to check a row with this cell in each column in turn; the best of three. */
function cost(cell: string): number {
  let best = Infinity;
  for (let round = 0; round < 3; round += 1) {
    const { user } = process.cpuUsage();
    for (const at of header.keys()) {
      const cells = header.map((_, position) => (position === at ? cell : ''));
      checkContact({ number: 1, line: 2, cells }, columns, { strictPhones: false });
    }
    best = Math.min(best, (process.cpuUsage().user - user) / 1_000);
  }
  return best;
}

test('a cell of twice the length takes at most 2.5 times as long to check', { timeout: 120_000 }, () => {
  const slow = pieces.flatMap((piece) => {
    const of = (length: number): number => cost(`x${piece.repeat(length / piece.length)}x`);
    const [one, two] = [of(16_000), of(32_000)];
    return two > 100 && two > one * 2.5 ? [`${JSON.stringify(piece)}: ${one} ms, then ${two} ms`] : [];
  });
  expect(slow).toEqual([]);
});

test('a cell that no spreadsheet could hold is a problem of its row, and is not looked at', () => {
  const cells = header.map((field) => (field === 'address' ? 'x'.repeat(32_768) : ''));
  const checked = checkContact({ number: 1, line: 2, cells }, columns, { strictPhones: false });
  expect(checked).toMatchObject({
    ok: false,
    problems: [
      {
        title: 'address is too long',
        text: 'address has 32,768 characters, and a cell of a spreadsheet has at most 32,767. Shorten it.',
      },
    ],
  });
});
