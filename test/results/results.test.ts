import { readdir, readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { problems } from '../../src/contact/messages.js';
import type { Outcome } from '../../src/outcome.js';
import { Results, resultsKinds } from '../../src/results/results.js';
import { openInput } from '../../src/source/bytes.js';
import { readRows } from '../../src/source/rows.js';
import { surveyFile } from '../../src/source/survey.js';
import { Folder, readCells, readResults } from '../harness/folder.js';
import { asFound, noChoice } from '../harness/input.js';

const claimant = { by: 'a test' };
const pending: Outcome = { status: 'pending', cause: 'stopped', error: 'Not sent.' };

/** Writes the results of an input with one outcome for all rows, and gives their path. */
async function publish(folder: Folder, input: string, outcome: Outcome = pending): Promise<string> {
  const path = folder.at('x.results.csv');
  await using source = await openInput(await folder.write('x.csv', input));
  const survey = await surveyFile(source, asFound, noChoice);
  await using results = await Results.create(path, resultsKinds.results, survey, claimant);
  for await (const row of readRows(survey)) await results.write({ row, outcome: outcome, notes: [] });
  await results.publish();
  return path;
}

test('each status fills its columns', async () => {
  await using folder = await Folder.create();
  const lines: Record<string, unknown>[] = [];
  const traffic = { attempts: 2, requestId: 'req', at: Date.UTC(2026, 2, 1, 22, 15) };
  const cells = problems.tooManyCells(3, 2);
  const phone = problems.notAPhone({ field: 'mobile', name: 'mobile' }, 'n/a');
  const outcomes: readonly Outcome[] = [
    { status: 'created', userid: '0112', ...traffic },
    { status: 'skipped', cause: 'exists', userid: '', errcode: '22005', error: 'exists', ...traffic },
    { status: 'failed', cause: 'refused', errcode: '-1', error: 'busy', ...traffic },
    { status: 'unknown', cause: 'exhausted', errcode: 'no-answer', error: 'lost', ...traffic },
    {
      status: 'invalid',
      problems: [cells, problems.notAPhone({ field: 'mobile', name: 'mobile' }, 'n/a')],
    },
    pending,
  ];
  for (const outcome of outcomes)
    lines.push(...(await readResults(await publish(folder, 'name\n张远\n', outcome))));
  const common = { import_row: '1', import_line: '2', import_note: '', name: '张远' };
  const sent = {
    ...common,
    import_attempts: '2',
    import_request_id: 'req',
    import_time: '2026-03-01T22:15:00Z',
  };
  const unsent = {
    ...common,
    import_userid: '',
    import_errcode: '',
    import_attempts: '0',
    import_request_id: '',
    import_time: '',
  };
  expect(lines).toEqual([
    { ...sent, import_status: 'created', import_userid: '0112', import_errcode: '', import_error: '' },
    { ...sent, import_status: 'skipped', import_userid: '', import_errcode: '22005', import_error: 'exists' },
    { ...sent, import_status: 'failed', import_userid: '', import_errcode: '-1', import_error: 'busy' },
    {
      ...sent,
      import_status: 'unknown',
      import_userid: '',
      import_errcode: 'no-answer',
      import_error: 'lost',
    },
    { ...unsent, import_status: 'invalid', import_error: `${cells.text} ${phone.text}` },
    { ...unsent, import_status: 'pending', import_error: 'Not sent.' },
  ]);
});

test('the input’s cells come back as they were, whatever is in them', async () => {
  await using folder = await Folder.create();
  const cell = fc.string({
    unit: fc.constantFrom('a', '"', ',', '\n', '\r', '\t', ' ', '=', '+', '@', '张', '😀'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.constant('x'), cell, cell), { maxLength: 8 }), async (rows) => {
      const text = [
        'k,a,b',
        ...rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')),
      ];
      const [, ...lines] = await readCells(await publish(folder, text.join('\n')));
      expect(lines.map((line) => line.slice(resultsKinds.results.columns.length))).toEqual(rows);
    }),
    { numRuns: 60 },
  );
});

