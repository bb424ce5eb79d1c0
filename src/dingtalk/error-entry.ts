import type { FailureCause } from '../outcome.js';

/**
 * What an error means: `row`, this row is wrong; `exists`, the contact is there already; `busy`, send again after a growing
 * wait; `lost`, the work may be done although no answer says so; `throttled`, all calls wait; `token`, get another token, then
 * send again; `fatal`, no row can succeed.
 */
export const errorKinds = ['row', 'exists', 'busy', 'lost', 'throttled', 'token', 'fatal'] as const;
export type ErrorKind = (typeof errorKinds)[number];

/** Why a row or a look-up fails with this kind of error. */
export const causes: Readonly<Record<ErrorKind, FailureCause>> = {
  row: 'refused',
  exists: 'refused',
  busy: 'exhausted',
  lost: 'exhausted',
  throttled: 'fatal',
  token: 'fatal',
  fatal: 'fatal',
};

/** What the importer knows about a code. */
export interface ErrorEntry {
  readonly kind: ErrorKind;
  /** What happened, as the beginning of a sentence without its full stop. */
  readonly meaning: string;
  /** What a person should do about it: whole sentences. */
  readonly advice: string;
  /** For `throttled`: how long all calls wait, in ms. */
  readonly pause?: number;
  /** For `busy` and `fatal`: the server may have done the work. */
  readonly doubtful?: true;
  /** For a look-up: what it looked for is not there. */
  readonly absent?: true;
  /** For `fatal`: once the server has understood a call of the same path, only the row is wrong. */
  readonly badRequest?: true;
  /** The app lacks a scope. */
  readonly scope?: true;
}

/** Only this row is wrong. */
export function row(meaning: string, advice: string): ErrorEntry {
  return { kind: 'row', meaning, advice };
}

/** The same row may be sent again. */
export function busy(meaning: string, advice: string): ErrorEntry {
  return { kind: 'busy', meaning, advice };
}

/** All calls wait for `pause` ms. */
export function throttled(
  meaning: string,
  pause: number,
  advice = 'Lower --rate, or run when fewer other programs use the same app.',
): ErrorEntry {
  return { kind: 'throttled', meaning, advice, pause };
}

/** Another token may help. */
export function token(meaning: string, advice: string): ErrorEntry {
  return { kind: 'token', meaning, advice };
}

/** No row can succeed. */
export function fatal(meaning: string, advice: string): ErrorEntry {
  return { kind: 'fatal', meaning, advice };
}

/** The request or its encoding: no row can succeed, unless the server has understood a call of the same path before. */
export function badRequest(meaning: string, advice: string): ErrorEntry {
  return { ...fatal(meaning, advice), badRequest: true };
}

/** The work may be done. */
export function lost(
  meaning: string,
  advice = 'Run the same command again: it finds out, and makes no second contact.',
): ErrorEntry {
  return { kind: 'lost', meaning, advice };
}
