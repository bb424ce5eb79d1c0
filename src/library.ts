import { hostname } from 'node:os';
import { importContacts as importJobContacts, type Surroundings } from './importer/import-contacts.js';
import { newRunId } from './importer/run-id.js';
import { importJob as checkedJob, type ImportJob, type JobOptions } from './importer/job.js';
import type { Summary } from './report/summary.js';
import { UserError } from './user-error.js';

export type { Contact } from './contact/contact.js';
export type { Problem } from './contact/messages.js';
export type { Note } from './contact/notes.js';
export type { ContactField } from './contact/row-values.js';
export type { UnknownName } from './contact/unknown-name.js';
export type {
  CallKind,
  Calls,
  Credentials,
  Hold,
  Log,
  Pace,
  Proxies,
  ReadingCall,
  ServerSettings,
  Throttled,
} from './dingtalk/connect.js';
export type { DoneRow, Surroundings } from './importer/import-contacts.js';
export type { ByField, ImportJob, JobOptions, Runner } from './importer/job.js';
export type { Limits } from './importer/run-control.js';
export type { Shard } from './importer/shard.js';
export type {
  FailureCause,
  Outcome,
  PendingCause,
  SkipCause,
  Status,
  StopReason,
  Traffic,
} from './outcome.js';
export type { ReportChoice } from './report/html/html-report.js';
export type { Price } from './report/price.js';
export type { Course, Progress, ShowProgress } from './report/progress.js';
export type {
  AttemptedRow,
  FieldUse,
  NoteGroup,
  ReportEnd,
  RowGroup,
  Summary,
  Understood,
  UnknownNameGroup,
} from './report/summary.js';
export type { ColumnChoice } from './source/columns/choose-columns.js';
export type { Field } from './source/columns/fields.js';
export type { Row } from './source/rows.js';
export type { FileChoice } from './source/survey.js';
export { UserError } from './user-error.js';

/**
 * A program's options → a checked job. Nothing is read from the environment. Throws a `UserError` for an option that can't
 * be used: a number out of bounds, plain http to another machine, a field or a shard that does not exist.
 */
export function importJob(options: JobOptions): ImportJob {
  try {
    return checkedJob(options, { run: newRunId(), runLabel: `a program on ${hostname()}`, sandbox: false });
  } catch (error) {
    throw inOptionNames(error);
  }
}

/** Runs a job. Throws a `UserError` for what has to be fixed before anything is sent, and for files that can't be written. */
export async function importContacts(job: ImportJob, surroundings: Surroundings = {}): Promise<Summary> {
  try {
    return await importJobContacts(job, surroundings);
  } catch (error) {
    throw inOptionNames(error);
  }
}

/** Options of the command line that a program knows by another name. */
const otherNames: Readonly<Record<string, string>> = {
  '--output': 'results',
  DINGTALK_OAPI_URL: 'oapiUrl',
  DINGTALK_API_URL: 'apiUrl',
};

/** An error whose texts name a program's options: `maxFailed` in place of `--max-failed`. */
function inOptionNames(error: unknown): unknown {
  if (!(error instanceof UserError)) return error;
  const named = (text: string): string =>
    text.replace(
      /(?<![\w-])--[a-z][a-z-]*|\bDINGTALK_O?API_URL\b/g,
      (name) =>
        otherNames[name] ?? name.slice(2).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    );
  return new UserError(named(error.message), error.hints.map(named), error.exitCode);
}
