import type { CallEvent } from '../outcome.js';

/** The first line of a ledger: its format, and for which server and app it holds; `app` is empty where only a token is known. */
export interface LedgerHeader {
  readonly ledger: number;
  readonly host: string;
  readonly app: string;
}

/** A later line: a run that began, a create that is about to be sent, or what a create came to. `at` is in ms since 1970. */
export type LedgerEvent = { readonly at: number } & (
  | { readonly event: 'run'; readonly by: string }
  | ({ readonly contact: string } & ({ readonly event: 'sent' } | CallEvent))
);

/** The format this program writes and reads. */
export const ledgerFormat = 1;

/** Country code and phone. */
const contactForm = /^\d{1,3}-\d{1,15}$/;

/** Reads a ledger's first line; `undefined` if it's none. */
export function readHeader(line: string): LedgerHeader | undefined {
  const { ledger, host, app } = parse(line);
  if (typeof ledger !== 'number' || typeof host !== 'string' || typeof app !== 'string') return undefined;
  return { ledger, host, app };
}

/** Reads any other line; `undefined` if it's not an event this program knows. */
export function readEvent(line: string): LedgerEvent | undefined {
  const { event, at, contact, by, userid, errcode, ours } = parse(line);
  if (typeof at !== 'number') return undefined;
  if (event === 'run') return typeof by === 'string' ? { event, at, by } : undefined;
  if (typeof contact !== 'string' || !contactForm.test(contact)) return undefined;
  switch (event) {
    case 'sent':
      return { event, at, contact };
    case 'created':
      return typeof userid === 'string' ? { event, at, contact, userid } : undefined;
    case 'exists':
      return typeof userid === 'string' && typeof ours === 'boolean'
        ? { event, at, contact, userid, ours }
        : undefined;
    case 'refused':
    case 'lost':
      return typeof errcode === 'string' ? { event, at, contact, errcode } : undefined;
    default:
      return undefined;
  }
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
