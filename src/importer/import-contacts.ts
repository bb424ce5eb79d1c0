import type { Note } from '../contact/notes.js';
import { printable } from '../printable.js';
import { maskPhone } from '../contact/phone.js';
import { connect, type DingTalk, type Log } from '../dingtalk/connect.js';
import type { Claimant } from '../files/claim.js';
import { Ledger } from '../ledger/ledger.js';
import { NameResolver } from '../lookup/name-resolver.js';
import { invalid, pendingRow, type Outcome } from '../outcome.js';
import type { HtmlReport } from '../report/html/html-report.js';
import { priceOf, type Price } from '../report/price.js';
import { noProgress, type ShowProgress } from '../report/progress.js';
import type { ReportEnd, Summary } from '../report/summary.js';
import { Tally } from '../report/tally.js';
import { inOrder, type InPlace, type PoolSize } from '../results/in-order.js';
import { Results } from '../results/results.js';
import { openInput } from '../source/bytes.js';
import { chooseColumns, type Columns } from '../source/columns/choose-columns.js';
import type { Row } from '../source/rows.js';
import { surveyFile, type Survey } from '../source/survey.js';
import { checkFiles } from './check-files.js';
import { checkedRows, rowWeight, type RowToSettle } from './checked-rows.js';
import { FirstCreates } from './first-creates.js';
import { Gate } from './gate.js';
import type { ImportJob } from './job.js';
import { listExisting, lookUpsOf, nameMemory } from './look-ups.js';
import { openReport, personIn } from './open-report.js';
import { RunControl } from './run-control.js';
import { RowSettler, type Settled } from './settle-row.js';
import { ShardFilter } from './shard.js';

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
  const columns = chooseColumns(input.name, survey.header, job.columns, survey.sample);
  log.info(surveyFacts(survey, columns), 'surveyed');
  for (const remark of columns.remarks) log.warn(printable(remark, 300));

  const control = new RunControl(job.limits, signal, job.grace);
  using dingtalk = connect(job.server, control, log, job.dryRun);
  await using report = job.report && (await openReport(job.report, job, survey, claimant));
  await using ledger = await openLedger(job, dingtalk, claimant, log);
  await using results = await Results.create(job.results, survey, claimant);
  const listed = job.matchExisting ? await listExisting(dingtalk, ledger, control, log) : undefined;

  const settler = rowSettler(job, columns, ledger, dingtalk, control);
  const shard = new ShardFilter(job.shard);
  using progress = showProgress({ rows: () => shard.rows(survey.rows), pace: () => dingtalk.pace() });
  const rows = checkedRows(survey, columns, job, shard, control);
  const doneRows = inOrder(
    rows,
    poolOf(job),
    rowWeight,
    async ({ row, check }, inPlace): Promise<DoneRow> => {
      const { outcome, notes } = await settleRow(settler, row, check, control, inPlace);
      progress.settled(outcome.status);
      report?.settled(outcome);
      log.debug(rowFacts(row, check, outcome), 'row');
      return { row, outcome, notes };
    },
  );
  for await (const done of doneRows) {
    await control.need(() => results.write(done.row, done.outcome, done.notes)); // nothing more is read while this waits
    await report?.add(done.row, done.outcome, () => personIn(done.row, columns));
    tally.add(done.row.number, done.outcome, done.notes);
    await onRow(done);
  }
  await ledger.sync();
  await results.publish();
  const summary = summaryOf({ job, survey, shard, tally, results, dingtalk, ledger, control, listed });
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

/** How this run claims its files. */
function claimantOf({ runLabel, input }: ImportJob, log: Log, signal: AbortSignal): Claimant {
  return {
    by: runLabel,
    ...(typeof input === 'string' && { input }),
    signal,
    onWait: (lock) => {
      log.info({ lock }, 'waiting: another run may have this file');
    },
  };
}

