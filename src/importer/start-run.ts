import { lstat } from 'node:fs/promises';
import { basename } from 'node:path';
import { translationsOf, type Translations } from '../contact/translations.js';
import type { DingTalk, Log } from '../dingtalk/connect.js';
import type { Claimant } from '../files/claim.js';
import { Ledger } from '../ledger/ledger.js';
import { NameResolver } from '../lookup/name-resolver.js';
import type { Columns } from '../source/columns/choose-columns.js';
import type { Survey } from '../source/survey.js';
import { readValues } from '../source/values.js';
import { UserError } from '../user-error.js';
import { chooseLedger } from './choose-ledger.js';
import { FirstCreates } from './first-creates.js';
import { Gate } from './gate.js';
import type { ImportJob } from './job.js';
import { KnownContacts } from './known-contacts.js';
import type { ListedContacts } from './listed-contacts.js';
import { lookUpsOf, nameMemory } from './look-ups.js';
import type { RunControl } from './run-control.js';
import { RowSettler } from './settle-row.js';
import { ValueSkeleton } from './value-skeleton.js';

/** How this run claims its files. */
export function claimantOf({ runLabel, input }: ImportJob, log: Log, signal: AbortSignal): Claimant {
  return {
    by: runLabel,
    ...(typeof input === 'string' && { input }),
    signal,
    onWait: (lock) => {
      log.info({ lock }, 'waiting: another run may have this file');
    },
  };
}

/** Throws a `UserError` for a file with fewer rows than the user expects. */
export function checkRows({ minRows }: ImportJob, { input, rows }: Survey): void {
  if (rows >= minRows) return;
  throw new UserError(`${input.name}: it has ${rows} rows, and --min-rows asks for ${minRows} or more.`, [
    'The export seems to be incomplete. Nothing was sent. Export it again, or give a smaller --min-rows.',
  ]);
}

/** The translations of a run; in a dry run without a file of values, what collects the values for one. */
export interface Values {
  readonly translations: Translations;
  readonly skeleton: ValueSkeleton | undefined;
}

/** Reads the file of values. Throws a `UserError` if it can't be used, or is missing in a run that is no dry run. */
export async function openValues(
  { values, dryRun }: ImportJob,
  columns: Columns,
  { header }: Survey,
  signal: AbortSignal,
): Promise<Values> {
  if (values === undefined) return { translations: new Map(), skeleton: undefined };
  const isThere = await lstat(values).then(
    () => true,
    () => false,
  );
  if (isThere) {
    const lines = await readValues(values, signal);
    return { translations: translationsOf(values, lines, columns, header), skeleton: undefined };
  }
  if (dryRun) return { translations: new Map(), skeleton: new ValueSkeleton(values) };
  throw new UserError(`${values}: there is no such file of values.`, [
    'A dry run with this option writes it, with the values that need a translation.',
  ]);
}

/** A run's ledger and its path. A dry run only reads it. */
export async function openLedger(
  job: ImportJob,
  survey: Survey,
  dingtalk: DingTalk,
  claimant: Claimant,
  log: Log,
): Promise<{ readonly ledger: Ledger; readonly path: string } & AsyncDisposable> {
  const { dryRun, corpId, run } = job;
  const owner = { ...dingtalk.owner, ...(corpId !== undefined && { corp: corpId }) };
  const path = await chooseLedger(job, survey, log);
  const ledger = dryRun
    ? await Ledger.peek(path, owner)
    : await Ledger.open(path, owner, { ...claimant, run, file: basename(survey.input.name) });
  if (!ledger.isSameOrganisation && ledger.contacts > 0)
    log.warn(
      { ledger: path },
      'the ledger was written with another token: it may be of another organisation',
    );
  return { ledger, path, [Symbol.asyncDispose]: () => ledger[Symbol.asyncDispose]() };
}

/** What settles the rows of a run. */
export function rowSettler(
  { dryRun, limits, forgetMissing }: ImportJob,
  columns: Columns,
  ledger: Ledger,
  dingtalk: DingTalk,
  control: RunControl,
  listed: ListedContacts | undefined,
): RowSettler {
  const gate = new Gate();
  const lookUps = lookUpsOf(dingtalk, control, gate, columns);
  const names = new NameResolver(columns, lookUps, nameMemory(ledger, control));
  const known = new KnownContacts({ ledger, columns, control, listed, forgetMissing, dryRun });
  const firstCreates = limits.failed === Infinity ? new FirstCreates(control, columns) : undefined;
  const { creator } = dingtalk;
  return new RowSettler({ ledger, known, names, creator, control, gate, firstCreates, dryRun });
}
