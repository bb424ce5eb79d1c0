import { readFile } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRecords, type CsvRecord } from '../../src/source/records.js';
import { collect, failure } from '../harness/collect.js';
import { inputOf, plain } from '../harness/input.js';

function recordsOf(content: string | Buffer, dialect = plain): Promise<readonly CsvRecord[]> {
  return collect(readRecords(inputOf(Buffer.from(content)), dialect));
}

async function refusalOf(content: string): Promise<string> {
  return (await failure(collect(readRecords(inputOf(Buffer.from(content)), plain)))).message;
}

test('each record has the line where it begins, with every kind of line end, also inside quotes', async () => {
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

test('a byte-order mark before a quoted header is not part of it', async () => {
  expect((await recordsOf('\uFEFF"name",mobile\n'))[0]?.cells).toEqual(['name', 'mobile']);
});

test('every cell that a CSV writer wrote is read back unchanged', async () => {
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

test('a quote that is never closed is refused with the line where it opens', async () => {
  expect(await refusalOf('a,b\n1,2\n3,"4\n5,6\n')).toBe(
    'x.csv, line 3: a quote (") is opened here and never closed.',
  );
  expect(await refusalOf('a,b\n"x ""y""\nz","4\n5,6\n')).toBe(
    'x.csv, line 3: a quote (") is opened here and never closed.',
  );
});

test('a quote that is closed in the middle of a later line is refused, so that no rows are lost in one cell', async () => {
  expect(await refusalOf('a,b\n"1,2\n3,4\n"Tran, Bo",6\n')).toBe(
    'x.csv, line 2: a quote (") is opened here and not closed before line 4; the rows between would be one cell.',
  );
});

test('a cell of several lines whose own text begins with a quote is read', async () => {
  expect((await recordsOf('"""Hello""\nworld",b\n'))[0]?.cells).toEqual(['"Hello"\nworld', 'b']);
});

test('with spaces between delimiters and quotes, neither is part of the cells', async () => {
  const records = await recordsOf('a, "b,c" ,  d\n', { ...plain, spaceBeforeQuotes: true });
  expect(records[0]?.cells).toEqual(['a', '"b,c" ', 'd']);
});

test('a row over 1 MiB is refused with its line', async () => {
  const rest = 'x'.repeat(3 * 1_048_576);
  expect(await refusalOf(`a,b\n1,2\n3,"${rest}"\n`)).toBe(
    'x.csv, line 3: the row that begins here is longer than 1 MiB. A quote (") is opened on line 3 and not closed in it.',
  );
});

test('the example file has 60 rows and 11 columns', async () => {
  const records = await recordsOf(await readFile('fixtures/contacts.csv'));
  expect(records).toHaveLength(61);
  expect(new Set(records.map(({ cells }) => cells.length))).toEqual(new Set([11]));
});
