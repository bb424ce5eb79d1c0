import { hostname } from 'node:os';
import type { Readable } from 'node:stream';
import { noProxies, type Credentials, type ServerSettings } from './dingtalk/connect.js';
import { fileChoice } from './options/file-choice.js';
import type { Given } from './options/reader.js';
import { readHosts } from './options/hosts.js';
import { ledgerPath, resultsPath, shardPath } from './options/file-names.js';
import { fixed, inBounds, rules } from './options/rules.js';
import type { ImportJob } from './importer/job.js';
import { unsharded, type Shard } from './importer/shard.js';
import { parseAssignment } from './source/columns/assignment.js';
import type { Field } from './source/columns/fields.js';

export type { Credentials, Log } from './dingtalk/connect.js';
export type { ImportJob } from './importer/job.js';
export type { Note, Outcome, Problem, Status } from './outcome.js';
export type { Summary } from './report/tally.js';
export { importContacts, type DoneRow, type Surroundings } from './importer/import-contacts.js';
export type { Row } from './source/rows.js';
export { UserError } from './user-error.js';

type ByField = Readonly<Partial<Record<Field, string>>>;

/** An import as a program describes it; what is left out is as the command line has it. */
export interface JobOptions {
  /** A file's path, or a stream of its bytes. */
  readonly input: string | Readable;
  readonly credentials: Credentials;
  /** Where the results go; beside the input unless that is a stream. */
  readonly results?: string;
  readonly ledger?: string;
  /** Which column feeds a field. */
  readonly map?: ByField;
  /** Values for rows that have none. */
  readonly set?: ByField;
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly strictPhones?: boolean;
  readonly dryRun?: boolean;
  readonly matchExisting?: boolean;
  /** Rows attempted at most. */
  readonly limit?: number;
  readonly maxFailed?: number;
  readonly maxCalls?: number;
  readonly shard?: Shard;
  /** Calls a second at most, of all shards. */
  readonly rate?: number;
  /** Calls in flight at most. */
  readonly concurrency?: number;
  /** More attempts for a row after the first. */
  readonly retries?: number;
  /** Seconds for one attempt. */
  readonly timeout?: number;
  /** Seconds for calls in flight to settle after an interruption. */
  readonly grace?: number;
  /** An HTML page about the import. */
  readonly report?: string;
  /** The hosts of the two API families; `https://oapi.dingtalk.com` and `https://api.dingtalk.com` for mainland China. */
  readonly oapiUrl?: string;
  readonly apiUrl?: string;
  readonly proxies?: ServerSettings['proxies'];
}

/**
 * A program's options → a job, checked as those of the command line are. Nothing is read from the environment.
 * Throws a `UserError` for what can't be: numbers out of bounds, plain http to another machine, fields that don't exist.
 */
export function importJob(options: JobOptions): ImportJob {
  const { input, credentials, shard = unsharded, dryRun = false, report } = options;
  const name = typeof input === 'string' ? input : '-';
  const results = shardPath(options.results ?? resultsPath(name, dryRun ? 'dry-run' : 'results'), shard);
  return {
    input,
    results,
    ledger: options.ledger === undefined ? ledgerPath(results) : shardPath(options.ledger, shard),
    holder: `a program on ${hostname()}`,
    file: fileChoice(given('encoding', options.encoding), given('delimiter', options.delimiter)),
    columns: { map: assignments('--map', options.map), set: assignments('--set', options.set) },
    strictPhones: options.strictPhones ?? false,
    server: {
      ...fixed,
      ...readHosts({ DINGTALK_OAPI_URL: options.oapiUrl, DINGTALK_API_URL: options.apiUrl }),
      credentials,
      rate: inBounds(rules.rate, options.rate) / shard.of,
      retries: inBounds(rules.retries, options.retries),
      timeout: inBounds(rules.timeout, options.timeout) * 1_000,
      proxies: options.proxies ?? noProxies,
    },
    concurrency: inBounds(rules.concurrency, options.concurrency),
    dryRun,
    matchExisting: options.matchExisting ?? false,
    limits: {
      rows: inBounds(rules.limit, options.limit),
      failed: inBounds(rules.maxFailed, options.maxFailed),
      calls: inBounds(rules.maxCalls, options.maxCalls),
    },
    shard,
    grace: inBounds(rules.grace, options.grace) * 1_000,
    report: report === undefined ? undefined : { path: shardPath(report, shard), full: false },
    sandbox: false,
  };
}

function assignments(option: string, texts: ByField = {}): ReadonlyMap<Field, string> {
  return new Map(Object.entries(texts).map(([name, text]) => parseAssignment(option, `${name}=${text}`)));
}

function given(from: string, text: string | undefined): Given | undefined {
  return text === undefined ? undefined : { from, text };
}
