import { statuses, type Status } from '../outcome.js';
import type { StopReason } from '../pace/stop.js';
import type { NotedRows, Summary, Trouble } from './tally.js';

const statusWords: Readonly<Record<Status, string>> = {
  created: 'made by the importer',
  skipped: 'exists already, or an earlier row has the phone',
  invalid: 'not sent: the row has to be mended',
  failed: 'refused by the server, or it was busy to the end',
  unknown: 'sent, but no answer that can be trusted came',
  pending: 'not reached: the run stopped before',
};

/** Columns of the text; a word that is longer stands over. */
const width = 80;

/** What the summary has to know besides the counts, to name files and the next command. */
export interface SummaryContext {
  readonly input: string;
  readonly results: string;
  readonly sandbox: boolean;
  /** The command line without the program, as it was typed. */
  readonly command: readonly string[];
}

/** The summary as text for a person: what happened to how many rows, what it cost, what to mend, and what to type next. */
export function renderSummary(summary: Summary, context: SummaryContext): string {
  const { rows, counts, calls, throttled, known, repeated, elapsed, stopped, troubles, notes } = summary;
  const digits = String(rows).length;
  const lines = [
    `${context.input}: ${plural(rows, 'row')}${context.sandbox ? ', sent to the built-in sandbox' : ''}`,
    '',
  ];
  for (const status of statuses) {
    if (counts[status] > 0) {
      lines.push(`  ${status.padEnd(7)}  ${String(counts[status]).padStart(digits)}  ${statusWords[status]}`);
    }
  }
  const seconds = elapsed / 1_000;
  lines.push(
    '',
    `${plural(calls.create, 'create call')}${repeated > 0 ? ` (${repeated} of them repeated)` : ''}, ` +
      `${plural(calls.token, 'token call')}; ${duration(seconds)}, ${((rows - counts.pending) / Math.max(seconds, 0.001)).toFixed(1)} rows a second`,
  );
  if (throttled.calls > 0) {
    lines.push(
      `${plural(throttled.calls, 'call')} throttled, and ${duration(throttled.time / 1_000)} spent waiting for that`,
    );
  }
  if (known > 0) lines.push(`${plural(known, 'row')} known from an earlier run, without a call`);
  if (stopped !== undefined) lines.push('', ...wrap(stopText(stopped), ''));
  const faults = troubles.filter(({ status }) => status === 'invalid');
  if (faults.length > 0) lines.push('', ...renderFaults(faults));
  for (const trouble of troubles) if (trouble.status !== 'invalid') lines.push('', ...renderTrouble(trouble));
  if (notes.length > 0) lines.push('', ...renderNotes(notes));
  lines.push('', `Results: ${context.results}`, ...wrap(next(summary, context), ''));
  return `${lines.join('\n')}\n`;
}

/** Faults of invalid rows need no advice here: the results have it for each row. */
function renderFaults(faults: readonly Trouble[]): readonly string[] {
  const longest = Math.max(...faults.map(({ code }) => code.length));
  return [
    'invalid: import_error says for each row what to mend',
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

function renderTrouble(trouble: Trouble): readonly string[] {
  const { status, code, meaning, advice } = trouble;
  return [...wrap(`${status}, ${code}: ${meaning}`, ''), `  ${rowsOf(trouble)}`, ...wrap(advice, '  ')];
}

function rowsOf({ count, firstRows }: NotedRows | Trouble): string {
  return `${plural(count, 'row')}: ${firstRows.join(', ')}${count > firstRows.length ? ', …' : ''}`;
}

function stopText(reason: StopReason): string {
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

function next({ counts, stopped }: Summary, { sandbox, command, input }: SummaryContext): string {
  const again = ['node dist/import.js', ...command.map(quoted)].join(' ');
  const unsettled = counts.failed + counts.unknown + counts.pending;
  if (sandbox) {
    return `Nothing reached DingTalk. For the real import set DINGTALK_APP_KEY and DINGTALK_APP_SECRET, and type:\n  ${withoutSandbox(command)}`;
  }
  if (stopped?.kind === 'fatal' || stopped?.kind === 'unrecordable')
    return `Once that is mended, type the same again:\n  ${again}`;
  if (stopped?.kind === 'limit') return `To go on from here, type the same again:\n  ${again}`;
  if (counts.invalid > 0)
    return `Mend the invalid rows in ${input} (the results name each fault), then type the same again:\n  ${again}`;
  if (unsettled > 0) return `To try the rest again, type the same:\n  ${again}`;
  return 'Every row is in DingTalk; there is nothing left to do.';
}

function withoutSandbox(command: readonly string[]): string {
  return ['node dist/import.js', ...command.filter((word) => word !== '--sandbox').map(quoted)].join(' ');
}

function quoted(word: string): string {
  return /^[\w./=:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.round(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Lines of at most `width` columns; a text's own line breaks stay. */
function wrap(text: string, indent: string): readonly string[] {
  return text.split('\n').flatMap((paragraph) => {
    if (paragraph.startsWith(' ')) return [paragraph];
    const lines: string[] = [];
    let line = indent;
    for (const word of paragraph.split(' ')) {
      if (line.trim() !== '' && line.length + word.length + 1 > width) {
        lines.push(line);
        line = indent;
      }
      line += line.trim() === '' ? word : ` ${word}`;
    }
    return [...lines, line];
  });
}
