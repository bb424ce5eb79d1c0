import type { Logger } from 'pino';
import { noProxies, type ServerSettings } from '../../src/dingtalk/connect.js';
import { noLimits, type Limits } from '../../src/importer/run-control.js';
import { exitCode } from '../../src/report/exit-code.js';
import type { ReportChoice } from '../../src/report/html/html-report.js';
import type { Summary } from '../../src/report/summary.js';
import type { ImportJob } from '../../src/importer/job.js';
import { importContacts, type DoneRow } from '../../src/importer/import-contacts.js';
import { wholeFile, type Shard } from '../../src/importer/shard.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import type { ColumnChoice } from '../../src/source/columns/choose-columns.js';
import { asFound } from './input.js';
import { fields, type Field } from '../../src/source/columns/fields.js';
import { Folder, readResults, type ResultLine } from './folder.js';

export const createPath = '/topapi/extcontact/create';
export const tokenPath = '/v1.0/oauth2/accessToken';

/** What an import came to, as its user sees it. */
export interface Imported {
  readonly summary: Summary;
  readonly exitCode: number;
  readonly lines: readonly ResultLine[];
}

export interface JobChanges {
  readonly server?: Partial<ServerSettings>;
  readonly concurrency?: number;
  readonly limits?: Partial<Limits>;
  readonly shard?: Shard;
  readonly ledger?: string;
  readonly columns?: ColumnChoice;
  readonly strictPhones?: boolean;
  readonly dryRun?: boolean;
  readonly matchExisting?: boolean;
  readonly forgetMissing?: boolean;
  readonly rejects?: string;
  /** Values for rows that have none. */
  readonly set?: Readonly<Partial<Record<Field, string>>>;
  readonly report?: ReportChoice;
  readonly signal?: AbortSignal;
  readonly grace?: number;
  /** Called after each row; the run waits for it. */
  readonly onRow?: (done: DoneRow) => void | Promise<void>;
  /** Silent, unless a test reads it. */
  readonly log?: Logger;
}

/** The settings for a sandbox: no pace to speak of, waits of a few ms, a given token. */
function settingsFor(sandbox: Sandbox): ServerSettings {
  return {
    oapiUrl: sandbox.url,
    apiUrl: sandbox.url,
    credentials: { kind: 'token', accessToken: sandbox.accessToken },
    rate: 10_000,
    findsRate: false,
    retries: 3,
    firstWait: 1,
    timeout: 5_000,
    banPause: 300,
    silence: 20_000,
    proxies: noProxies,
  };
}

/** Imports a CSV text against a sandbox, with real files in a folder of its own. */
export async function importText(
  sandbox: Sandbox,
  csv: string | Buffer,
  changes: JobChanges = {},
): Promise<Imported> {
  await using folder = await Folder.create();
  await folder.write('contacts.csv', csv);
  const { results, ...imported } = await importFile(sandbox, folder, 'contacts.csv', changes);
  return { ...imported, lines: await readResults(results) };
}

/** Imports a file of a folder against a sandbox; its results stand beside it, at the path that is told. */
export async function importFile(
  sandbox: Sandbox,
  folder: Folder,
  name: string,
  changes: JobChanges = {},
): Promise<Omit<Imported, 'lines'> & { readonly results: string }> {
  const results = folder.at(name.replace(/\.csv$/, '.results.csv'));
  const job: ImportJob = {
    input: folder.at(name),
    results,
    ledger: changes.ledger ?? folder.at('contacts.ledger.ndjson'),
    otherLedger: undefined,
    rejects: changes.rejects,
    values: undefined,
    run: 'a-run',
    runLabel: 'a test',
    file: asFound,
    columns: changes.columns ?? {
      map: new Map(),
      set: new Map(fields.flatMap((field) => assignment(field, changes.set?.[field]))),
    },
    strictPhones: changes.strictPhones ?? false,
    server: { ...settingsFor(sandbox), ...changes.server },
    concurrency: changes.concurrency ?? 10,
    dryRun: changes.dryRun ?? false,
    matchExisting: changes.matchExisting ?? false,
    forgetMissing: changes.forgetMissing ?? false,
    minRows: 0,
    limits: { ...noLimits, ...changes.limits },
    shard: changes.shard ?? wholeFile,
    grace: changes.grace ?? 8_000,
    report: changes.report,
    sandbox: false,
    corpId: undefined,
  };
  const summary = await importContacts(job, {
    ...(changes.signal && { signal: changes.signal }),
    ...(changes.log && { log: changes.log }),
    ...(changes.onRow && { onRow: changes.onRow }),
  });
  return { summary, exitCode: exitCode(summary), results };
}

function assignment(field: Field, value: string | undefined): readonly (readonly [Field, string])[] {
  return value === undefined ? [] : [[field, value]];
}

export const header = 'name,mobile,state_code,follower_user_id,label_ids';

/** A phone of an invented person, by number. */
export function mobileOf(number: number): string {
  return String(19_910_000_000 + number);
}

/** A CSV of as many good rows, phones in rising order. */
export function goodRows(count: number): string {
  const rows = Array.from(
    { length: count },
    (_, at) => `联系人${at + 1},${mobileOf(at + 1)},86,manager4220,1561077310`,
  );
  return [header, ...rows, ''].join('\n');
}
