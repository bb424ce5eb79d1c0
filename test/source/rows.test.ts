import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openInput } from '../../src/source/bytes.js';
import { readRows } from '../../src/source/rows.js';
import { surveyFile } from '../../src/source/survey.js';
import { UserError } from '../../src/user-error.js';
import { collect, failure } from '../harness/collect.js';
import { Folder } from '../harness/folder.js';
import { asFound, noChoice } from '../harness/input.js';

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

test('a file that changes after its survey is not read', async () => {
  await using folder = await Folder.create();
  const path = await folder.write('x.csv', 'name\n1\n2\n');
  await using input = await openInput(path);
  const survey = await surveyFile(input, asFound, noChoice);
  await writeFile(path, 'name\n1\n2\n3\n');
  const error = await failure(collect(readRows(survey)));
  expect(error).toBeInstanceOf(UserError);
  expect(error).toMatchObject({ exitCode: 2 });
  expect(error.message).toContain('the file changed while it was being read');
});

test('a file that changes while its rows are read stops the run with exit code 3', async () => {
  await using folder = await Folder.create();
  const path = await folder.write('x.csv', 'name\n1\n2\n');
  await using input = await openInput(path);
  const rows = readRows(await surveyFile(input, asFound, noChoice));
  await rows.next();
  await writeFile(path, 'name\n1\n2\n3\n');
  expect(await failure(collect(rows))).toMatchObject({ exitCode: 3 });
});
