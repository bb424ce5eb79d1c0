import { noCalls } from '../../src/dingtalk/connect.js';
import type { Outcome } from '../../src/outcome.js';
import type { StopReason } from '../../src/outcome.js';
import type { About } from '../../src/report/html/document.js';
import { HtmlReport } from '../../src/report/html/html-report.js';
import type { Person } from '../../src/report/html/row.js';
import type { ReportEnd, Summary } from '../../src/report/summary.js';
import { Tally } from '../../src/report/tally.js';

/** A row as the page is handed it. */
export interface Handed {
  readonly outcome: Outcome;
  readonly person: Person;
}

const traffic = { attempts: 1, requestId: 'r', at: 0 };

export const created: Outcome = { status: 'created', userid: '01', ...traffic };

export function refused(errcode: string, error: string): Outcome {
  return { status: 'failed', cause: 'refused', errcode, error, ...traffic };
}

export const about: About = {
  input: 'contacts.csv',
  host: 'oapi.dingtalk.io',
  results: 'contacts.results.csv',
  sandbox: false,
  dryRun: false,
  full: false,
};

/** What a summary has besides its counts. */
export const aRun = {
  run: 'a-run',
  ledger: 'contacts.ledger.ndjson',
  understood: { fields: [], unused: [] },
} as const;

/** What a run with these outcomes came to. */
export function summaryOf(outcomes: Iterable<Outcome>, stopped?: StopReason): Summary {
  const tally = new Tally();
  let rows = 0;
  for (const outcome of outcomes) tally.add((rows += 1), outcome);
  const dingtalk = { calls: () => noCalls, throttled: () => ({ calls: 0, time: 0 }) };
  return { ...tally.summarise(rows, rows, dingtalk, 0, stopped), ...aRun, elapsed: 4_000 };
}

/** Writes the page of an import with these rows; row n is on line n + 1. */
export async function writePage(
  path: string,
  rows: readonly Handed[],
  over: Partial<About> = {},
  stopped?: StopReason,
): Promise<ReportEnd> {
  const facts = { ...about, ...over };
  await using page = await HtmlReport.open({ path, full: facts.full }, facts, { by: 'a test' });
  for (const [at, { outcome, person }] of rows.entries()) {
    page.settled(outcome);
    await page.add({ number: at + 1, line: at + 2 }, outcome, () => person);
  }
  return await page.publish(
    summaryOf(
      rows.map(({ outcome }) => outcome),
      stopped,
    ),
  );
}

/** The rows in a page as a browser finds them: the element ends at the first `</script`. */
export function rowsIn(html: string): readonly (readonly unknown[])[] {
  const begin = '<script type="application/json" id="rows">';
  const from = html.indexOf(begin) + begin.length;
  const rows: unknown = JSON.parse(html.slice(from, html.indexOf('</script', from)));
  if (!Array.isArray(rows)) throw new Error('the rows are no list');
  return rows.map((row: unknown): readonly unknown[] => (Array.isArray(row) ? row : []));
}
