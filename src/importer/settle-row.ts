import { hasNoNames } from '../contact/row-names.js';
import type { Contact } from '../contact/contact.js';
import type { Note } from '../contact/notes.js';
import { phoneKey } from '../contact/phone.js';
import type { DingTalk } from '../dingtalk/connect.js';
import type { Ledger } from '../ledger/ledger.js';
import type { KnownContact } from '../ledger/memory.js';
import type { Draft, NameResolver } from '../lookup/name-resolver.js';
import { dryRunRow, duplicateOf, existing, noTraffic, pendingRow, type Outcome } from '../outcome.js';
import type { InPlace } from '../results/in-order.js';
import type { FirstCreates } from './first-creates.js';
import type { Gate } from './gate.js';
import type { RunControl } from './run-control.js';

/** What a row needs to be settled. */
export interface SettlerParts {
  readonly ledger: Ledger;
  readonly names: NameResolver;
  readonly creator: DingTalk['creator'];
  readonly control: RunControl;
  readonly gate: Gate;
  /** Absent where `--max-failed` says when to stop. */
  readonly firstCreates: FirstCreates | undefined;
  /** Create nothing. */
  readonly dryRun: boolean;
}

/** An earlier row of a phone; the outcome is absent where it threw. */
interface Earlier {
  readonly row: number;
  readonly outcome: Outcome | undefined;
}

/** How a row ended, and what is worth knowing of its names. */
export interface Settled {
  readonly outcome: Outcome;
  readonly notes: readonly Note[];
}

/** Settles rows: each contact becomes an outcome. It never throws for what a server, a network or a disk does. */
export class RowSettler {
  readonly #parts: SettlerParts;
  /** The last row of each phone that is under way: its number and how it ends. */
  readonly #underWay = new Map<string, Promise<Earlier>>();

  constructor(parts: SettlerParts) {
    this.#parts = parts;
  }

  /**
   * Settles the row with this number. A duplicate waits for the earlier row, then takes its contact; a phone that the ledger
   * knows costs no call. Only a row that may cost one needs a place in the pool. Rows have to come in the file's order: a row then
   * waits only for one that has started.
   */
  async settle(row: number, draft: Draft, inPlace: InPlace): Promise<Settled> {
    const { ledger } = this.#parts;
    const key = phoneKey(draft.contact);
    const earlierRow = this.#underWay.get(key);
    const { promise: underWay, resolve: done } = deferred<Earlier>();
    let outcome: Outcome | undefined;
    this.#underWay.set(key, underWay);
    try {
      const earlier = await earlierRow;
      const known = ledger.known(key);
      const first = ledger.rowOf(key);
      if (first !== undefined) return withoutNotes(duplicateOf(first, known?.userid));
      outcome = earlier === undefined ? undefined : stillBusy(earlier);
      if (outcome !== undefined) return withoutNotes(outcome);
      const settled =
        known === undefined ? await this.#unknown(key, draft, inPlace) : withoutNotes(knownRow(known));
      outcome = settled.outcome;
      if (hasContact(outcome)) ledger.claim(key, row);
      return settled;
    } finally {
      done({ row, outcome });
      if (this.#underWay.get(key) === underWay) this.#underWay.delete(key);
    }
  }

  /** A dry run of a row without names makes no call, so it needs no place. */
  #unknown(key: string, draft: Draft, inPlace: InPlace): Promise<Settled> {
    const create = (): Promise<Settled> => this.#create(key, draft);
    return this.#parts.dryRun && hasNoNames(draft.names) ? create() : inPlace(create);
  }

  /** Looks the names up and creates the contact, unless the run has stopped or a limit is reached. */
  async #create(key: string, draft: Draft): Promise<Settled> {
    const { names, control, gate, firstCreates, dryRun } = this.#parts;
    const closedBefore = control.closed();
    if (closedBefore !== undefined) return withoutNotes(pendingRow(closedBefore)); // before it costs a look-up
    const resolved = await names.resolve(draft);
    if (!resolved.ok && resolved.outcome !== undefined) {
      control.endRow(resolved.outcome);
      return withoutNotes(resolved.outcome);
    }
    if (!resolved.ok) return withoutNotes(pendingRow(control.closed()));
    const { contact, notes } = resolved;
    const done = dryRun ? undefined : await firstCreates?.enter();
    let outcome: Outcome | undefined;
    try {
      using pass = dryRun ? undefined : await gate.enter('create');
      const closed = control.closed();
      if (closed !== undefined) return withoutNotes(pendingRow(closed));
      control.beginRow();
      outcome = dryRun ? dryRunRow : await this.#send(key, contact);
    } finally {
      done?.(contact, outcome);
    }
    if (outcome === undefined) return withoutNotes(pendingRow(control.reason));
    if (!dryRun) control.endRow(outcome);
    return { outcome, notes };
  }

  #send(key: string, contact: Contact): Promise<Outcome | undefined> {
    const { ledger, creator, control } = this.#parts;
    return creator.create(contact, {
      inDoubt: ledger.isInDoubt(key),
      sent: () => control.record(() => ledger.noteSent(key)),
      answered: async (event) => {
        await control.record(() => ledger.noteAnswer(key, event));
      },
    });
  }
}

function withoutNotes(outcome: Outcome): Settled {
  return { outcome, notes: [] };
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

/** The outcome of a row whose phone the server was just busy for, until the retries ran out: it would only wait again. */
function stillBusy({ row, outcome }: Earlier): Outcome | undefined {
  if (outcome?.status !== 'failed' || outcome.cause !== 'exhausted') return undefined;
  const error = `Same phone as row ${row}, for which the server was busy until the retries ran out; nothing was sent for this row. Run the same command again.`;
  return { ...outcome, error, ...noTraffic };
}

function deferred<Value>(): { readonly promise: Promise<Value>; readonly resolve: (value: Value) => void } {
  let resolve: ((value: Value) => void) | undefined;
  const promise = new Promise<Value>((given) => (resolve = given));
  return { promise, resolve: (value) => resolve?.(value) };
}
