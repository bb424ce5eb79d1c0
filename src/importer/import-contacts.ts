import type { Contact } from '../contact/contact.js';
import type { Note } from '../contact/notes.js';
import { printable } from '../printable.js';
import { connect, type Log } from '../dingtalk/connect.js';
import type { Outcome } from '../outcome.js';
import type { HtmlReport } from '../report/html/html-report.js';
import { needsFix } from '../report/html/row.js';
import { noProgress, type ShowProgress } from '../report/progress.js';
import type { ReportEnd, Summary } from '../report/summary.js';
import { Tally } from '../report/tally.js';
import { inOrder, type PoolSize } from '../results/in-order.js';
import { Results, resultsKinds } from '../results/results.js';
import { openInput } from '../source/bytes.js';
import { chooseColumns } from '../source/columns/choose-columns.js';
import type { Row } from '../source/rows.js';
import { surveyFile } from '../source/survey.js';
import { checkFiles } from './check-files.js';
import { checkedRows, rowWeight, type RowToSettle } from './checked-rows.js';
import type { Settled } from './draft-row.js';
import type { ImportJob } from './job.js';
import { rowFacts, surveyFacts } from './log-facts.js';
import { listExisting } from './look-ups.js';
import { openReport, personIn } from './open-report.js';
import { RunControl } from './run-control.js';
import { settleCheckedRow } from './settle-checked-row.js';
import { ShardFilter } from './shard.js';
import { checkRows, claimantOf, openLedger, openValues, rowSettler } from './start-run.js';
import { summaryOf } from './summary-of.js';

/** What a run reports to while it goes on; all of it may be left out. */
export interface Surroundings {
  readonly log?: Log;
  /** Interrupts the run. */
  readonly signal?: AbortSignal;
  readonly showProgress?: ShowProgress;
  /** Gets each row when it is done, in the input's order. The run waits for it; what it throws ends the run. */
  readonly onRow?: (done: DoneRow) => void | Promise<void>;
}

/** A row and its outcome. */
export interface DoneRow {
  readonly row: Row;
  readonly outcome: Outcome;
  /** What was repaired in it, or is worth knowing. */
  readonly notes: readonly Note[];
  /** Of a dry run: the contact as the import would send it. */
  readonly contact?: Contact;
}

const silent: Log = { trace: ignore, debug: ignore, info: ignore, warn: ignore };

/** Rows read ahead of the first unfinished one: at 15 a second, those that pass a row with four attempts of 30 s. */
const rowsAhead = 2_000;
const charactersAhead = 32 * 1_048_576;

/**
 * Imports a CSV of contacts: each row costs one create call, or none, and is one line of the results, in the input's order.
 * Memory grows with the phones that the ledger knows, not with the file. `signal` interrupts the run: calls in flight have
 * `grace` to finish, all other rows become `pending`, and the results are complete.
 * Throws a `UserError` for what the user has to fix before anything is sent, and for files that can't be written. The ledger
 * has all that was done until then, so the same job goes on from there.
 */
export async function importContacts(given: ImportJob, surroundings: Surroundings = {}): Promise<Summary> {
  const { log, signal, showProgress, onRow } = withStandards(surroundings);
  const tally = new Tally();
  const job = await checkFiles(given);
  const claimant = claimantOf(job, log, signal);
  await using input = await openInput(job.input, signal);
  const survey = await surveyFile(input, job.file, job.columns, signal);
  checkRows(job, survey);
  const columns = chooseColumns(input.name, survey.header, job.columns, survey.sample);
  log.info(surveyFacts(survey, columns), 'surveyed');
  for (const remark of columns.remarks) log.warn(printable(remark, 300));
  const { translations, skeleton } = await openValues(job, columns, survey, signal);

  const control = new RunControl(job.limits, signal, job.grace);
  using dingtalk = connect(job.server, control, log, job.dryRun);
  await using report = job.report && (await openReport(job.report, job, survey, claimant));
  await using opened = await openLedger(job, survey, dingtalk, claimant, log);
  const { ledger, path: ledgerPath } = opened;
  const kind = job.dryRun ? resultsKinds.dryRun : resultsKinds.results;
  await using results = await Results.create(job.results, kind, survey, claimant);
  using partial = tellUnpublished(results, job.results, log);
  await using rejects =
    job.rejects === undefined
      ? undefined
      : await Results.create(job.rejects, resultsKinds.rejects, survey, claimant);
  await using listed = job.matchExisting ? await listExisting(dingtalk, ledger, control, log) : undefined;

  const settler = rowSettler(job, columns, ledger, dingtalk, control, listed);
  const parts = { settler, control, skeleton };
  const shard = new ShardFilter(job.shard);
  using progress = showProgress({ rows: () => shard.rows(survey.rows), pace: () => dingtalk.pace() });
  const rules = { strictPhones: job.strictPhones, translations };
  const rows = checkedRows(survey, columns, rules, shard, control);
  const settled = ({ row, check }: RowToSettle, end: Settled): DoneRow => {
    progress.settled(end.outcome.status);
    report?.settled(end.outcome);
    log.debug(rowFacts(row, check, end.outcome), 'row');
    return { row, ...end };
  };
  const doneRows = inOrder(rows, poolOf(job), rowWeight, (row, inPlace): DoneRow | Promise<DoneRow> => {
    const end = settleCheckedRow(parts, row, inPlace);
    return end instanceof Promise ? end.then((settledEnd) => settled(row, settledEnd)) : settled(row, end);
  });
  for await (const done of doneRows) {
    await control.need(() => results.write(done)); // nothing more is read while this waits
    if (rejects !== undefined && isReject(done.outcome)) await control.need(() => rejects.write(done));
    await report?.add(done.row, done.outcome, () => personIn(done.row, columns));
    tally.add(done.row.number, done.outcome, done.notes);
    await onRow(done);
  }
  await ledger.sync();
  await results.publish();
  await rejects?.publish();
  const newValues = await skeleton?.write();
  const ended = { job, survey, columns, shard, tally, results, rejects, dingtalk, ledger, ledgerPath };
  const summary = summaryOf({ ...ended, control, listed, newValues });
  return report === undefined ? summary : { ...summary, report: await publishReport(report, summary, log) };
}

function withStandards(given: Surroundings): Required<Surroundings> {
  return {
    log: silent,
    signal: new AbortController().signal,
    showProgress: noProgress,
    onRow: ignore,
    ...given,
  };
}

/** Whether a person has to correct the row, or another run has to send it; a row that was not reached is not meant. */
function isReject(outcome: Outcome): boolean {
  return outcome.status !== 'pending' && needsFix(outcome);
}

/** At the end of a run that broke off: says where its lines are. */
function tellUnpublished(results: Results, path: string, log: Log): Disposable {
  return {
    [Symbol.dispose]: () => {
      const lines = results.unpublished;
      if (lines === undefined) return;
      log.warn(
        { lines, results: path },
        'the run broke off: its lines until then are kept; the results of an earlier run, if there are any, are as they were',
      );
    },
  };
}

function poolOf({ concurrency }: ImportJob): PoolSize {
  return { concurrency, window: rowsAhead, windowWeight: charactersAhead };
}

async function publishReport(report: HtmlReport, summary: Summary, log: Log): Promise<ReportEnd> {
  const end = await report.publish(summary);
  if (!end.ok) log.warn(end, "the report can't be written; results and ledger are complete");
  return end;
}

function ignore(): void {
  // nothing to do
}
