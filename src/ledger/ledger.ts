import { Claim, type Claimant } from '../files/claim.js';
import type { CallEvent } from '../outcome.js';
import { onDisk } from '../user-error.js';
import { isContactKey, ledgerFormat, writeEvent, type Hashes, type LedgerEvent } from './events.js';
import { Hasher, newKey, readFieldHashes, type RowHashes } from './hashes.js';
import { LedgerFile, ReadOnlyLedger, type Store } from './ledger-file.js';
import { Memory, type ClaimedRow, type KnownContact } from './memory.js';
import { checkOwner, type LedgerOwner } from './owner.js';
import { replay, type Past } from './replay.js';

/** The run that uses a ledger: its id and its file, as the ledger names them. */
export interface LedgerRun extends Claimant {
  readonly run: string;
  readonly file: string;
}

/**
 * What happened to each phone, over all runs: append-only, one JSON line an event, written before the step counts as done. The
 * memory has only the present state of each phone (`Memory`). Reading 1,000,000 phones takes about 4 s.
 */
export class Ledger implements AsyncDisposable {
  readonly #path: string;
  readonly #memory: Memory;
  readonly #store: Store;
  /** Makes the hashes by which changed rows are recognised. */
  readonly hasher: Hasher;
  /** Whether what it knows is known to be of this run's organisation. */
  readonly isSameOrganisation: boolean;
  #sent = 0;

  private constructor(path: string, memory: Memory, past: OwnPast, key: string, store: Store) {
    this.#path = path;
    this.isSameOrganisation = past.isSameOrganisation;
    this.#memory = memory;
    this.#store = store;
    this.hasher = new Hasher(key);
  }

  /**
   * Claims the ledger for this run, reads it, and creates it (mode 0600) if it does not exist. An incomplete last line of a
   * killed run is cut off. One of an older format goes on in the present one. Throws a `UserError`, and changes nothing, if another
   * run has it, if it belongs to another server or app, if its format is newer, or if any other line is not readable.
   */
  static async open(path: string, owner: LedgerOwner, run: LedgerRun): Promise<Ledger> {
    const claim = await atStart(path, () => Claim.take(path, run));
    try {
      const memory = new Memory();
      const past = await readPast(path, owner, memory);
      return await atStart(path, () => Ledger.#begin(path, past, memory, owner, run, claim));
    } catch (error) {
      await claim[Symbol.asyncDispose]();
      throw error;
    }
  }

  /**
   * Reads a ledger for a dry run: without the lock, and without a change to the file, which need not exist. New events are kept
   * in memory only. Throws a `UserError` if the ledger belongs to another server or app, or is not readable.
   */
  static async peek(path: string, owner: LedgerOwner): Promise<Ledger> {
    const memory = new Memory();
    const past = await readPast(path, owner, memory);
    return new Ledger(path, memory, past, past.key ?? newKey(), new ReadOnlyLedger(path));
  }

  static async #begin(
    path: string,
    past: OwnPast,
    memory: Memory,
    owner: LedgerOwner,
    { run, file, by }: LedgerRun,
    claim: Claim,
  ): Promise<Ledger> {
    const { host, app, ...others } = owner;
    // The first line has the app, unless the ledger was begun with a token.
    const organisation =
      app === (past.header?.app ?? app) ? others : { ...others, ...(app !== undefined && { app }) };
    const key = past.key ?? newKey();
    const store = await LedgerFile.open(path, past, claim);
    const ledger = new Ledger(path, memory, past, key, store);
    try {
      if (past.header === undefined)
        await store.append(JSON.stringify({ ledger: ledgerFormat, host, app: app ?? '', key }));
      const newFormat = past.header !== undefined && past.key === undefined && { format: ledgerFormat, key };
      await ledger.#append({ event: 'run', at: Date.now(), run, by, file, ...organisation, ...newFormat });
      return ledger;
    } catch (error) {
      await store.closeFile();
      throw error;
    }
  }

  /** Creates noted as sent in this run. */
  get sent(): number {
    return this.#sent;
  }

  /** Contacts that are known to exist. */
  get contacts(): number {
    return this.#memory.contacts;
  }

  /** A contact that is known to exist; `undefined` if only a create can tell. */
  known(key: string): KnownContact | undefined {
    return this.#memory.known(key);
  }