/** A dry run only reads the ledger. */
async function openLedger(
  { ledger: path, dryRun, corpId }: ImportJob,
  dingtalk: DingTalk,
  claimant: Claimant,
  log: Log,
): Promise<Ledger> {
  const owner = { ...dingtalk.owner, ...(corpId !== undefined && { corp: corpId }) };
  const ledger = dryRun ? await Ledger.peek(path, owner) : await Ledger.open(path, owner, claimant);
  if (!ledger.isSameOrganisation && ledger.contacts > 0)
    log.warn(
      { ledger: path },
      'the ledger was written with another token: it may be of another organisation',
    );
  return ledger;
}

function rowSettler(
  { dryRun, limits }: ImportJob,
  columns: Columns,
  ledger: Ledger,
  dingtalk: DingTalk,
  control: RunControl,
): RowSettler {
  const gate = new Gate();
  const lookUps = lookUpsOf(dingtalk, control, gate, columns);
  const names = new NameResolver(columns, lookUps, nameMemory(ledger, control));
  const firstCreates = limits.failed === Infinity ? new FirstCreates(control, columns) : undefined;
  const { creator } = dingtalk;
  return new RowSettler({ ledger, names, creator, control, gate, firstCreates, dryRun });
}

async function settleRow(
  settler: RowSettler,
  { number }: Row,
  check: RowToSettle['check'],
  control: RunControl,
  inPlace: InPlace,
): Promise<Settled> {
  if (check === undefined) return { outcome: pendingRow(control.reason), notes: [] };
  if (!check.ok) return { outcome: invalid(check.problems), notes: [] };
  const { outcome, notes } = await settler.settle(number, check, inPlace);
  return { outcome, notes: [...check.notes, ...notes] };
}

function poolOf({ concurrency }: ImportJob): PoolSize {
  return { concurrency, window: rowsAhead, windowWeight: charactersAhead };
}

/** What a run has at its end. */
interface FinishedRun {
  readonly job: ImportJob;
  readonly survey: Survey;
  readonly shard: ShardFilter;
  readonly tally: Tally;
  readonly results: Results;
  readonly dingtalk: DingTalk;
  readonly ledger: Ledger;
  readonly control: RunControl;
  readonly listed: number | undefined;
}

function summaryOf(run: FinishedRun): Summary {
  const { job, survey, shard, tally, results, dingtalk, ledger, control, listed } = run;
  const { credentials, rate } = job.server;
  const price = (): Price =>
    priceOf(tally.dryRunRows, (call) => dingtalk.directory.lookUps(call), rate, credentials.kind === 'app');
  return {
    ...tally.summarise(shard.rows(survey.rows), results.lines, dingtalk, ledger.sent, control.reason),
    contactsKnown: ledger.contacts,
    ...(!ledger.isSameOrganisation && ledger.contacts > 0 && { otherToken: true }),
    ...(job.shard.of > 1 && { shard: { ...job.shard, fileRows: survey.rows } }),
    ...(listed !== undefined && { listed }),
    ...(job.dryRun && { price: price() }),
  };
}

async function publishReport(report: HtmlReport, summary: Summary, log: Log): Promise<ReportEnd> {
  const end = await report.publish(summary);
  if (!end.ok) log.warn(end, "the report can't be written; results and ledger are complete");
  return end;
}

/** What the survey found, for the log: no cell of the file. */
function surveyFacts({ input, dialect, headerLine, rows, leftOut }: Survey, { sources }: Columns): object {
  return {
    input: input.name,
    rows,
    encoding: dialect.encoding.label,
    delimiter: dialect.delimiter === '\t' ? 'tab' : dialect.delimiter,
    ...(input.gzip ? { unpacked: 'gzip' } : {}),
    ...(headerLine > 1 ? { headerLine } : {}),
    ...(leftOut.records > 0 ? { leftOut: `${leftOut.records} from line ${leftOut.line}` } : {}),
    columns: Object.fromEntries([...sources].map(([field, { column }]) => [field, printable(column, 100)])),
  };
}

/** A row for the log. Its phone is masked only where the line is written. */
function rowFacts({ number }: Row, check: RowToSettle['check'], { status }: Outcome): object {
  return {
    row: number,
    get mobile() {
      return check?.ok === true ? maskPhone(check.contact.mobile) : undefined;
    },
    status,
  };
}

function ignore(): void {
  // nothing to do
}
