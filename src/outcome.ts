import type { Problem } from './contact/messages.js';
import type { ContactField } from './contact/row-values.js';

/** The end of a row, as in `import_status`. */
export const statuses = ['created', 'skipped', 'changed', 'invalid', 'failed', 'unknown', 'pending'] as const;
export type Status = (typeof statuses)[number];

/** Counts of rows by status, before the first row. */
export function noRows(): Record<Status, number> {
  return { created: 0, skipped: 0, changed: 0, invalid: 0, failed: 0, unknown: 0, pending: 0 };
}

/** What a row cost in this run: its create calls, and the server's id of the last answer. */
export interface Traffic {
  readonly attempts: number;
  readonly requestId: string;
  /** When the contact was made, found or last tried, also in an earlier run, in ms since 1970; 0 where it was not. */
  readonly at: number;
}

/**
 * The result of one create call, as the ledger keeps it: created; it exists (`ours`: probably by an earlier attempt); refused, so
 * nothing was created; or lost: no clear answer, so the contact may have been created.
 */
export type CallEvent =
  | { readonly event: 'created'; readonly userid: string }
  | { readonly event: 'exists'; readonly userid: string; readonly ours: boolean }
  | { readonly event: 'refused'; readonly errcode: string }
  | { readonly event: 'lost'; readonly errcode: string };

/**
 * Why a row was skipped: `exists`, the server has the contact; `probably-ours`, it has, and the importer probably created it;
 * `other-name`, the contact has another name than the row, so the phone may be somebody else's; `duplicate`, an earlier row of the
 * file has the phone; `duplicate-other-name`, and another name.
 */
export type SkipCause = 'exists' | 'probably-ours' | 'other-name' | 'duplicate' | 'duplicate-other-name';

/**
 * Why a row failed: `refused`, the server does not accept this row; `exhausted`, it was busy until the retries ran out; `fatal`,
 * the error concerns every row.
 */
export type FailureCause = 'refused' | 'exhausted' | 'fatal';

/** Why a row is pending: `stopped`, the run stopped before it; `dry-run`, it has no problem, and a dry run creates nothing. */
export type PendingCause = 'stopped' | 'dry-run';

/** The end of one row. Every row has exactly one; all except `created` say in words why. */
export type Outcome =
  | ({ readonly status: 'created'; readonly userid: string } & Traffic)
  | ({
      readonly status: 'changed';
      readonly userid: string;
      /** What differs from what was last sent, or from what DingTalk has. */
      readonly fields: readonly ContactField[];
    } & Traffic)
  | ({
      readonly status: 'skipped';
      readonly cause: SkipCause;
      readonly userid: string;
      readonly errcode: string;
      readonly error: string;
    } & Traffic)
  | { readonly status: 'invalid'; readonly problems: readonly Problem[] }
  | ({
      readonly status: 'failed';
      readonly cause: FailureCause;
      readonly errcode: string;
      readonly error: string;
    } & Traffic)
  | ({
      readonly status: 'unknown';
      readonly cause: Exclude<FailureCause, 'refused'>;
      readonly errcode: string;
      readonly error: string;
    } & Traffic)
  | { readonly status: 'pending'; readonly cause: PendingCause; readonly error: string };

/** The traffic of a row that cost no call. */
export const noTraffic: Traffic = { attempts: 0, requestId: '', at: 0 };

/** What a row cost in this run. */
export function trafficOf(outcome: Outcome): Traffic {
  switch (outcome.status) {
    case 'created':
    case 'skipped':
    case 'changed':
    case 'failed':
    case 'unknown':
      return outcome;
    case 'invalid':
    case 'pending':
      return noTraffic;
  }
}

/** The same outcome with another time; one without traffic as it is. */
export function atTime(outcome: Outcome, at: number): Outcome {
  return 'at' in outcome ? { ...outcome, at } : outcome;
}

/** The errcode of an existing contact (src/dingtalk/README.md, Codes), where the server's own is not known. */
const existsCode = '22005';

/** A row that is not sent. */
export function invalid(problems: readonly Problem[]): Outcome {
  return { status: 'invalid', problems };
}

