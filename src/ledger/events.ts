import type { CallEvent } from '../outcome.js';
import { readRowHashes, writeRowHashes, type RowHashes } from './hashes.js';

/** The first line of a ledger: its format, its server, its app, and the key of its hashes; `app` is empty where only a token is known. */
export interface LedgerHeader {
  readonly ledger: number;
  readonly host: string;
  readonly app: string;
  readonly key?: string;
}

/** What is known of the organisation that a run was for: its app's key, its corp id, and a mark of a token that was given. */
export interface Organisation {
  readonly app?: string;
  readonly corp?: string;
  readonly token?: string;
}

/** A run that began: its id, its file, and, where a ledger of an older format goes on in a newer one, that format and its key. */
interface RunEvent extends Organisation {
  readonly event: 'run';
  readonly run: string;
  readonly by: string;
  readonly file: string;
  readonly format?: number;
  readonly key?: string;
}

/** The hashes of the values that a line is about. */
export interface Hashes {
  /** Of the whole row; absent in lines of older versions, and where only some of its fields are meant. */
  readonly row?: RowHashes;
  /** Of its fields, as `Hasher.ofFields` gives them. */
  readonly fields?: string;
}

/**
 * A later line: a run that began, a create that is about to be sent, its result (or a contact in the organisation's list, `listed`),
 * values that were found equal in DingTalk, a contact that is gone, or the id of a name. `at` is in ms since 1970; the line has
 * UTC, e.g. `2026-03-01T22:15:00.123Z`.
 */
export type LedgerEvent = { readonly at: number } & (
  | RunEvent
  | { readonly event: 'name'; readonly kind: string; readonly name: string; readonly id: string }
  | ({ readonly contact: string } & (
      | ({ readonly event: 'sent' | 'equal' } & Hashes)
      | (CallEvent & { readonly listed?: true })
      | { readonly event: 'forgotten' }
    ))
);

/** The format this program writes; it reads all up to it. */
export const ledgerFormat = 2;

/** Whether a text is country code and phone, the key of a contact. */
export function isContactKey(text: string): boolean {
  return /^\d{1,3}-\d{1,15}$/.test(text);
}

/** The last instant that a date can be, in ms since 1970. */
const lastInstant = 8.64e15;

/** Reads a ledger's first line; `undefined` for any other text. */
export function readHeader(line: string): LedgerHeader | undefined {
  const { ledger, host, app, key } = parse(line);
  if (typeof ledger !== 'number' || typeof host !== 'string' || typeof app !== 'string') return undefined;
  if (ledger === ledgerFormat && typeof key !== 'string') return undefined;
  return { ledger, host, app, ...(typeof key === 'string' && { key }) };
}

/** An event as a line of the ledger. */
export function writeEvent(event: LedgerEvent): string {
  const { row }: Hashes = event.event === 'sent' || event.event === 'equal' ? event : {};
  const at = new Date(event.at).toISOString();
  return JSON.stringify({ ...event, at, ...(row && { row: writeRowHashes(row) }) });
}

/** Reads a later line; `undefined` if this program does not know the event. */
export function readEvent(line: string): LedgerEvent | undefined {
  const members = parse(line);
  const { event, contact, userid, errcode, ours, kind, name, id, listed } = members;
  const at = typeof members.at === 'string' ? readTime(members.at) : members.at;
  if (typeof at !== 'number' || !(Math.abs(at) <= lastInstant)) return undefined;
  if (event === 'run') return readRun(members, at);
  if (event === 'name') {
    return typeof kind === 'string' && typeof name === 'string' && typeof id === 'string'
      ? { event, at, kind, name, id }
      : undefined;
  }
  if (typeof contact !== 'string' || !isContactKey(contact)) return undefined;
  switch (event) {
    case 'sent':
    case 'equal': {
      const row = typeof members.row === 'string' ? readRowHashes(members.row) : undefined;
      const { fields } = members;
      // Without spreads: a long ledger has millions of these lines.
      if (typeof fields !== 'string') return { event, at, contact };
      return row === undefined ? { event, at, contact, fields } : { event, at, contact, row, fields };
    }
    case 'forgotten':
      return { event, at, contact };
    case 'created':
      return isUserid(userid) ? { event, at, contact, userid } : undefined;
    case 'exists':
      if (!isUserid(userid) || typeof ours !== 'boolean') return undefined;
      return { event, at, contact, userid, ours, ...(listed === true && { listed }) };
    case 'refused':
    case 'lost':
      return typeof errcode === 'string' ? { event, at, contact, errcode } : undefined;
    default:
      return undefined;
  }
}

/** Older lines have no id of the run, and no file. */
function readRun(members: Members, at: number): LedgerEvent | undefined {
  const { by, app, corp, token, run, file, format, key } = members;
  if (typeof by !== 'string') return undefined;
  return {
    event: 'run',
    at,
    run: typeof run === 'string' ? run : '',
    by,
    file: typeof file === 'string' ? file : '',
    ...(typeof app === 'string' && { app }),
    ...(typeof corp === 'string' && { corp }),
    ...(typeof token === 'string' && { token }),
    ...(typeof format === 'number' && { format }),
    ...(typeof key === 'string' && { key }),
  };
}

/** Characters of a time, and of it up to its second. */
const timeLength = 24;
const secondLength = 19;

/** The second of the last line that was read, and its time: lines come many a second. */
let lastSecond = 'none yet';
let lastTime = NaN;

/** `2026-03-01T22:15:00.123Z` in ms since 1970; `NaN` for any other text. */
function readTime(text: string): number {
  if (text.length !== timeLength || !text.endsWith('Z')) return NaN;
  if (!text.startsWith(lastSecond)) {
    lastSecond = text.slice(0, secondLength);
    lastTime = Date.parse(`${lastSecond}Z`);
  }
  return lastTime + Number(text.slice(secondLength + 1, -1));
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
