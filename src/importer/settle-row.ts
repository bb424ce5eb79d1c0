import type { Contact } from '../contact/contact.js';
import { notes } from '../contact/notes.js';
import { phoneKey } from '../contact/phone.js';
import { contactTexts, rowTexts } from '../contact/row-values.js';
import { hasNoNames, type RowNames } from '../contact/row-names.js';
import type { DingTalk } from '../dingtalk/connect.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Draft, NameResolver, Resolved } from '../lookup/name-resolver.js';
import { atTime, dryRunRow, duplicateOf, noTraffic, pendingRow, type Outcome } from '../outcome.js';
import type { InPlace } from '../results/in-order.js';
import type { DraftRow, Settled } from './draft-row.js';
import type { FirstCreates } from './first-creates.js';
import type { Gate } from './gate.js';
import type { KnownContacts } from './known-contacts.js';
import type { RunControl } from './run-control.js';

/** What a row needs to be settled. */
export interface SettlerParts {
  readonly ledger: Ledger;
  readonly known: KnownContacts;
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

/** Names that are kept, to be told where a later row has the phone of an earlier one. */
const mostNames = 4_000;

/** Settles rows: each contact becomes an outcome. It never throws for what a server, a network or a disk does. */
export class RowSettler {
  readonly #parts: SettlerParts;
  /** The last row of each phone that is under way: its number and how it ends. */
  readonly #underWay = new Map<string, Promise<Earlier>>();
  /** The names of the last rows. */
  readonly #names = new Map<number, string>();

  constructor(parts: SettlerParts) {
    this.#parts = parts;
  }

