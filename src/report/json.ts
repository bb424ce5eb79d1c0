import { exitCode } from './exit-code.js';
import { nextStep } from './next-step.js';
import type { SummaryContext } from './summary.js';
import type { Summary } from './tally.js';

/** The form of the object; it changes when a member goes or means something else. */
const schema = 1;

/** What the object has to know besides the summary. */
export interface JsonContext extends SummaryContext {
  /** The id that stands in every line of the log. */
  readonly run: string;
  readonly ledger: string | undefined;
}

/** The summary as one JSON object on one line, for programs. The README has its schema. */
export function summaryAsJson(summary: Summary, context: JsonContext): string {
  const { rows, counts, calls, known, repeated, elapsed, stopped, troubles, notes, misses, price } = summary;
  const { run, input, results, ledger, sandbox } = context;
  const { words, command } = nextStep(summary, context);
  const seconds = Number((elapsed / 1_000).toFixed(3));
  return `${JSON.stringify({
    schema,
    run,
    exitCode: exitCode(summary),
    input,
    results,
    ledger: ledger ?? null,
    sandbox,
    dryRun: price !== undefined,
    shard: summary.shard ?? null,
    rows,
    counts,
    known,
    withoutUserid: summary.withoutUserid,
    listed: summary.listed ?? null,
    attempted: summary.attempted,
    calls,
    repeated,
    throttled: {
      calls: summary.throttled.calls,
      seconds: Number((summary.throttled.time / 1_000).toFixed(3)),
    },
    seconds,
    price: price === undefined ? null : { calls: price.calls, seconds: price.time / 1_000, rate: price.rate },
    stopped: stopped ?? null,
    troubles,
    notes,
    misses,
    next: { words, command: command ?? null },
  })}\n`;
}

/** The object for a run that never began, or broke off by an error of its surroundings. */
export function errorAsJson(run: string, code: number, message: string, hints: readonly string[]): string {
  return `${JSON.stringify({ schema, run, exitCode: code, error: { message, hints } })}\n`;
}
