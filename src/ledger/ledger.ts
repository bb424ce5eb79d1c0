import { statSync } from 'node:fs';
import { open, truncate, type FileHandle } from 'node:fs/promises';
import { Claim, type Claimant } from '../files/claim.js';
import type { CallEvent } from '../outcome.js';
import { onDisk, UserError } from '../user-error.js';
import { Appender } from './appender.js';
import { isContactKey, ledgerFormat, type LedgerEvent } from './events.js';
import { Memory, type KnownContact } from './memory.js';
import { checkOwner, type LedgerOwner } from './owner.js';
import { replay, type Past } from './replay.js';

/** Where events are written; a dry run writes none. */
interface Store {
  append(line: string): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * What happened to each phone, over all runs: append-only, one JSON line an event, written before the step counts as done. The
 * memory has only the present state of each phone (`Memory`). Reading 1,000,000 phones takes about 4.5 s.
 */
export class Ledger implements AsyncDisposable {
  readonly #path: string;
  readonly #memory: Memory;
  readonly #store: Store;
  /** Whether what it knows is known to be of this run's organisation. */
  readonly isSameOrganisation: boolean;
  #sent = 0;

  private constructor(path: string, memory: Memory, isSameOrganisation: boolean, store: Store) {
    this.#path = path;
    this.isSameOrganisation = isSameOrganisation;
    this.#memory = memory;
    this.#store = store;
  }

  /**
   * Claims the ledger for this run, reads it, and creates it (mode 0600) if it does not exist. An incomplete last line of a
   * killed run is cut off. Throws a `UserError`, and changes nothing, if another run has it, if it belongs to another server or
   * app, or if any other line is not readable.
   */
  static async open(path: string, owner: LedgerOwner, claimant: Claimant): Promise<Ledger> {
    const claim = await atStart(path, () => Claim.take(path, claimant));
    try {
      const memory = new Memory();
      const past = await readPast(path, owner, memory);
      return await atStart(path, () => Ledger.#begin(path, past, memory, owner, claimant.by, claim));
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
    const nowhere = (): Promise<void> => Promise.resolve();
    return new Ledger(path, memory, past.isSameOrganisation, {
      append: nowhere,
      sync: nowhere,
      close: nowhere,
    });
  }

  static async #begin(
    path: string,
    past: OwnPast,
    memory: Memory,
    owner: LedgerOwner,
    by: string,
    claim: Claim,
  ): Promise<Ledger> {
    const { host, app, ...others } = owner;
    // The first line has the app, unless the ledger was begun with a token.
    const organisation =
      app === (past.header?.app ?? app) ? others : { ...others, ...(app !== undefined && { app }) };
    if (past.size > past.end) await truncate(path, past.end);
    const file = await open(path, 'a', 0o600);
    const appender = new Appender(file, past.end, (size) => changedBehind(path, claim, size));
    const ledger = new Ledger(path, memory, past.isSameOrganisation, {
      append: (line) => appender.append(line),
      sync: () => appender.sync(),
      close: () => closeAll(appender, file, claim),
    });
    try {
      if (past.unfinished) await appender.append('');
      if (past.header === undefined)
        await appender.append(JSON.stringify({ ledger: ledgerFormat, host, app: app ?? '' }));
      await ledger.#append({ event: 'run', at: Date.now(), by, ...organisation });
      return ledger;
    } catch (error) {
      await file.close();
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

  /** The row of this file that has the contact, if `claim` gave it to one. */
  rowOf(key: string): number | undefined {
    return this.#memory.rowOf(key);
  }

  /** Gives a contact to a row of this file; kept in memory only. */
  claim(key: string, row: number): void {
    this.#memory.claim(key, row);
  }

  /** The id of a name that was looked up less than a day ago. */
  idOf(kind: string, name: string): string | undefined {
    return this.#memory.idOf(kind, name);
  }

  /** Notes the id of a name. Throws a `UserError` (exit code 3) if the ledger can't be written. */
  async noteName(kind: string, name: string, id: string): Promise<void> {
    await this.#append({ event: 'name', kind, name, id, at: Date.now() });
  }

  /**
   * Notes a contact in the organisation's list, unless it is known already or has no phone; one in doubt is settled by it.
   * Throws a `UserError` (exit code 3) if the ledger can't be written.
   */
  async noteListed(key: string, userid: string): Promise<void> {
    const known = this.#memory.known(key);
    if (known?.userid === userid || !isContactKey(key)) return;
    const ours = known?.userid === '' ? known.ours : known === undefined && this.#memory.isInDoubt(key);
    await this.noteAnswer(key, { event: 'exists', userid, ours });
  }

  /** Notes that a create is about to be sent. Throws a `UserError` (exit code 3) if the ledger can't be written; then it may not be sent. */
  async noteSent(key: string): Promise<void> {
    await this.#append({ event: 'sent', contact: key, at: Date.now() });
    this.#sent += 1;
  }

  /** Notes the result of a create. Throws a `UserError` (exit code 3) if the ledger can't be written; then no other may be sent. */
  async noteAnswer(key: string, answer: CallEvent): Promise<void> {
    await this.#append({ ...answer, contact: key, at: Date.now() });
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
    this.#memory.note(event);
    await this.#onDisk(() => this.#store.append(JSON.stringify(event)));
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
    replay(path, (event) => {
      memory.note(event);
    }),
  );
  return { ...past, isSameOrganisation: checkOwner(path, past, owner) };
}

async function closeAll(appender: Appender, file: FileHandle, claim: Claim): Promise<void> {
  await appender.sync().catch(() => undefined);
  await file.close();
  await claim[Symbol.asyncDispose]();
}

/** What another program did to the ledger of this run, which has so many bytes; `undefined` if nothing. Takes about 30 µs. */
function changedBehind(path: string, claim: Claim, size: number): UserError | undefined {
  const words = claim.isHeld()
    ? changeOf(path, size)
    : 'another run has taken it, because this one stood still for more than 10 s';
  if (words === undefined) return undefined;
  return new UserError(
    `${path}: the ledger can't be used any more: ${words}.`,
    ['Run the same command again.'],
    3,
  );
}

function changeOf(path: string, size: number): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return 'it was removed or moved while the run went on';
  return found.size === size ? undefined : 'another program changed it while the run went on';
}

function atStart<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  return onDisk(
    `${path}: the ledger can't be used`,
    'Give a file in a folder you may write to with --ledger.',
    2,
    work,
  );
}
