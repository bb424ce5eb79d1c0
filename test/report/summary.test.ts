import { expect, test } from 'vitest';
import { noCalls } from '../../src/dingtalk/connect.js';
import type { Outcome } from '../../src/outcome.js';
import type { StopReason } from '../../src/pace/stop.js';
import { renderSummary, type SummaryContext } from '../../src/report/summary.js';
import { Tally } from '../../src/report/tally.js';

const traffic = { attempts: 1, requestId: 'r' };
const context: SummaryContext = {
  input: 'contacts.csv',
  results: 'contacts.results.csv',
  sandbox: false,
  command: ['contacts.csv', '--set', 'remark=from the fair'],
};

function summaryOf(
  outcomes: readonly Outcome[],
  stopped?: StopReason,
  over: Partial<SummaryContext> = {},
): string {
  const tally = new Tally();
  outcomes.forEach((outcome, at) => {
    tally.add(at + 1, outcome);
  });
  const summary = tally.summarise(
    outcomes.length,
    outcomes.length,
    { ...noCalls, create: 7, token: 1 },
    7,
    stopped,
  );
  return renderSummary({ ...summary, elapsed: 4_000 }, { ...context, ...over });
}

const created: Outcome = { status: 'created', userid: '01', ...traffic };
const badPhone: Outcome = { status: 'failed', cause: 'refused', errcode: '60103', error: 'e', ...traffic };

test('rows are counted by status, with what they cost', () => {
  const text = summaryOf([created, { ...created, attempts: 3 }, badPhone]);
  expect(text).toContain('contacts.csv: 3 rows\n');
  expect(text).toContain('  created  2  made by the importer\n  failed   1  ');
  expect(text).toContain('7 create calls (2 of them repeated), 1 token call; 4.0 s, 0.8 rows a second');
});

test('equal troubles stand together, with advice and their first rows', () => {
  const invalid: Outcome = { status: 'invalid', problems: [{ rule: 'mobile is empty', text: 't' }] };
  const text = summaryOf([invalid, badPhone, badPhone, badPhone, badPhone]);
  expect(text).toContain(
    'failed, 60103: the phone number is not valid\n  4 rows: 2, 3, 4, …\n  Correct mobile',
  );
  expect(text).toContain(
    'invalid: import_error says for each row what to mend\n  mobile is empty  1 row: 1\n',
  );
});

test('the next command is always the last word, ready to paste', () => {
  expect(summaryOf([created])).toMatch(/Every row is in DingTalk; there is nothing left to do\.\n$/);
  expect(summaryOf([badPhone])).toMatch(
    /node dist\/import\.js contacts\.csv --set 'remark=from the fair'\n$/,
  );
  expect(summaryOf([created], undefined, { sandbox: true, command: ['contacts.csv', '--sandbox'] })).toMatch(
    /node dist\/import\.js contacts\.csv\n$/,
  );
});

test('a run that stopped says why', () => {
  const stopped: StopReason = {
    kind: 'fatal',
    errcode: '33009',
    error: 'The access token is of the wrong kind (33009).',
  };
  expect(summaryOf([created], stopped)).toContain(
    'Stopped, because this concerns every row: The access token',
  );
});

test('no line is wider than a terminal of 80 columns', () => {
  const fatal: Outcome = { status: 'failed', cause: 'fatal', errcode: '40001', error: 'e', ...traffic };
  const text = summaryOf([fatal, badPhone, { status: 'pending', cause: 'stopped', error: 'p' }]);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('sums that do not agree are a fault, not a summary', () => {
  const tally = new Tally();
  tally.add(1, created);
  expect(() => tally.summarise(2, 1, { ...noCalls, create: 1 }, 1, undefined)).toThrow(
    "the sums don't agree",
  );
  expect(() => tally.summarise(1, 1, { ...noCalls, create: 2 }, 1, undefined)).toThrow(
    '2 create calls made, 1 written',
  );
  expect(() => tally.summarise(1, 0, { ...noCalls, create: 1 }, 1, undefined)).toThrow(
    "the sums don't agree",
  );
});
