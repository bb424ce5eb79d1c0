import { printableJson } from '../printable.js';
import { exitCode, type ExitCode } from './exit-code.js';
import { nextStep } from './next-step.js';
import type { SummaryContext } from './render-summary.js';
import type { Summary } from './summary.js';
import { version } from '../version.js';

/** The form of the object, as summary.schema.json has it; it changes when a member goes or means something else. */
const schema = 2;

/** The summary as one JSON object on one line, for programs. */
export function summaryAsJson(summary: Summary, context: SummaryContext): string {
  const { rows, counts, calls, known, repeated, elapsed, stopped, groups, notes, unknownNames, price } =
    summary;
  const { input, results, sandbox } = context;
  const { words, command } = nextStep(summary, context);
  return `${printableJson(
    JSON.stringify({
      schema,
      version: version(),
      run: summary.run,
      started: new Date(summary.started).toISOString(),
      ended: new Date(summary.ended).toISOString(),
      exitCode: exitCode(summary),
      input,
      results,
      ledger: sandbox ? null : summary.ledger,
      rejects: summary.rejects ?? null,
      sandbox,
      dryRun: price !== undefined,
      shard: summary.shard ?? null,
      rows,
      counts,
      known,
      earlier: summary.earlier,
      changed: summary.changed,
      gone: summary.gone,
      edited: summary.edited,
      otherNames: summary.otherNames,
      understood: summary.understood,
      otherToken: summary.otherToken ?? false,
      withoutUserid: summary.withoutUserid,
      listed: summary.listed ?? null,
      attempted: summary.attempted,
      calls,
      repeated,
      throttled: { calls: summary.throttled.calls, seconds: secondsOf(summary.throttled.time) },
      seconds: secondsOf(elapsed),
      price:
        price === undefined ? null : { calls: price.calls, seconds: price.time / 1_000, rate: price.rate },
      stopped: stopped ?? null,
      groups,
      notes,
      unknownNames,
      untranslated: summary.untranslated,
      newValues: summary.newValues ?? null,
      report: summary.report ?? null,
      logError: context.logError ?? null,
      next: { words, command: command ?? null },
    }),
  )}\n`;
}

/** The object for a run that did not begin, or ended with an error. */
export function errorAsJson(run: string, code: ExitCode, message: string, hints: readonly string[]): string {
  const error = { schema, version: version(), run, exitCode: code, error: { message, hints } };
  return `${printableJson(JSON.stringify(error))}\n`;
}

function secondsOf(ms: number): number {
  return Number((ms / 1_000).toFixed(3));
}
