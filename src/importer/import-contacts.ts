import { asker, listExisting } from './look-ups.js';

import { checkContact, type CheckedRow } from '../contact/check.js';
import type { Contact } from '../contact/contact.js';
import { maskPhone, phoneKey } from '../contact/phone.js';
import { Names } from '../lookup/name-resolver.js';
import { connect, type DingTalk, type Log, type ServerSettings } from '../dingtalk/connect.js';
import { Ledger } from '../ledger/ledger.js';
import type { ImportJob } from './job.js';
import { invalid, type Note, type Outcome } from '../outcome.js';
import { inOrder } from '../results/in-order.js';
import { Stop } from './stop.js';
import { openPage, personIn } from './open-report.js';
import { priceOf, type Price } from '../report/price.js';
import { noProgress, type ShowProgress } from '../report/progress.js';
import { Tally, type Summary } from '../report/tally.js';
import { Results } from '../results/results.js';
import { creator, nameMemory, rehearse, settler } from './settle-row.js';
import { Share } from './shard.js';
import { openInput } from '../source/bytes.js';
import { chooseColumns, type Columns } from '../source/columns/choose-columns.js';
import { readRows, type Row } from '../source/rows.js';
import { surveyFile, type Survey } from '../source/survey.js';

/** What a run reports to while it goes on; all of it may be left out. */
export interface Surroundings {
  readonly log?: Log;
  /** Interrupts the run. */
  readonly signal?: AbortSignal;
  readonly showProgress?: ShowProgress;
  /** Is given each row in the input's order, when it's done. Nothing more is read while it's waited for; what it throws ends the run. */
  readonly onRow?: (done: DoneRow) => void | Promise<void>;
}

/** A row and what became of it. */
export interface DoneRow {
  readonly row: Row;
  readonly outcome: Outcome;
  /** What was repaired in it, or is worth knowing. */
  readonly notes: readonly Note[];
}

const silent: Log = { trace: ignore, debug: ignore, info: ignore, warn: ignore };

/** Rows read ahead of the first unfinished one: what flows past a row that takes its full four attempts of 30 s at 15 a second. */
const rowsAhead = 2_000;
const charactersAhead = 32 * 1_048_576;

/**
 * Imports a CSV of contacts: every row becomes a create call, or not, and exactly one line of the results, in the input's
 * order. Memory grows with the phones the ledger knows, not with the file's cells.
 * `signal` interrupts it: calls in flight have `grace` to settle, all other rows become `pending`, the results are complete.
 * Throws a `UserError` for what the user has to mend before anything can be sent, and for files that can't be written; what
 * was done until then is in the ledger, so the same job again goes on where this one was.
 */
export async function importContacts(
  job: ImportJob,
  {
    log = silent,
    signal = new AbortController().signal,
    showProgress = noProgress,
    onRow = ignore,
  }: Surroundings = {},
): Promise<Summary> {
  const tally = new Tally();
  await using input = await openInput(job.input);
  const survey = await surveyFile(input, job.file, job.columns);
  const columns = chooseColumns(input.name, survey.header, job.columns);
  log.info(found(survey, columns), 'surveyed');

  const stop = new Stop(job.limits, signal, job.grace);
  using dingtalk = connect(job.server, stop, log, job.dryRun);
  await Results.check(job.results, survey);
  await using page = job.report && (await openPage(job.report, job, survey));
  await using ledger = job.dryRun
    ? await Ledger.peek(job.ledger, dingtalk.owner)
    : await Ledger.open(job.ledger, dingtalk.owner, job.holder, () => {
        stop.because({ kind: 'unrecordable', error: `${job.ledger}: another run has taken the ledger.` });
      });
  await using results = await Results.create(job.results, survey);
  const listed = job.matchExisting ? await listExisting(dingtalk, ledger, stop, log) : undefined;

  const names = new Names(columns, asker(dingtalk, stop, columns), nameMemory(ledger, stop));
  const settle = settler(ledger, names, stop, job.dryRun ? rehearse : creator(ledger, dingtalk, stop));
  const pool = { concurrency: job.concurrency, window: rowsAhead, windowWeight: charactersAhead };
  const share = new Share(job.shard);
  const lines = inOrder(
    checkedRows(survey, columns, job, share),
    pool,
    rowWeight,
    async ({ row, checked }): Promise<DoneRow> => {
      if (!checked.ok) return { row, outcome: invalid(checked.problems), notes: [] };
      const outcome = await settle(row.number, checked);
      page?.settled(outcome);
      log.debug(described(row, checked.contact, outcome), 'row');
      return { row, outcome, notes: checked.notes };
    },
  );

  using progress = showProgress(
    () => share.rows(survey.rows),
    () => dingtalk.pace(),
  );
  for await (const done of lines) {
    const { row, outcome, notes } = done;
    await stop.need(() => results.write(row, outcome, notes)); // nothing more is read while this waits
    await page?.add(row, outcome, () => personIn(row, columns));
    tally.add(row.number, outcome, notes);
    progress.add(outcome.status);
    await onRow(done);
  }
  await ledger.sync();
  await results.publish();
  const summary: Summary = {
    ...tally.summarise(share.rows(survey.rows), results.lines, dingtalk, ledger.sent, stop.reason),
    contactsKnown: ledger.contacts,
    ...(job.shard.of > 1 && { shard: { ...job.shard, fileRows: survey.rows } }),
    ...(listed !== undefined && { listed }),
    ...(job.dryRun && { price: price(job.server, dingtalk, tally.rehearsed) }),
  };
  if (page === undefined) return summary;
  const report = await page.publish(summary);
  if (!report.ok) log.warn(report, "the report can't be written; results and ledger are complete");
  return { ...summary, report };
}

function price({ rate, credentials }: ServerSettings, { directory }: DingTalk, creates: number): Price {
  return priceOf(creates, (kind) => directory.asked(kind), rate, credentials.kind === 'app');
}

/** What was found in the file, for the log: no cell of it. */
function found({ input, dialect, headerLine, rows, footer }: Survey, { sources }: Columns): object {
  return {
    input: input.name,
    rows,
    encoding: dialect.encoding.label,
    delimiter: dialect.delimiter === '\t' ? 'tab' : dialect.delimiter,
    ...(input.gzip ? { unpacked: 'gzip' } : {}),
    ...(headerLine > 1 ? { headerLine } : {}),
    ...(footer.records > 0 ? { footerLeftOut: `${footer.records} from line ${footer.line}` } : {}),
    columns: Object.fromEntries([...sources].map(([field, { column }]) => [field, column])),
  };
}

/** A row for the log; its phone is masked only where somebody reads it. */
function described({ number }: Row, { mobile }: Contact, { status }: Outcome): object {
  return {
    row: number,
    get mobile() {
      return maskPhone(mobile);
    },
    status,
  };
}

/** A row and what its check found. */
interface RowToSettle {
  readonly row: Row;
  readonly checked: CheckedRow;
}

/** The rows of this run's share, checked. A row that is wrong has no phone to go by, and is dealt by its number. */
async function* checkedRows(
  survey: Survey,
  columns: Columns,
  job: ImportJob,
  share: Share,
): AsyncGenerator<RowToSettle> {
  for await (const row of readRows(survey)) {
    const checked = checkContact(row, columns, job);
    if (share.takes(checked.ok ? phoneKey(checked.contact) : String(row.number))) yield { row, checked };
  }
}

function ignore(): void {
  // nobody asked
}

function rowWeight({ row }: RowToSettle): number {
  return row.cells.reduce((characters, cell) => characters + cell.length, 0);
}