test('short rows are filled up and surplus cells are kept', async () => {
  await using folder = await Folder.create();
  const cells = await readCells(await publish(folder, 'a,b,c\n1\n1,2,3,4\n'));
  expect(cells.map((line) => line.slice(resultsKinds.results.columns.length))).toEqual([
    ['a', 'b', 'c'],
    ['1', '', ''],
    ['1', '2', '3', '4'],
  ]);
});

test('text of the server or the importer is no formula, the input’s own cells are left alone', async () => {
  await using folder = await Folder.create();
  const outcome: Outcome = {
    status: 'failed',
    cause: 'refused',
    errcode: '=HYPERLINK("x")',
    error: '＝cmd|calc',
    attempts: 1,
    requestId: '@SUM(1)',
    at: 0,
  };
  expect(await readResults(await publish(folder, 'name\n=1+1\n', outcome))).toMatchObject([
    {
      import_errcode: `'=HYPERLINK("x")`,
      import_error: "'＝cmd|calc",
      import_request_id: "'@SUM(1)",
      name: '=1+1',
    },
  ]);
});

test('a control character of the server is a space, so that the results can be imported again', async () => {
  await using folder = await Folder.create();
  const outcome: Outcome = {
    status: 'unknown',
    cause: 'exhausted',
    errcode: '\0',
    error: 'a\0\u001bb',
    attempts: 1,
    requestId: '',
    at: 0,
  };
  expect(await readResults(await publish(folder, 'name\n1\n', outcome))).toMatchObject([
    { import_errcode: ' ', import_error: 'a b' },
  ]);
});

test('a byte-order mark is written where the input has one', async () => {
  await using folder = await Folder.create();
  expect(
    (await readFile(await publish(folder, '\uFEFFname\n1\n'), 'utf8')).startsWith('\uFEFFimport_row'),
  ).toBe(true);
  expect((await readFile(await publish(folder, 'name\n1\n'), 'utf8')).startsWith('import_row')).toBe(true);
});

test('the results appear whole, in place of earlier ones, and nothing else is left', async () => {
  await using folder = await Folder.create();
  await publish(folder, 'name\n1\n2\n');
  const path = folder.at('x.results.csv');
  {
    await using source = await openInput(folder.at('x.csv'));
    const survey = await surveyFile(source, asFound, noChoice);
    await using results = await Results.create(path, resultsKinds.results, survey, claimant);
    await results.write({ row: { number: 1, line: 2, cells: ['1'] }, outcome: pending, notes: [] });
    expect(await readResults(path)).toHaveLength(2);
    await results.publish();
  }
  expect(await readResults(path)).toHaveLength(1);
  expect((await readdir(folder.path)).sort()).toEqual(['x.csv', 'x.results.csv']);
});

test('lines of a run that breaks off stay under the temporary name; without lines there is no file', async () => {
  await using folder = await Folder.create();
  await using source = await openInput(await folder.write('x.csv', 'name\n1\n'));
  const survey = await surveyFile(source, asFound, noChoice);
  {
    await using results = await Results.create(folder.at('y.csv'), resultsKinds.results, survey, claimant);
    expect(results.lines).toBe(0);
  }
  expect(await readdir(folder.path)).toEqual(['x.csv']);
  {
    await using results = await Results.create(folder.at('y.csv'), resultsKinds.results, survey, claimant);
    await results.write({ row: { number: 1, line: 2, cells: ['1'] }, outcome: pending, notes: [] });
  }
  const [partial = '', ...others] = (await readdir(folder.path)).filter((name) => name !== 'x.csv');
  expect(partial).toMatch(/^y\.csv\.[\da-f]{12}\.partial$/);
  expect(others).toEqual([]);
  expect(await readResults(folder.at(partial))).toHaveLength(1);
});
