import { statuses, type Status } from '../outcome.js';
import type { StopReason } from '../outcome.js';
import { renderCanary } from './canary.js';
import { nextStep } from './next-step.js';
import { plain, statusStyles, type Paint } from './paint.js';
import { renderPrice } from './rehearsal.js';
import { renderMisses, renderSuggestion } from './suggestions.js';
import type { PageEnd } from './html/html-report.js';
import type { NotedRows, Summary, Trouble } from './tally.js';
import { lookUpsIn } from './price.js';
import { duration, plural, wrap } from './text.js';

/** What each status means, in a few words. */
export const statusWords: Readonly<Record<Status, string>> = {
  created: 'made by the importer',
  skipped: 'exists already, or an earlier row has the phone',
  invalid: 'not sent: the row has to be mended',
  failed: 'refused by the server, or it was busy to the end',
  unknown: 'sent, but no answer that can be trusted came',
  pending: 'not reached: the run stopped before',
};

const rehearsedWords = 'the import would send it';

/** What the summary has to know besides the counts, to name files and the next command. */
export interface SummaryContext {
  readonly input: string;
  readonly results: string;
  readonly sandbox: boolean;
  /** The command line without the program, as it was typed. */
  readonly command: readonly string[];
}

/** The summary as text for a person: what happened to how many rows, what it cost, what to mend, and what to type next. */
export function renderSummary(summary: Summary, context: SummaryContext, paint: Paint = plain): string {
  const { rows, counts, calls, throttled, known, repeated, elapsed, stopped, troubles, notes } = summary;
  const digits = String(rows).length;
  const lines = [paint('bold', `${context.input}: ${rowsOfFile(summary)}${heading(summary, context)}`), ''];
  for (const status of statuses) {
    if (counts[status] > 0) {
      const words =
        status === 'pending' && summary.price !== undefined && stopped === undefined
          ? rehearsedWords
          : statusWords[status];
      const counted = `${status.padEnd(7)}  ${String(counts[status]).padStart(digits)}`;
      lines.push(`  ${paint(statusStyles[status], counted)}  ${words}`);
    }
  }
  const seconds = elapsed / 1_000;
  const done = rows - counts.pending + (summary.price?.calls.create ?? 0);
  lines.push(
    '',
    `${plural(calls.create, 'create call')}${repeated > 0 ? ` (${repeated} of them repeated)` : ''}, ` +
      readingCalls(summary) +
      `${plural(calls.token, 'token call')}; ${duration(seconds)}, ${(done / Math.max(seconds, 0.001)).toFixed(1)} rows a second`,
  );
  if (throttled.calls > 0) {
    lines.push(
      `${plural(throttled.calls, 'call')} throttled, and ${duration(throttled.time / 1_000)} spent waiting for that`,
    );
  }
  if (known > 0) {
    const from =
      summary.listed === undefined ? 'an earlier run' : "an earlier run or the organisation's list";
    lines.push(`${plural(known, 'row')} known from ${from}, without a call`);
  }
  lines.push(...renderCanary(summary));
  if (summary.price !== undefined) lines.push('', ...renderPrice(summary, summary.price));
  if (stopped !== undefined)
    lines.push('', ...wrap(stopText(stopped), '').map((line) => paint('yellow', line)));
  const faults = troubles.filter(({ status }) => status === 'invalid');
  if (faults.length > 0) lines.push('', ...renderFaults(faults, paint));
  lines.push(...renderMisses(summary.misses));
  for (const trouble of troubles)
    if (trouble.status !== 'invalid') lines.push('', ...renderTrouble(trouble, paint));
  if (notes.length > 0) lines.push('', ...renderNotes(notes));
  lines.push(...renderSuggestion(summary, context.sandbox, context.command));
  const { words, command } = nextStep(summary, context);
  lines.push('', `Results: ${context.results}`, ...renderPageEnd(summary.report), ...wrap(words, ''));
  if (command !== undefined) lines.push(`  ${paint('bold', command)}`);
  return `${lines.join('\n')}\n`;
}

/** Faults of invalid rows need no advice here: the results have it for each row. */
function renderFaults(faults: readonly Trouble[], paint: Paint): readonly string[] {
  const longest = Math.max(...faults.map(({ code }) => code.length));
  return [
    `${paint(statusStyles.invalid, 'invalid')}: import_error says for each row what to mend`,
    ...faults.map((fault) => `  ${fault.code.padEnd(longest)}  ${rowsOf(fault)}`),
  ];
}

function renderNotes(notes: readonly NotedRows[]): readonly string[] {
  const longest = Math.max(...notes.map(({ kind }) => kind.length));
  return [
    'noted: import_note says for each row what was repaired or is worth knowing',
    ...notes.map((noted) => `  ${noted.kind.padEnd(longest)}  ${rowsOf(noted)}`),
  ];
}

function renderTrouble(trouble: Trouble, paint: Paint): readonly string[] {
  const { status, code, meaning, advice } = trouble;
  const [first = '', ...more] = wrap(`${status}, ${code}: ${meaning}`, '');
  const painted = paint(statusStyles[status], status) + first.slice(status.length);
  return [painted, ...more, `  ${rowsOf(trouble)}`, ...wrap(advice, '  ')];
}

function rowsOf({ count, firstRows }: NotedRows | Trouble): string {
  return `${plural(count, 'row')}: ${firstRows.join(', ')}${count > firstRows.length ? ', …' : ''}`;
}

/** Why a run stopped, as a sentence. */
export function stopText(reason: StopReason): string {
  switch (reason.kind) {
    case 'fatal':
      return `Stopped, because this concerns every row: ${reason.error}`;
    case 'limit':
      return `Stopped at ${reason.option} ${reason.most}, as asked; what was under way has settled.`;
    case 'unrecordable':
      return `Stopped, because nothing more can be written down: ${reason.error}`;
    case 'interrupted':
      return `Interrupted by ${reason.by}; what was in flight has settled.`;
  }
}

function renderPageEnd(report: PageEnd | undefined): readonly string[] {
  if (report === undefined) return [];
  return report.ok
    ? [`Report: ${report.path}`]
    : wrap(`The report ${report.path} couldn't be written: ${report.error}. The results are complete.`, '');
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

function readingCalls({ calls }: Summary): string {
  const lookUps = lookUpsIn(calls);
  const parts = [
    lookUps > 0 ? plural(lookUps, 'look-up') : '',
    calls.list > 0 ? plural(calls.list, 'list call') : '',
  ];
  return parts.map((part) => (part === '' ? '' : `${part}, `)).join('');
}