  /** Whether an earlier create of this phone was sent, and no clear answer came. */
  isInDoubt(key: string): boolean {
    return this.#memory.isInDoubt(key);
  }

  /** The hashes of each field of the values last sent for a contact; several where it isn't known which of them arrived. */
  lastSent({ sent }: KnownContact): readonly ReadonlyMap<string, string>[] {
    return sent.flatMap(({ place }) => {
      const event = this.#store.eventAt(place);
      const fields = event !== undefined && 'fields' in event ? event.fields : undefined;
      return fields === undefined ? [] : [readFieldHashes(fields)];
    });
  }

  /** The row of this file that has the contact, if `claim` gave it to one. */
  rowOf(key: string): ClaimedRow | undefined {
    return this.#memory.rowOf(key);
  }

  /** Gives a contact to a row of this file; kept in memory only. */
  claim(key: string, row: number, hashes: RowHashes): void {
    this.#memory.claim(key, row, hashes);
  }

  /** The id of a name that was looked up less than a day ago. */
  idOf(kind: string, name: string): string | undefined {
    return this.#memory.idOf(kind, name);
  }

  /** Notes the id of a name. Throws a `UserError` (exit code 3) if the ledger can't be written. */
  async noteName(kind: string, name: string, id: string): Promise<void> {
    await this.#append({ event: 'name', at: Date.now(), kind, name, id });
  }

  /**
   * Notes a contact in the organisation's list, unless it is known already or has no phone; one in doubt is settled by it.
   * Throws a `UserError` (exit code 3) if the ledger can't be written.
   */
  async noteListed(key: string, userid: string): Promise<void> {
    const known = this.#memory.known(key);
    if (known?.userid === userid || !isContactKey(key)) return;
    const ours = known?.userid === '' ? known.ours : known === undefined && this.#memory.isInDoubt(key);
    await this.#append({ event: 'exists', at: Date.now(), contact: key, userid, ours, listed: true });
  }

  /** Notes values of a row that were found equal in DingTalk. Throws a `UserError` (exit code 3) if the ledger can't be written. */
  async noteEqual(key: string, hashes: Hashes): Promise<void> {
    await this.#append({ event: 'equal', at: Date.now(), contact: key, ...hashes });
  }

  /** Notes that a contact is gone, so that it may be made again. Throws a `UserError` (exit code 3) if the ledger can't be written. */
  async noteForgotten(key: string): Promise<void> {
    await this.#append({ event: 'forgotten', at: Date.now(), contact: key });
  }

  /** Notes that a create is about to be sent. Throws a `UserError` (exit code 3) if the ledger can't be written; then it may not be sent. */
  async noteSent(key: string, hashes: Hashes = {}): Promise<void> {
    await this.#append({ event: 'sent', at: Date.now(), contact: key, ...hashes });
    this.#sent += 1;
  }

  /** Notes the result of a create. Throws a `UserError` (exit code 3) if the ledger can't be written; then no other may be sent. */
  async noteAnswer(key: string, answer: CallEvent): Promise<void> {
    await this.#append({ ...answer, at: Date.now(), contact: key });
  }

  /** Syncs the file to the disk. Throws a `UserError` (exit code 3) if that fails. */
  async sync(): Promise<void> {
    await this.#onDisk(() => this.#store.sync());
  }

  /** Closes the file and unlocks it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#store.close();
  }

  async #append(event: LedgerEvent): Promise<void> {
    // In memory first: until the line is written, others see the doubt.
    this.#memory.note(event, this.#store.end);
    await this.#onDisk(() => this.#store.append(writeEvent(event)));
  }

  #onDisk<Result>(work: () => Promise<Result>): Promise<Result> {
    return onDisk(
      `${this.#path}: the ledger can't be written`,
      'Make room for it and run the same command again.',
      3,
      work,
    );
  }
}

/** The past of a ledger that this run may use. */
interface OwnPast extends Past {
  readonly isSameOrganisation: boolean;
}

async function readPast(path: string, owner: LedgerOwner, memory: Memory): Promise<OwnPast> {
  const past = await atStart(path, () =>
    replay(path, (event, place) => {
      memory.note(event, place);
    }),
  );
  return { ...past, isSameOrganisation: checkOwner(path, past, owner) };
}

function atStart<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  return onDisk(
    `${path}: the ledger can't be used`,
    'Give a file in a folder you may write to with --ledger.',
    2,
    work,
  );
}
