import type { Contact } from '../contact/contact.js';
import type { Draft, NameMemory, Names } from '../lookup/name-resolver.js';
import { phoneKey } from '../contact/phone.js';
import type { DingTalk } from '../dingtalk/connect.js';
import type { Ledger } from '../ledger/ledger.js';
import type { KnownContact } from '../ledger/memory.js';
import { existing, noTraffic, rehearsed, twinOf, type Outcome } from '../outcome.js';
import type { Stop } from './stop.js';
import { UserError } from '../user-error.js';

/** Settles the contact of the row with this number. */
export type Settle = (row: number, draft: Draft) => Promise<Outcome>;

/** Makes the contact of a phone; `undefined` if the run stopped before anything was sent. */
export type Make = (key: string, contact: Contact) => Promise<Outcome | undefined>;

/**
 * One contact → its outcome. A phone that an earlier row has waits for that row, then takes its contact; one that the
 * ledger knows costs no call; for all others the names are looked up, and then they are made, unless the run has stopped.
 * Rows have to come in the file's order: then a row waits only for one that has started, so nothing waits for ever.
 * It never throws for what a server, a network or a disk does.
 */
export function settler(ledger: Ledger, names: Names, stop: Stop, make: Make): Settle {
  const underWay = new Map<string, Promise<unknown>>();

  const settleAlone = async (key: string, row: number, draft: Draft): Promise<Outcome> => {
    const known = ledger.known(key);
    const holder = ledger.rowOf(key);
    if (holder !== undefined) return twinOf(holder, known?.userid);
    const outcome = known === undefined ? await resolveAndMake(key, draft) : knownOutcome(known);
    if (hasContact(outcome)) ledger.claim(key, row);
    return outcome;
  };

  const resolveAndMake = async (key: string, draft: Draft): Promise<Outcome> => {
    const turnedAway = stop.turnedAway();
    if (turnedAway !== undefined) return turnedAway; // before it costs a look-up
    const begunAt = Date.now();
    const resolved = await names.resolve(draft);
    if (resolved.ok) return stop.admit(() => make(key, resolved.contact));
    if (resolved.outcome === undefined) return stop.admit(() => Promise.resolve(undefined));
    if (resolved.outcome.status !== 'invalid') stop.judge(resolved.outcome, begunAt);
    return resolved.outcome;
  };

  return async (row, draft) => {
    const key = phoneKey(draft.contact);
    const ahead = underWay.get(key) ?? Promise.resolve();
    const settling = ahead.then(() => settleAlone(key, row, draft));
    const settled = settling.catch(() => undefined);
    underWay.set(key, settled);
    try {
      return await settling;
    } finally {
      if (underWay.get(key) === settled) underWay.delete(key);
    }
  };
}

/** Makes contacts at the server, written down before and after. */
export function creator(ledger: Ledger, dingtalk: DingTalk, stop: Stop): Make {
  return (key, contact) =>
    dingtalk.create(contact, {
      inDoubt: ledger.isInDoubt(key),
      sent: () => stopsOnFailure(stop, () => ledger.noteSent(key)),
      answered: async (event) => {
        await stopsOnFailure(stop, () => ledger.noteAnswer(key, event));
      },
    });
}

/** Makes nothing, for a dry run. */
export const rehearse: Make = () => Promise.resolve(rehearsed);

/** The ids of names, as the ledger remembers them; one that can't be written down ends the run. */
export function nameMemory(ledger: Ledger, stop: Stop): NameMemory {
  return {
    recall: (kind, name) => ledger.idOf(kind, name),
    remember: async (kind, name, id) => {
      await stopsOnFailure(stop, () => ledger.noteName(kind, name, id));
    },
  };
}

function hasContact(outcome: Outcome): boolean {
  const { status } = outcome;
  return (
    status === 'created' || status === 'skipped' || (status === 'pending' && outcome.cause === 'dry-run')
  );
}

function knownOutcome({ status, userid, ours }: KnownContact): Outcome {
  return status === 'created' ? { status, userid, ...noTraffic } : existing(userid, ours, noTraffic);
}

/** What can't be written down ends the run; false if it couldn't. */
async function stopsOnFailure(stop: Stop, write: () => Promise<void>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    stop.because({ kind: 'unrecordable', error: error.message });
    return false;
  }
}
