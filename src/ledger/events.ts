import type { CallEvent } from '../outcome.js';

/** The first line of a ledger: its format, its server and its app; `app` is empty where only a token is known. */
export interface LedgerHeader {
  readonly ledger: number;
  readonly host: string;
  readonly app: string;
}

/** What is known of the organisation that a run was for: its app's key, its corp id, and a mark of a token that was given. */
export interface Organisation {
  readonly app?: string;
  readonly corp?: string;
  readonly token?: string;
}

/**
 * A later line: a run that began, a create that is about to be sent, its result (or a contact in the organisation's list), or
 * the id of a name. `at` is in ms since 1970.
 */
export type LedgerEvent = { readonly at: number } & (
  | ({ readonly event: 'run'; readonly by: string } & Organisation)
  | { readonly event: 'name'; readonly kind: string; readonly name: string; readonly id: string }
  | ({ readonly contact: string } & ({ readonly event: 'sent' } | CallEvent))
);

/** The format this program writes and reads. */
export const ledgerFormat = 1;

/** Whether a text is country code and phone, the key of a contact. */
export function isContactKey(text: string): boolean {
  return /^\d{1,3}-\d{1,15}$/.test(text);
}

/** The last instant that a date can be, in ms since 1970. */
const lastInstant = 8.64e15;

/** Reads a ledger's first line; `undefined` for any other text. */
export function readHeader(line: string): LedgerHeader | undefined {
  const { ledger, host, app } = parse(line);
  if (typeof ledger !== 'number' || typeof host !== 'string' || typeof app !== 'string') return undefined;
  return { ledger, host, app };
}

/** Reads a later line; `undefined` if this program does not know the event. */
export function readEvent(line: string): LedgerEvent | undefined {
  const { event, at, contact, by, userid, errcode, ours, kind, name, id, app, corp, token } = parse(line);
  if (typeof at !== 'number' || Math.abs(at) > lastInstant) return undefined;
  if (event === 'run') {
    if (typeof by !== 'string') return undefined;
    return {
      event,
      at,
      by,
      ...(typeof app === 'string' && { app }),
      ...(typeof corp === 'string' && { corp }),
      ...(typeof token === 'string' && { token }),
    };
  }
  if (event === 'name') {
    return typeof kind === 'string' && typeof name === 'string' && typeof id === 'string'
      ? { event, at, kind, name, id }
      : undefined;
  }
  if (typeof contact !== 'string' || !isContactKey(contact)) return undefined;
  switch (event) {
    case 'sent':
      return { event, at, contact };
    case 'created':
      return isUserid(userid) ? { event, at, contact, userid } : undefined;
    case 'exists':
      return isUserid(userid) && typeof ours === 'boolean' ? { event, at, contact, userid, ours } : undefined;
    case 'refused':
    case 'lost':
      return typeof errcode === 'string' ? { event, at, contact, errcode } : undefined;
    default:
      return undefined;
  }
}

/** Longest userid that the memory takes: as many characters, of 3 bytes at most, as its 65,535 bytes hold. */
const longestUserid = 21_845;

function isUserid(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestUserid;
}

const nothing: Members = {};

type Members = Readonly<Record<string, unknown>>;

function parse(line: string): Members {
  try {
    const parsed: unknown = JSON.parse(line);
    return isObject(parsed) ? parsed : nothing;
  } catch {
    return nothing;
  }
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}
