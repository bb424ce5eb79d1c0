import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openInput } from '../../src/source/bytes.js';
import { readRows } from '../../src/source/rows.js';
import { surveyFile } from '../../src/source/survey.js';
import { UserError } from '../../src/user-error.js';
import { collect, failure } from '../harness/collect.js';
import { Folder } from '../harness/folder.js';
import { asFound, noChoice, surveyOf } from '../harness/input.js';

test('the survey finds the header, the byte-order mark and the number of rows; each row has its number and line', async () => {
  await using folder = await Folder.create();
  await using input = await openInput(
    await folder.write('x.csv', '\uFEFF\nname,mobile\n\n张远,1\n , \n"two\nlines",2,3\n'),
  );
  const survey = await surveyFile(input, asFound, noChoice);
  expect(survey).toMatchObject({
    dialect: { encoding: { byteOrderMark: true } },
    header: ['name', 'mobile'],
    headerLine: 2,
    rows: 2,
  });
  expect(await collect(readRows(survey))).toEqual([
    { number: 1, line: 4, cells: ['张远', '1'] },
    { number: 2, line: 6, cells: ['two\nlines', '2', '3'] },
  ]);
});

test("a results file is read without the importer's own columns", async () => {
  await using folder = await Folder.create();
  await using input = await openInput(
    await folder.write(
      'x.csv',
      'import_row,import_status,name,import_error,import_date,mobile\n1,failed,张远,bad,2026,1\n2,,short\n',
    ),
  );
  const survey = await surveyFile(input, asFound, noChoice);
  expect(survey.header).toEqual(['name', 'import_date', 'mobile']);
  expect((await collect(readRows(survey))).map(({ cells }) => cells)).toEqual([
    ['张远', '2026', '1'],
    ['short'],
  ]);
});

test('an empty file is refused', async () => {
  await using folder = await Folder.create();
  for (const content of ['', '\n\n , \n']) {
    await using input = await openInput(await folder.write('x.csv', content));
    expect((await failure(surveyFile(input, asFound, noChoice))).message).toContain(
      'x.csv: the file is empty.',
    );
  }
});

test('a file with only a header has no rows', async () => {
  await using folder = await Folder.create();
  await using input = await openInput(await folder.write('x.csv', 'name,mobile\n'));
  expect((await surveyFile(input, asFound, noChoice)).rows).toBe(0);
});

test('a file that changes after its survey gives no row that was not surveyed', async () => {
  await using folder = await Folder.create();
  const path = await folder.write('x.csv', 'name\n1\n2\n');
  await using input = await openInput(path);
  const survey = await surveyFile(input, asFound, noChoice);
  await writeFile(path, 'name\n2\n1\n');
  const error = await failure(collect(readRows(survey)));
  expect(error).toBeInstanceOf(UserError);
  expect(error.message).toContain('the file changed while it was being read');
});

test('a file that grows while its rows are read is told at the end', async () => {
  await using folder = await Folder.create();
  const path = await folder.write('x.csv', 'name\n1\n2\n');
  await using input = await openInput(path);
  const rows = readRows(await surveyFile(input, asFound, noChoice));
  await rows.next();
  await writeFile(path, 'name\n1\n2\n3\n');
  const error = await failure(collect(rows));
  expect(error.message).toContain('the file changed while it was being read');
});

test('empty cells at the end of a row cost nothing, and a row of more than 16,384 columns is refused', async () => {
  const columns = (count: number): string => `name,mobile\n1,2${','.repeat(count - 2)}\n`;
  const survey = await surveyOf(columns(16_384));
  expect((await collect(readRows(survey))).map(({ cells }) => cells)).toEqual([['1', '2']]);
  expect((await failure(surveyOf(columns(16_385)))).message).toBe(
    'x.csv, line 2: the row that begins here has 16,385 columns; a spreadsheet has at most 16,384.',
  );
});

test('a signal ends the survey', async () => {
  await using folder = await Folder.create();
  await using input = await openInput(await folder.write('x.csv', 'name\n1\n2\n'));
  const error = await failure(surveyFile(input, asFound, noChoice, AbortSignal.abort('SIGTERM')));
  expect(error).toMatchObject({
    exitCode: 143,
    message: 'The run was interrupted (SIGTERM) before its first call. Nothing was sent.',
  });
});
