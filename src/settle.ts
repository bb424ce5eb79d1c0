import type { Contact } from './contact/contact.js';
import { phoneKey } from './contact/phone.js';
import type { DingTalk } from './dingtalk/connect.js';
import type { KnownContact, Ledger } from './ledger/ledger.js';
import { existing, noTraffic, twinOf, type Outcome } from './outcome.js';
import type { Stop } from './pace/stop.js';
import { UserError } from './user-error.js';

/** Settles the contact of the row with this number. */
export type Settle = (row: number, contact: Contact) => Promise<Outcome>;

/**
 * One contact → its outcome. A phone that an earlier row has waits for that row, then takes its contact; one that the
 * ledger knows costs no call; all others are created, written down before and after, unless the run has stopped.
 * Rows have to come in the file's order: then a row waits only for one that has started, so nothing waits for ever.
 * It never throws for what a server, a network or a disk does.
 */
export function settler(ledger: Ledger, dingtalk: DingTalk, stop: Stop): Settle {
  const underWay = new Map<string, Promise<unknown>>();

  const settleAlone = async (key: string, row: number, contact: Contact): Promise<Outcome> => {
    const known = ledger.known(key);
    const holder = ledger.rowOf(key);
    if (known !== undefined && holder !== undefined) return twinOf(holder, known.userid);
    const outcome = known === undefined ? await stop.admit(() => create(key, contact)) : knownOutcome(known);
    if (outcome.status === 'created' || outcome.status === 'skipped') ledger.claim(key, row);
    return outcome;
  };

  const create = (key: string, contact: Contact): Promise<Outcome | undefined> =>
    dingtalk.create(contact, {
      inDoubt: ledger.isInDoubt(key),
      sent: () => stopsOnFailure(stop, () => ledger.noteSent(key)),
      answered: async (event) => {
        await stopsOnFailure(stop, () => ledger.noteAnswer(key, event));
      },
    });

  return async (row, contact) => {
    const key = phoneKey(contact);
    const ahead = underWay.get(key) ?? Promise.resolve();
    const settling = ahead.then(() => settleAlone(key, row, contact));
    const settled = settling.catch(() => undefined);
    underWay.set(key, settled);
    try {
      return await settling;
    } finally {
      if (underWay.get(key) === settled) underWay.delete(key);
    }
  };
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
