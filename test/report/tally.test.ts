import { expect, test } from 'vitest';
import { problems } from '../../src/contact/messages.js';
import { noCalls } from '../../src/dingtalk/connect.js';
import { statuses, type Outcome } from '../../src/outcome.js';
import { Tally } from '../../src/report/tally.js';

const traffic = { attempts: 0, requestId: '', at: 0 };

function summaryOf(outcomes: readonly Outcome[]): ReturnType<Tally['summarise']> {
  const tally = new Tally();
  for (const [at, outcome] of outcomes.entries()) tally.add(at + 1, outcome);
  const dingtalk = { calls: () => noCalls, throttled: () => ({ calls: 0, time: 0 }) };
  return tally.summarise(outcomes.length, outcomes.length, dingtalk, 0, undefined);
}

const failed = (errcode: string): Outcome => ({
  status: 'failed',
  cause: 'refused',
  errcode,
  error: 'no',
  ...traffic,
});

test('no row is lost when there are more kinds of errors than groups', () => {
  const outcomes = Array.from({ length: 150 }, (_, at) => failed(String(500_000 + at)));
  const { groups } = summaryOf([...outcomes, failed('500000'), failed('500149')]);
  expect(groups.reduce((rows, { count }) => rows + count, 0)).toBe(152);
  expect(groups.find(({ code }) => code === '500000')).toMatchObject({ count: 2, firstRows: [1, 151] });
  expect(groups.find(({ code }) => code === 'others')).toMatchObject({
    status: 'failed',
    count: 51,
    firstRows: [101, 102, 103],
  });
});

test('every status is counted, and sorted as the statuses are', () => {
  const outcomes: readonly Outcome[] = [
    { status: 'pending', cause: 'stopped', error: '' },
    { status: 'unknown', cause: 'exhausted', errcode: 'no-answer', error: '', ...traffic },
    failed('60103'),
    { status: 'invalid', problems: [problems.tooManyCells(3, 2), problems.tooManyCells(4, 2)] },
    { status: 'skipped', cause: 'exists', userid: '', errcode: '22005', error: '', ...traffic },
    { status: 'skipped', cause: 'duplicate', userid: '01', errcode: '', error: '', ...traffic },
    { status: 'created', userid: '01', ...traffic },
  ];
  const { counts, groups, known, withoutUserid } = summaryOf(outcomes);
  expect(counts).toEqual({
    created: 1,
    skipped: 2,
    changed: 0,
    invalid: 1,
    failed: 1,
    unknown: 1,
    pending: 1,
  });
  expect(groups.map(({ status, code, count }) => [status, code, count])).toEqual([
    ['skipped', '22005', 1],
    ['skipped', 'same phone', 1],
    ['invalid', 'too many cells', 1],
    ['failed', '60103', 1],
    ['unknown', 'no-answer', 1],
  ]);
  expect(groups.map(({ status }) => statuses.indexOf(status))).toEqual(
    groups.map(({ status }) => statuses.indexOf(status)).toSorted((one, other) => one - other),
  );
  expect({ known, withoutUserid }).toEqual({ known: 2, withoutUserid: 1 });
});

test('sums that differ are an error of the program', () => {
  const tally = new Tally();
  tally.add(1, failed('1'));
  const dingtalk = { calls: () => noCalls, throttled: () => ({ calls: 0, time: 0 }) };
  expect(() => tally.summarise(2, 1, dingtalk, 0, undefined)).toThrow('2 rows surveyed, 1 outcomes');
  expect(() => tally.summarise(1, 1, dingtalk, 3, undefined)).toThrow('0 create calls made, 3 written');
});
