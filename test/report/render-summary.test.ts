import { styleText, stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { noCalls, type DingTalk } from '../../src/dingtalk/connect.js';
import { problems } from '../../src/contact/messages.js';
import type { Outcome } from '../../src/outcome.js';
import type { StopReason } from '../../src/outcome.js';
import type { Paint } from '../../src/report/status-table.js';
import { renderSummary, type SummaryContext } from '../../src/report/render-summary.js';
import { Tally } from '../../src/report/tally.js';
import { aRun } from '../harness/html-report.js';

type Called = Pick<DingTalk, 'calls' | 'throttled'>;

const traffic = { attempts: 1, requestId: 'r', at: 0 };
const context: SummaryContext = {
  input: 'contacts.csv',
  results: 'contacts.results.csv',
  sandbox: false,
  command: ['contacts.csv', '--set', 'remark=from the fair'],
};

/** DingTalk as a summary sees it: what it was called for, and how often it throttled. */
function called(create: number, token: number, throttled = { calls: 0, time: 0 }): Called {
  return { calls: () => ({ ...noCalls, create, token }), throttled: () => throttled };
}

function summaryOf(
  outcomes: readonly Outcome[],
  stopped?: StopReason,
  over: Partial<SummaryContext> = {},
  dingtalk = called(7, 1),
  paint?: Paint,
): string {
  const tally = new Tally();
  outcomes.forEach((outcome, at) => {
    tally.add(at + 1, outcome);
  });
  const summary = tally.summarise(outcomes.length, outcomes.length, dingtalk, 7, stopped);
  return renderSummary({ ...summary, ...aRun, elapsed: 4_000 }, { ...context, ...over }, paint);
}

const created: Outcome = { status: 'created', userid: '01', ...traffic };
const badPhone: Outcome = { status: 'failed', cause: 'refused', errcode: '60103', error: 'e', ...traffic };

test('rows are counted by status, with what they cost', () => {
  const text = summaryOf([created, { ...created, attempts: 3 }, badPhone]);
  expect(text).toContain('contacts.csv: 3 rows\n');
  expect(text).toContain('  created  2  created by the importer\n  failed   1  ');
  expect(text).toContain('7 create calls (2 of them retries), 1 token call; 4.0 s, 0.8 rows a second');
});

test('rows with the same error are one group, with advice and the first rows', () => {
  const invalid: Outcome = {
    status: 'invalid',
    problems: [problems.empty({ field: 'mobile', name: 'mobile' })],
  };
  const text = summaryOf([invalid, badPhone, badPhone, badPhone, badPhone]);
  expect(text).toContain(
    'failed, 60103: the phone number is not valid\n  4 rows: 2, 3, 4, …\n  Correct mobile',
  );
  expect(text).toContain(
    'invalid: import_error says for each row what to fix\n  mobile is empty  1 row: 1\n',
  );
});

test('colours change no character, and the lines are as long as without them', () => {
  const invalid: Outcome = {
    status: 'invalid',
    problems: [problems.empty({ field: 'mobile', name: 'mobile' })],
  };
  const outcomes = [created, badPhone, invalid];
  const stopped: StopReason = { kind: 'interrupted', by: 'SIGINT' };
  const painted = summaryOf(outcomes, stopped, {}, called(7, 1), (style, text) =>
    styleText(style, text, { validateStream: false }),
  );
  expect(painted).toContain('\u001b[32mcreated  1\u001b[39m');
  expect(painted).toContain('\u001b[31mfailed\u001b[39m, 60103');
  expect(stripVTControlCharacters(painted)).toBe(summaryOf(outcomes, stopped));
});

test('the next command is always the last word, ready to paste', () => {
  expect(summaryOf([created])).toMatch(
    /Every row is in DingTalk: 1 made now\. There is nothing left to do\.\n$/,
  );
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

test('a run that stopped at a limit names it, and how to go on', () => {
  const stopped: StopReason = { kind: 'limit', option: '--max-calls', most: 500 };
  const text = summaryOf([created, { status: 'pending', cause: 'stopped', error: 'p' }], stopped);
  expect(text).toContain('Stopped at --max-calls 500; calls in flight were finished.');
  expect(text).toMatch(/To go on, run the same command again:\n {2}node dist\/import\.js contacts\.csv/);
});

test('a run with --limit shows each row that it attempted, and the command for the rest', () => {
  const refused: Outcome = { status: 'failed', cause: 'refused', errcode: '60103', error: 'e', ...traffic };
  const stopped: StopReason = { kind: 'limit', option: '--limit', most: 2 };
  const left: Outcome = { status: 'pending', cause: 'stopped', error: 'p' };
  const text = summaryOf([created, refused, left], stopped, { command: ['contacts.csv', '--limit', '2'] });
  expect(text).toMatch(
    /attempted, with 7 create calls:\n {2}row 1 {2}created {2}\S+\n {2}row 2 {2}failed {3}60103\n/,
  );
  expect(text).toMatch(/run this for the rest:\n {2}node dist\/import\.js contacts\.csv\n$/);
  expect(summaryOf([created, left], { kind: 'limit', option: '--max-calls', most: 1 })).not.toContain(
    'attempted',
  );
});

test('throttles are shown with their time, and only if there were any', () => {
  const text = summaryOf([created], undefined, {}, called(7, 1, { calls: 3, time: 61_000 }));
  expect(text).toContain('3 calls throttled; calls waited 1 min 1 s for that\n');
  expect(summaryOf([created])).not.toContain('throttled');
});

test('no line is wider than a terminal of 80 columns', () => {
  const fatal: Outcome = { status: 'failed', cause: 'fatal', errcode: '40001', error: 'e', ...traffic };
  const text = summaryOf([fatal, badPhone, { status: 'pending', cause: 'stopped', error: 'p' }]);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('sums that do not agree are a fault, not a summary', () => {
  const tally = new Tally();
  tally.add(1, created);
  expect(() => tally.summarise(2, 1, called(1, 0), 1, undefined)).toThrow("the sums don't agree");
  expect(() => tally.summarise(1, 1, called(2, 0), 1, undefined)).toThrow('2 create calls made, 1 written');
  expect(() => tally.summarise(1, 0, called(1, 0), 1, undefined)).toThrow("the sums don't agree");
});
