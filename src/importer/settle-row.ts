import { phoneKey } from '../contact/phone.js';
import type { DingTalk } from '../dingtalk/connect.js';
import type { Ledger } from '../ledger/ledger.js';
import type { KnownContact } from '../ledger/memory.js';
import type { Draft, NameResolver } from '../lookup/name-resolver.js';
import { dryRunRow, duplicateOf, existing, noTraffic, pendingRow, type Outcome } from '../outcome.js';
import type { Gate } from './gate.js';
import type { RunControl } from './run-control.js';

/** What a row needs to be settled. */
export interface SettlerParts {
  readonly ledger: Ledger;
  readonly names: NameResolver;
  readonly creator: DingTalk['creator'];
  readonly control: RunControl;
  readonly gate: Gate;
  /** Create nothing. */
  readonly dryRun: boolean;
}

/** Settles rows: each contact becomes an outcome. It never throws for what a server, a network or a disk does. */
export class RowSettler {
  readonly #parts: SettlerParts;
  /** The last row of each phone that is under way. */
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(parts: SettlerParts) {
    this.#parts = parts;
  }

  /**
   * Settles the row with this number. A duplicate waits for the earlier row, then takes its contact; a phone that the ledger
   * knows costs no call. Rows have to come in the file's order: a row then waits only for one that has started.
   */
  async settle(row: number, draft: Draft): Promise<Outcome> {
    const { ledger } = this.#parts;
    const key = phoneKey(draft.contact);
    const earlierRow = this.#underWay.get(key);
    let done = (): void => undefined;
    const underWay = new Promise<void>((resolve) => (done = resolve));
    this.#underWay.set(key, underWay);
    try {
      await earlierRow;
      const known = ledger.known(key);
      const first = ledger.rowOf(key);
      if (first !== undefined) return duplicateOf(first, known?.userid);
      const outcome = known === undefined ? await this.#create(key, draft) : knownRow(known);
      if (hasContact(outcome)) ledger.claim(key, row);
      return outcome;
    } finally {
      done();
      if (this.#underWay.get(key) === underWay) this.#underWay.delete(key);
    }
  }

  /** Looks the names up and creates the contact, unless the run has stopped or a limit is reached. */
  async #create(key: string, draft: Draft): Promise<Outcome> {
    const { ledger, names, creator, control, gate, dryRun } = this.#parts;
    const closedBefore = control.closed();
    if (closedBefore !== undefined) return pendingRow(closedBefore); // before it costs a look-up
    const resolved = await names.resolve(draft);
    if (!resolved.ok && resolved.outcome !== undefined) {
      control.endRow(resolved.outcome);
      return resolved.outcome;
    }
    using pass = await gate.enter('create');
    const closed = control.closed();
    if (closed !== undefined || !resolved.ok) return pendingRow(closed);
    control.beginRow();
    if (dryRun) return dryRunRow;
    const outcome = await creator.create(resolved.contact, {
      inDoubt: ledger.isInDoubt(key),
      sent: () => control.record(() => ledger.noteSent(key)),
      answered: async (event) => {
        await control.record(() => ledger.noteAnswer(key, event));
      },
    });
    if (outcome === undefined) return pendingRow(control.reason);
    control.endRow(outcome);
    return outcome;
  }
}

function hasContact(outcome: Outcome): boolean {
  switch (outcome.status) {
    case 'created':
    case 'skipped':
      return true;
    case 'pending':
      return outcome.cause === 'dry-run';
    case 'invalid':
    case 'failed':
    case 'unknown':
      return false;
  }
}

function knownRow({ status, userid, ours }: KnownContact): Outcome {
  return status === 'created' ? { status, userid, ...noTraffic } : existing(userid, ours, noTraffic);
}