  /**
   * Settles the row with this number. A duplicate waits for the earlier row, then takes its contact; a phone that the ledger
   * knows costs no create. A row that needs no call and no other row is settled at once. Only a row that may cost a call needs a
   * place in the pool. Rows have to come in the file's order: a row then waits only for one that has started.
   */
  settle(number: number, draft: Draft, inPlace: InPlace): Settled | Promise<Settled> {
    const texts = rowTexts(draft.contact, draft.names);
    const hashes = this.#parts.ledger.hasher.ofRow(texts);
    const row: DraftRow = { number, draft, key: phoneKey(draft.contact), texts, hashes };
    this.#keepName(row);
    const earlier = this.#underWay.get(row.key);
    return (earlier === undefined ? this.#atOnce(row) : undefined) ?? this.#inTurn(row, earlier, inPlace);
  }

  /** The label names of an invalid row that DingTalk doesn't have. */
  unknownLabels(names: RowNames, inPlace: InPlace): Promise<readonly string[]> {
    return inPlace(() => this.#parts.names.unknownLabels(names));
  }

  /** A row that needs no call: a duplicate, an unchanged one, or one of a dry run without names. */
  #atOnce(row: DraftRow): Settled | undefined {
    const { ledger, known, control, dryRun } = this.#parts;
    const duplicate = this.#duplicate(row);
    if (duplicate !== undefined) return duplicate;
    const contact = ledger.known(row.key);
    let settled: Settled | undefined;
    if (contact !== undefined) settled = known.unchanged(row, contact);
    else if (dryRun && hasNoNames(row.draft.names) && control.closed() === undefined) {
      control.beginRow();
      settled = { outcome: dryRunRow, notes: [], contact: row.draft.contact };
    }
    if (settled !== undefined) ledger.claim(row.key, row.number, row.hashes);
    return settled;
  }

  async #inTurn(row: DraftRow, earlierRow: Promise<Earlier> | undefined, inPlace: InPlace): Promise<Settled> {
    const { ledger } = this.#parts;
    const { key, number } = row;
    const { promise: underWay, resolve: done } = deferred<Earlier>();
    let outcome: Outcome | undefined;
    this.#underWay.set(key, underWay);
    try {
      const earlier = await earlierRow;
      const duplicate = this.#duplicate(row);
      if (duplicate !== undefined) return duplicate;
      outcome = earlier === undefined ? undefined : stillBusy(earlier);
      if (outcome !== undefined) return withoutNotes(outcome);
      const settled = (await this.#known(row, inPlace)) ?? (await this.#unknown(row, inPlace));
      outcome = settled.outcome;
      if (hasContact(outcome)) ledger.claim(key, number, row.hashes);
      return settled;
    } finally {
      done({ row: number, outcome });
      if (this.#underWay.get(key) === underWay) this.#underWay.delete(key);
    }
  }

  /** The outcome of a row whose phone an earlier row of the file has, with a contact. */
  #duplicate({ key, hashes }: DraftRow): Settled | undefined {
    const { ledger } = this.#parts;
    const first = ledger.rowOf(key);
    if (first === undefined) return undefined;
    const known = ledger.known(key);
    const isOtherName = first.hashes.name !== hashes.name;
    const differs = !isOtherName && first.hashes.others !== hashes.others;
    const outcome = duplicateOf({
      row: first.row,
      userid: known?.userid,
      at: known?.at ?? 0,
      otherName: isOtherName ? (this.#names.get(first.row) ?? '') : undefined,
    });
    return { outcome, notes: differs ? [notes.differsFromRow(first.row)] : [] };
  }

  /** A row whose contact is known; `undefined` where it is not, or is gone and to be made again. */
  async #known(row: DraftRow, inPlace: InPlace): Promise<Settled | undefined> {
    const { ledger, known, control } = this.#parts;
    const contact = ledger.known(row.key);
    if (contact === undefined) return undefined;
    if (known.isForgotten(row.key, contact)) {
      const isWritten = await control.record(() => ledger.noteForgotten(row.key));
      return isWritten ? undefined : withoutNotes(pendingRow(control.reason));
    }
    return (
      known.unchanged(row, contact) ??
      known.compare(row, contact, () => inPlace(() => this.#resolve(row.draft)))
    );
  }

  /** The ids of names; what the row comes to without them, which counts. Nothing is looked up once the run has stopped. */
  async #resolve(draft: Draft): Promise<Resolved> {
    const { names, control } = this.#parts;
    const closed = control.closed();
    if (closed !== undefined) return { ok: false, outcome: pendingRow(closed) };
    const resolved = await names.resolve(draft);
    if (resolved.ok) return resolved;
    const outcome = resolved.outcome ?? pendingRow(control.closed());
    control.endRow(outcome);
    return { ok: false, outcome };
  }

  /** Looks the names up and creates the contact, unless the run has stopped or a limit is reached. */
  #unknown(row: DraftRow, inPlace: InPlace): Promise<Settled> {
    return inPlace(() => this.#create(row));
  }

  async #create(row: DraftRow): Promise<Settled> {
    const { control, gate, firstCreates, dryRun } = this.#parts;
    const resolved = await this.#resolve(row.draft);
    if (!resolved.ok) return withoutNotes(resolved.outcome ?? pendingRow(control.closed()));
    const { contact, notes: ownNotes } = resolved;
    const done = dryRun ? undefined : await firstCreates?.enter();
    let outcome: Outcome | undefined;
    try {
      using pass = dryRun ? undefined : await gate.enter('create');
      const closed = control.closed();
      if (closed !== undefined) return withoutNotes(pendingRow(closed));
      control.beginRow();
      outcome = dryRun ? dryRunRow : await this.#send(row, contact);
    } finally {
      done?.(contact, outcome);
    }
    if (outcome === undefined) return withoutNotes(pendingRow(control.reason));
    if (!dryRun) control.endRow(outcome);
    return (
      (await this.#foundOther(row, outcome, resolved)) ?? {
        outcome,
        notes: ownNotes,
        ...(dryRun && { contact }),
      }
    );
  }

  async #send({ key, texts, hashes }: DraftRow, contact: Contact): Promise<Outcome | undefined> {
    const { ledger, creator, control } = this.#parts;
    const fields = ledger.hasher.ofFields(new Map([...texts, ...contactTexts(contact)]));
    const outcome = await creator.create(contact, {
      inDoubt: ledger.isInDoubt(key),
      sent: () => control.record(() => ledger.noteSent(key, { row: hashes, fields })),
      answered: async (event) => {
        await control.record(() => ledger.noteAnswer(key, event));
      },
    });
    // The next run will read its time in the ledger.
    const at = ledger.known(key)?.at;
    return outcome === undefined || at === undefined ? outcome : atTime(outcome, at);
  }

  /** A contact that an earlier create made, whose answer was lost: the row may have changed since. */
  async #foundOther(row: DraftRow, outcome: Outcome, resolved: Resolved): Promise<Settled | undefined> {
    const { ledger, known } = this.#parts;
    const contact = ledger.known(row.key);
    if (outcome.status !== 'skipped' || outcome.cause !== 'probably-ours' || contact === undefined)
      return undefined;
    const compared = await known.compare(row, contact, () => Promise.resolve(resolved));
    if (compared.outcome.status !== 'changed') return undefined;
    const { attempts, requestId, at } = outcome;
    return { ...compared, outcome: { ...compared.outcome, attempts, requestId, at } };
  }

  #keepName({ number, draft }: DraftRow): void {
    this.#names.set(number, draft.contact.name);
    this.#names.delete(number - mostNames);
  }
}

function withoutNotes(outcome: Outcome): Settled {
  return { outcome, notes: [] };
}

function hasContact(outcome: Outcome): boolean {
  switch (outcome.status) {
    case 'created':
    case 'skipped':
    case 'changed':
      return true;
    case 'pending':
      return outcome.cause === 'dry-run';
    case 'invalid':
    case 'failed':
    case 'unknown':
      return false;
  }
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
