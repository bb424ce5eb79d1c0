import type { Readable } from 'node:stream';
import { noProxies, type Proxies } from '../dingtalk/proxy.js';
import type { Credentials, ServerSettings } from '../dingtalk/settings.js';
import type { ReportChoice } from '../report/html/html-report.js';
import { parseAssignment } from '../source/columns/assignment.js';
import type { ColumnChoice } from '../source/columns/choose-columns.js';
import type { Field } from '../source/columns/fields.js';
import type { FileChoice } from '../source/survey.js';
import { UserError } from '../user-error.js';
import {
  checkDelimiter,
  checkEncoding,
  checkHosts,
  checkNumber,
  checkShard,
  numberOptions,
  type Given,
} from './check-options.js';
import { ledgersOf, resultsPath, shardPath } from './file-names.js';
import type { Limits } from './run-control.js';
import { wholeFile, type Shard } from './shard.js';

/** A text for each field that has one. */
export type ByField = Readonly<Partial<Record<Field, string>>>;

/** An import as the command line or a program describes it. What is left out has its standard value. */
export interface JobOptions {
  /** A file's path, or a stream of its bytes. */
  readonly input: string | Readable;
  readonly credentials: Credentials;
  /** Default: `contacts.results.csv` beside `contacts.csv`. */
  readonly results?: string | undefined;
  /** Default: `contacts.ledger.ndjson` beside the input; beside the results for a stream, or where the input's folder can't be written to. */
  readonly ledger?: string | undefined;
  /** Also writes the rows that a person has to look at, to be corrected and imported with the same ledger. */
  readonly rejects?: string | undefined;
  /** Which column feeds a field. */
  readonly map?: ByField;
  /** Values for rows that have none. */
  readonly set?: ByField;
  /** A CSV `field,from,to` that translates values of the input. In a dry run it may be missing: it is then written, to be filled in. */
  readonly values?: string | undefined;
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
  /** Refuse phones that no numbering plan has, and not only impossible ones. */
  readonly strictPhones?: boolean;
  /** Read, check, look up and price everything; create nothing. */
  readonly dryRun?: boolean;
  /** First list the organisation's contacts; rows that have one cost no create. */
  readonly matchExisting?: boolean;
  /** Contacts that the ledger knows and the list lacks are made again. */
  readonly forgetMissing?: boolean;
  /** A file with fewer rows is refused. */
  readonly minRows?: number | undefined;
  /** Rows attempted at most. */
  readonly limit?: number | undefined;
  readonly maxFailed?: number | undefined;
  readonly maxCalls?: number | undefined;
  readonly shard?: Shard;
  /** Calls a second at most, of all shards together; `auto` looks for the server's limit. */
  readonly rate?: number | 'auto' | undefined;
  /** Calls in flight at most. */
  readonly concurrency?: number | undefined;
  /** More attempts for a row after the first. */
  readonly retries?: number | undefined;
  /** Seconds for one attempt. */
  readonly timeout?: number | undefined;
  /** Seconds for calls in flight to finish after an interruption. */
  readonly grace?: number | undefined;
  /** An HTML report about the import. */
  readonly report?: string | undefined;
  /** Show whole phones in the report. */
  readonly reportFull?: boolean;
  /** The hosts of the two API families; `https://oapi.dingtalk.com` and `https://api.dingtalk.com` for mainland China. */
  readonly oapiUrl?: string | undefined;
  readonly apiUrl?: string | undefined;
  readonly proxies?: Proxies;
  /** The organisation's id, `ding…`: kept in the ledger and compared with it. */
  readonly corpId?: string | undefined;
}

/** Who runs a job. */
export interface Runner {
  /** The id of the run, in the ledger, the log and the summary. */
  readonly run: string;
  /** Names the run in the ledger, for others that want the same ledger meanwhile. */
  readonly runLabel: string;
  /** Whether the server is the built-in sandbox. */
  readonly sandbox: boolean;
}

