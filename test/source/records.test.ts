import { readFile } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openInput } from '../../src/source/bytes.js';
import { readRecords, type CsvRecord } from '../../src/source/records.js';
import { collect, failure } from '../harness/collect.js';
import { Folder } from '../harness/folder.js';

async function recordsOf(content: string | Buffer): Promise<readonly CsvRecord[]> {
  await using folder = await Folder.create();
  await using input = await openInput(await folder.write('x.csv', content));
  return await collect(readRecords(input));
}

async function refusalOf(content: string): Promise<string> {
  await using folder = await Folder.create();
  const path = await folder.write('x.csv', content);
  await using input = await openInput(path);
  return (await failure(collect(readRecords(input)))).message.replace(path, 'x.csv');
}

test('each record has the line it begins on, whatever ends the lines and whatever stands in quotes', async () => {
  const records = await recordsOf('a,b\r\n1,"x\r\ny"\n\n,,\r2,"p\nq\rr"\r\n3,last');
  expect(records).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1', 'x\r\ny'] },
    { line: 4, cells: [''] },
    { line: 5, cells: ['', '', ''] },
    { line: 6, cells: ['2', 'p\nq\rr'] },
    { line: 9, cells: ['3', 'last'] },
  ]);
});

test('a quote inside an unquoted cell is text', async () => {
  expect((await recordsOf('19" rack,"远山"科技,x\n'))[0]?.cells).toEqual(['19" rack', '"远山"科技', 'x']);
});

test('a byte-order mark before a quoted header is no part of it', async () => {
  expect((await recordsOf('\uFEFF"name",mobile\n'))[0]?.cells).toEqual(['name', 'mobile']);
});

test('what a CSV writer writes is what is read, cell for cell', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '=', '张', '😀', "'") });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }),
      async (rows) => {
        const text = stringify(rows, { quoted: true, quoted_empty: true });
        expect((await recordsOf(text)).map(({ cells }) => cells)).toEqual(rows);
      },
    ),
    { numRuns: 60 },
  );
});

test('a quote that is never closed is refused with the line of its row', async () => {
  expect(await refusalOf('a,b\n1,2\n3,"4\n5,6\n')).toBe(
    'x.csv, line 3: a quote (") is opened in the row that begins here and never closed.',
  );
});

test('a row over 1 MiB is refused with its line, and is never held in memory whole', async () => {
  const rest = 'x'.repeat(3 * 1_048_576);
  expect(await refusalOf(`a,b\n1,2\n3,"${rest}"\n`)).toBe(
    'x.csv, line 3: the row that begins here is longer than 1 MiB.',
  );
});

test('the shipped example reads as 60 rows under 11 columns', async () => {
  const records = await recordsOf(await readFile('fixtures/contacts.csv'));
  expect(records).toHaveLength(61);
  expect(new Set(records.map(({ cells }) => cells.length))).toEqual(new Set([11]));
});
