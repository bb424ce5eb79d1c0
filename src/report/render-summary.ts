import { printable } from '../printable.js';
import { statuses, type StopReason } from '../outcome.js';
import { renderAttempted } from './attempted-rows.js';
import { nextStep } from './next-step.js';
import { lookUpsIn } from './price.js';
import {
  renderChanged,
  renderExistingHint,
  renderUnderstood,
  renderUnknownNames,
  renderUntranslated,
} from './render-lists.js';
import { renderPrice } from './render-price.js';
import { dryRunWords, plain, statusTable, type Paint } from './status-table.js';
import type { NoteGroup, ReportEnd, RowGroup, Summary } from './summary.js';
import { duration, plural, wrap } from './text.js';

/** What the summary names besides its figures. */
export interface SummaryContext {
  readonly input: string;
  readonly results: string;
  readonly sandbox: boolean;
  /** Why lines of the log are missing, if they are. */
  readonly logError?: string | undefined;
  /** The command line without the program, as it was typed. */
  readonly command: readonly string[];
}

/** The summary as text: the rows by status, the cost, what to fix, and the next command. */
export function renderSummary(summary: Summary, context: SummaryContext, paint: Paint = plain): string {
  const { stopped, groups, notes, price } = summary;
  const problems = groups.filter(({ status }) => status === 'invalid');
  const others = groups.filter(({ status }) => status !== 'invalid');
  const { words, command } = nextStep(summary, context);
  const lines = [
    paint('bold', `${shown(context.input)}: ${rowsOfFile(summary)}${heading(summary, context)}`),
    '',
    ...renderCounts(summary, paint),
    '',
    ...renderCost(summary),
    ...renderAttempted(summary),
    ...(price === undefined ? [] : ['', ...renderPrice(summary, price)]),
    ...(stopped === undefined
      ? []
      : ['', ...wrap(stopText(stopped), '').map((line) => paint('yellow', line))]),
    ...(problems.length === 0 ? [] : ['', ...renderProblems(problems, paint)]),
    ...renderUnknownNames(summary.unknownNames),
    ...renderUntranslated(summary),
    ...others.flatMap((group) => ['', ...renderGroup(group, paint)]),
    ...renderChanged(summary),
    ...(notes.length === 0 ? [] : ['', ...renderNotes(notes)]),
    ...renderUnderstood(summary.understood),
    ...renderOtherToken(summary),
    ...renderExistingHint(summary, context.sandbox, context.command),
    '',
    `Results: ${shown(context.results)}`,
    ...(summary.rejects === undefined
      ? []
      : [`Rejects: ${shown(summary.rejects.path)}, ${plural(summary.rejects.rows, 'row')}`]),
    ...renderNewValues(summary),
    ...renderReportEnd(summary.report),
    ...renderLogError(context.logError),
    ...wrap(words, ''),
    ...(command === undefined ? [] : [`  ${paint('bold', command)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function renderCounts(
  { rows, counts, earlier, listed, price, stopped }: Summary,
  paint: Paint,
): readonly string[] {
  const where = listed === undefined ? 'in earlier runs' : 'in earlier runs or in the list';
  const digits = String(rows).length;
  const isWholeDryRun = price !== undefined && stopped === undefined;
  return statuses
    .filter((status) => counts[status] > 0)
    .map((status) => {
      const { words, style } = statusTable[status];
      const counted = `${status.padEnd(7)}  ${String(counts[status]).padStart(digits)}`;
      const before = status === 'created' || status === 'skipped' ? earlier[status] : 0;
      const when = before === 0 ? '' : `: ${counts[status] - before} now, ${before} ${where}`;
      return `  ${paint(style, counted)}  ${status === 'pending' && isWholeDryRun ? dryRunWords : words}${when}`;
    });
}

function renderCost(summary: Summary): readonly string[] {
  const { rows, counts, calls, throttled, known, repeated, elapsed, listed, price } = summary;
  const seconds = elapsed / 1_000;
  const done = rows - counts.pending + (price?.calls.create ?? 0);
  const lookUps = lookUpsIn(calls);
  const spent = [
    `${plural(calls.create, 'create call')}${repeated > 0 ? ` (${repeated} of them retries)` : ''}`,
    ...(lookUps > 0 ? [plural(lookUps, 'look-up')] : []),
    ...(calls.list > 0 ? [plural(calls.list, 'list call')] : []),
    plural(calls.token, 'token call'),
  ].join(', ');
  const from = listed === undefined ? 'an earlier run' : "an earlier run or the organisation's list";
  return [
    `${spent}; ${duration(seconds)}, ${(done / Math.max(seconds, 0.001)).toFixed(1)} rows a second`,
    ...(throttled.calls > 0
      ? [
          `${plural(throttled.calls, 'call')} throttled; calls waited ${duration(throttled.time / 1_000)} for that`,
        ]
      : []),
    ...(known > 0 ? [`${plural(known, 'row')} known from ${from}, without a call`] : []),
  ];
}

/** Problems of invalid rows need no advice here: the results have it for each row. */
function renderProblems(problems: readonly RowGroup[], paint: Paint): readonly string[] {
  const longest = Math.max(...problems.map(({ code }) => code.length));
  return [
    `${paint(statusTable.invalid.style, 'invalid')}: import_error says for each row what to fix`,
    ...problems.map((group) => `  ${group.code.padEnd(longest)}  ${rowsOf(group)}`),
  ];
}

function renderNotes(notes: readonly NoteGroup[]): readonly string[] {
  const longest = Math.max(...notes.map(({ kind }) => kind.length));
  return [
    'noted: import_note says for each row what was repaired or is worth knowing',
    ...notes.map((note) => `  ${note.kind.padEnd(longest)}  ${rowsOf(note)}`),
  ];
}

function renderGroup(group: RowGroup, paint: Paint): readonly string[] {
  const { status, code, meaning, advice } = group;
  const [first = '', ...more] = wrap(`${status}, ${code}: ${meaning}`, '');
  const painted = paint(statusTable[status].style, status) + first.slice(status.length);
  return [painted, ...more, `  ${rowsOf(group)}`, ...wrap(advice, '  ')];
}

function rowsOf({ count, firstRows }: NoteGroup | RowGroup): string {
  return `${plural(count, 'row')}: ${firstRows.join(', ')}${count > firstRows.length ? ', …' : ''}`;
}

/** Why a run stopped, as a sentence. */
export function stopText(reason: StopReason): string {
  switch (reason.kind) {
    case 'fatal':
      return `Stopped, because this concerns every row: ${reason.error}`;
    case 'limit':
      return `Stopped at ${reason.option} ${reason.most}; calls in flight were finished.`;
    case 'unrecordable':
      return `Stopped, because a file can't be written: ${reason.error}`;
    case 'unreadable':
      return `Stopped, because the input can't be read any more: ${reason.error}`;
    case 'interrupted':
      return `Interrupted by ${reason.by}; calls in flight were finished or given up.`;
  }
}

function renderNewValues({ newValues }: Summary): readonly string[] {
  if (newValues === undefined) return [];
  const { path, values } = newValues;
  return values === 0
    ? [`Values: none needs a translation, so ${shown(path)} is not written`]
    : wrap(`Values: ${shown(path)} has ${values} to translate: fill in its column "to".`, '');
}

function renderReportEnd(report: ReportEnd | undefined): readonly string[] {
  if (report === undefined) return [];
  return report.ok
    ? [`Report: ${shown(report.path)}`]
    : wrap(
        `The report ${shown(report.path)} could not be written: ${report.error}. The results are complete.`,
        '',
      );
}

function rowsOfFile({ rows, shard }: Summary): string {
  return shard === undefined
    ? plural(rows, 'row')
    : `${rows} of ${plural(shard.fileRows, 'row')}, shard ${shard.index}/${shard.of}`;
}

function heading({ price }: Summary, { sandbox }: SummaryContext): string {
  if (price !== undefined)
    return `, a dry run${sandbox ? ' against the built-in sandbox' : ''}: nothing was created`;
  return sandbox ? ', sent to the built-in sandbox' : '';
}

function renderOtherToken({ otherToken, known }: Summary): readonly string[] {
  if (otherToken !== true || known === 0) return [];
  const words = `${plural(known, 'row')} cost no call, because the ledger knows the phone. The ledger was written with another access token: if that was for another organisation, these contacts are not in this one. Use an app key, or set DINGTALK_CORP_ID, so that the importer can tell.`;
  return ['', ...wrap(words, '')];
}

function renderLogError(error: string | undefined): readonly string[] {
  if (error === undefined) return [];
  return wrap(
    `Lines of the log are missing: it could not be written: ${error}. The results are complete.`,
    '',
  );
}

/** A path on one line of a terminal. */
function shown(path: string): string {
  return printable(path, 500);
}