/** A row whose contact the server has; `ours`: an earlier attempt without a clear answer probably made it. */
export function existing(userid: string, ours: boolean, traffic: Traffic, errcode = existsCode): Outcome {
  const why = ours
    ? 'An earlier attempt for it had no clear answer, so the importer probably made this contact itself.'
    : 'If you did not expect that, check the phone.';
  const error = `The contact exists already. ${why}`;
  return { status: 'skipped', cause: ours ? 'probably-ours' : 'exists', userid, errcode, error, ...traffic };
}

/** A row whose contact has another name, and the importer did not send that name. */
export function otherName(name: string, userid: string, at: number): Outcome {
  const error = `The contact with this phone has another name in DingTalk: "${name}". Check the phone: it may be somebody else's.`;
  return { status: 'skipped', cause: 'other-name', userid, errcode: existsCode, error, ...noTraffic, at };
}

/** A row that a dry run found nothing wrong with. That is not an error, so a note says it. */
export const dryRunRow: Outcome = { status: 'pending', cause: 'dry-run', error: '' };
export const dryRunNote = 'A dry run: the import would send this row.';

/** What a changed row differs in. */
export function changedText(fields: readonly ContactField[]): string {
  return `Changed, and not sent: ${fields.join(', ')}. The contact in DingTalk is as it was.`;
}

/** An earlier row of the file with the same phone; `userid` and `at` are of its contact, where there is one. */
export interface EarlierRow {
  readonly row: number;
  readonly userid: string | undefined;
  readonly at: number;
  /** The earlier row's name, where it differs; empty where it isn't kept any more. */
  readonly otherName: string | undefined;
}

/** A row with the phone of an earlier row. */
export function duplicateOf({ row, userid, at, otherName: name }: EarlierRow): Outcome {
  const whose = userid === undefined ? 'which comes first' : 'which has this contact';
  const sent = userid === undefined ? 'nothing is sent for this row' : 'nothing was sent for this row';
  const shown = name === undefined ? '' : name === '' ? ' but another name' : ` but another name, "${name}"`;
  const advice = name === undefined ? '' : " Check the phone: it may be somebody else's.";
  const error = `Same phone as row ${row}${shown}, ${whose}; ${sent}.${advice}`;
  const cause = name === undefined ? 'duplicate' : 'duplicate-other-name';
  return { status: 'skipped', cause, userid: userid ?? '', errcode: '', error, ...noTraffic, at };
}

/** A row that was not sent because the run stopped before it. */
export function pendingRow(reason: StopReason | undefined): Outcome {
  return { status: 'pending', cause: 'stopped', error: `Not sent: ${pendingText(reason)}` };
}

function pendingText(reason: StopReason | undefined): string {
  switch (reason?.kind) {
    case undefined:
      return 'the run stopped before this row. Run the same command again.';
    case 'fatal':
      return `the run stopped before this row (${reason.errcode}). Solve that, then run the same command again.`;
    case 'limit':
      return `the run stopped before this row, at ${reason.option} ${reason.most}. Run the same command again to go on.`;
    case 'unrecordable':
      return 'the run stopped before this row, because a file could not be written. Make room and run the same command again.';
    case 'unreadable':
      return `the run stopped before this row, because the input can't be read any more. ${reason.error}`;
    case 'interrupted':
      return `the run was interrupted before this row (${reason.by}). Run the same command again.`;
  }
}

/**
 * Why a run stopped before its last row; `limit` is one the user set with this option; `unrecordable`: a file can't be written;
 * `unreadable`: the input changed, or can't be read any more.
 */
export type StopReason =
  | { readonly kind: 'fatal'; readonly errcode: string; readonly error: string }
  | {
      readonly kind: 'limit';
      readonly option: '--limit' | '--max-failed' | '--max-calls';
      readonly most: number;
    }
  | { readonly kind: 'interrupted'; readonly by: string }
  | { readonly kind: 'unrecordable'; readonly error: string }
  | { readonly kind: 'unreadable'; readonly error: string };