/** One checked import. Only `importJob` makes it. */
export interface ImportJob extends Runner {
  readonly input: string | Readable;
  readonly results: string;
  readonly ledger: string;
  /** Where the ledger goes if its folder can't be written to; absent where its name was given. */
  readonly otherLedger: string | undefined;
  readonly rejects: string | undefined;
  readonly values: string | undefined;
  readonly file: FileChoice;
  readonly columns: ColumnChoice;
  readonly strictPhones: boolean;
  readonly server: ServerSettings;
  readonly concurrency: number;
  readonly dryRun: boolean;
  readonly matchExisting: boolean;
  readonly forgetMissing: boolean;
  /** A file with fewer rows is refused. */
  readonly minRows: number;
  readonly limits: Limits;
  readonly shard: Shard;
  /** Ms for calls in flight to finish after an interruption; what has not finished then is in doubt. */
  readonly grace: number;
  readonly report: ReportChoice | undefined;
  readonly corpId: string | undefined;
}

/** Settings without an option, in ms. */
const fixedSettings = {
  firstWait: 1_000,
  /** How long the server bans an address (src/dingtalk/README.md, Throttling). */
  banPause: 300_000,
  /** A night without a network then costs seconds, not hours. */
  silence: 20_000,
} as const;

/** Options → a checked job. Reads nothing. Throws a `UserError` for an option that can't be used. */
export function importJob(options: JobOptions, { run, runLabel, sandbox }: Runner): ImportJob {
  const { input, credentials, dryRun = false, proxies = noProxies } = options;
  const shard = checkShard(options.shard ?? wholeFile);
  const kind = dryRun ? 'dry-run' : sandbox ? 'sandbox' : 'results';
  const name = typeof input === 'string' ? input : '-';
  const results = shardPath(options.results ?? resultsPath(name, kind), shard);
  const [besideInput, besideResults] = ledgersOf(name, results, shard);
  const { matchExisting = false, forgetMissing = false } = options;
  checkForget(forgetMissing, matchExisting);
  const { limit, maxFailed, maxCalls, rate, retries, timeout, grace, concurrency, report } = options;
  return {
    input,
    results,
    ledger: options.ledger === undefined ? besideInput : shardPath(options.ledger, shard),
    otherLedger: options.ledger === undefined ? besideResults : undefined,
    rejects: options.rejects === undefined ? undefined : shardPath(options.rejects, shard),
    values: options.values,
    run,
    runLabel,
    sandbox,
    corpId: options.corpId,
    file: {
      encoding: checkEncoding(given('--encoding', options.encoding)),
      delimiter: checkDelimiter(given('--delimiter', options.delimiter)),
    },
    columns: { map: assignments('--map', options.map), set: assignments('--set', options.set) },
    strictPhones: options.strictPhones ?? false,
    server: {
      ...fixedSettings,
      ...checkHosts(options.oapiUrl, options.apiUrl),
      credentials,
      proxies,
      rate: checkNumber(numberOptions.rate, rate === 'auto' ? undefined : rate) / shard.of,
      findsRate: rate === 'auto',
      retries: checkNumber(numberOptions.retries, retries),
      timeout: checkNumber(numberOptions.timeout, timeout) * 1_000,
    },
    concurrency: checkNumber(numberOptions.concurrency, concurrency),
    dryRun,
    matchExisting,
    forgetMissing,
    minRows: checkNumber(numberOptions.minRows, options.minRows),
    limits: {
      rows: checkNumber(numberOptions.limit, limit),
      failed: checkNumber(numberOptions.maxFailed, maxFailed),
      calls: checkNumber(numberOptions.maxCalls, maxCalls),
    },
    shard,
    grace: checkNumber(numberOptions.grace, grace) * 1_000,
    report:
      report === undefined
        ? undefined
        : { path: shardPath(report, shard), full: options.reportFull ?? false },
  };
}

/** Throws a `UserError` where contacts are to be forgotten that no list lacks. */
function checkForget(forgetMissing: boolean, matchExisting: boolean): void {
  if (!forgetMissing || matchExisting) return;
  throw new UserError(
    "--forget-missing compares the ledger with the organisation's list, which is not read.",
    ['Add --match-existing.'],
  );
}

function assignments(flag: string, texts: ByField = {}): ReadonlyMap<Field, string> {
  return new Map(Object.entries(texts).map(([field, text]) => parseAssignment(flag, `${field}=${text}`)));
}

function given(from: string, text: string | undefined): Given | undefined {
  return text === undefined ? undefined : { from, text };
}
