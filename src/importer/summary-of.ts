import type { DingTalk } from '../dingtalk/connect.js';
import type { Ledger } from '../ledger/ledger.js';
import { priceOf, type Price } from '../report/price.js';
import type { Summary } from '../report/summary.js';
import type { Tally } from '../report/tally.js';
import type { Results } from '../results/results.js';
import type { Columns } from '../source/columns/choose-columns.js';
import type { Survey } from '../source/survey.js';
import type { ImportJob } from './job.js';
import type { ListedContacts } from './listed-contacts.js';
import type { RunControl } from './run-control.js';
import type { ShardFilter } from './shard.js';
import { understood } from './understood.js';

/** What a run has at its end. */
export interface FinishedRun {
  readonly job: ImportJob;
  readonly survey: Survey;
  readonly columns: Columns;
  readonly shard: ShardFilter;
  readonly tally: Tally;
  readonly results: Results;
  readonly rejects: Results | undefined;
  readonly dingtalk: DingTalk;
  readonly ledger: Ledger;
  readonly ledgerPath: string;
  readonly control: RunControl;
  readonly listed: ListedContacts | undefined;
  /** Values in a new file of values; absent where none is wanted. */
  readonly newValues: number | undefined;
}

/** The end of a run in figures. Throws if its sums don't agree. */
export function summaryOf(run: FinishedRun): Summary {
  const {
    job,
    survey,
    columns,
    shard,
    tally,
    results,
    rejects,
    dingtalk,
    ledger,
    control,
    listed,
    newValues,
  } = run;
  const { credentials, rate } = job.server;
  const price = (): Price =>
    priceOf(tally.dryRunRows, (call) => dingtalk.directory.lookUps(call), rate, credentials.kind === 'app');
  return {
    ...tally.summarise(shard.rows(survey.rows), results.lines, dingtalk, ledger.sent, control.reason),
    run: job.run,
    ledger: run.ledgerPath,
    understood: understood(columns, survey.header),
    contactsKnown: ledger.contacts,
    ...(!ledger.isSameOrganisation && ledger.contacts > 0 && { otherToken: true }),
    ...(job.shard.of > 1 && { shard: { ...job.shard, fileRows: survey.rows } }),
    ...(listed !== undefined && { listed: listed.contacts }),
    ...(rejects !== undefined &&
      job.rejects !== undefined && {
        rejects: { path: job.rejects, rows: rejects.lines },
      }),
    ...(newValues !== undefined &&
      job.values !== undefined && {
        newValues: { path: job.values, values: newValues },
      }),
    ...(job.dryRun && { price: price() }),
  };
}
