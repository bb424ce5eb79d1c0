import { open, truncate, type FileHandle } from 'node:fs/promises';
import type { CallEvent } from '../outcome.js';
import { onDisk, UserError } from '../user-error.js';
import { Appender } from './appender.js';
import { ledgerFormat, type LedgerEvent } from './events.js';
import { takeLock, type Release } from './lock.js';
import { PhoneTable } from './phone-table.js';
import { replay, type Past } from './replay.js';

/** For whom a ledger holds: the server's address and, where known, the app's key, else an empty text. */
export interface LedgerOwner {
  readonly host: string;
  readonly app: string;
}

/** What the ledger knows of a phone that needs no call. */
export interface KnownContact {
  readonly status: 'created' | 'exists';
  readonly userid: string;
  /** It exists, and an earlier attempt without a clear answer says that the importer probably made it. */
  readonly ours: boolean;
}

/** Bits kept for each phone: what is settled, and what may have happened. */
const created = 1;
const exists = 2;
const ours = 4;
const sent = 8;
const lost = 16;

/**
 * What happened to each phone, over all runs: append-only, one JSON line an event, written before the step it tells of
 * counts as done. In memory there is only what is known of each phone: 50 to 90 bytes
 * (`PhoneTable`). Reading back takes about 4.5 s for 1,000,000 phones.
 */
export class Ledger implements AsyncDisposable {
  readonly #path: string;
  readonly #phones: PhoneTable;
  readonly #file: FileHandle;
  readonly #appender: Appender;
  readonly #release: Release;
  #sent = 0;

  private constructor(path: string, phones: PhoneTable, file: FileHandle, release: Release) {
    this.#path = path;
    this.#phones = phones;
    this.#file = file;
    this.#appender = new Appender(file);
    this.#release = release;
  }

  /**
   * Takes the ledger for this run, reads it, and makes it (mode 0600) if it isn't there. A last line torn by a kill is cut
   * off: what it tells of never counted as done. Throws a `UserError`, and touches nothing, if another run has it, if it
   * belongs to another server or app, or if any other line is unreadable. `by` tells others who has it; `onLost` is called
   * if somebody else takes it while the run goes on.
   */
  static async open(path: string, owner: LedgerOwner, by: string, onLost: () => void): Promise<Ledger> {
    const release = await atStart(path, () => takeLock(path, onLost));
    if (release === undefined) throw await heldBy(path);
    try {
      const phones = new PhoneTable();
      const past = await atStart(path, () =>
        replay(path, (event) => {
          note(phones, event);
        }),
      );
      checkOwner(path, past, owner);
      return await atStart(path, () => Ledger.#begin(path, past, phones, owner, by, release));
    } catch (error) {
      await release();
      throw error;
    }
  }

  static async #begin(
    path: string,
    past: Past,
    phones: PhoneTable,
    owner: LedgerOwner,
    by: string,
    release: Release,
  ): Promise<Ledger> {
    if (past.size > past.end) await truncate(path, past.end);
    const file = await open(path, 'a', 0o600);
    const ledger = new Ledger(path, phones, file, release);
    try {
      if (past.unfinished) await file.appendFile('\n');
      if (past.header === undefined)
        await ledger.#appender.append(JSON.stringify({ ledger: ledgerFormat, ...owner }));
      await ledger.#append({ event: 'run', at: Date.now(), by });
      return ledger;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Creates written down as sent in this run. */
  get sent(): number {
    return this.#sent;
  }

  /** A contact that is there, by this run or an earlier one; `undefined` if a create is needed to know. */
  known(key: string): KnownContact | undefined {
    const slot = this.#phones.find(key);
    const flags = this.#phones.flagsAt(slot);
    if ((flags & (created | exists)) === 0) return undefined;
    const status = (flags & created) !== 0 ? 'created' : 'exists';
    return { status, userid: this.#phones.useridAt(slot), ours: (flags & ours) !== 0 };
  }

  /** Whether an earlier create of this phone was sent, and no clear answer came. */
  isInDoubt(key: string): boolean {
    return (this.#phones.flagsAt(this.#phones.find(key)) & (sent | lost)) !== 0;
  }

  /** The number of this file's row that has the contact, where `claim` gave it to one. */
  rowOf(key: string): number | undefined {
    const row = this.#phones.rowAt(this.#phones.find(key));
    return row === 0 ? undefined : row;
  }

  /** Gives a contact to a row of this file; that is kept in memory only. */
  claim(key: string, row: number): void {
    this.#phones.setRow(this.#phones.add(key), row);
  }

  /** Writes down that a create is about to be sent. Throws a `UserError` (exit 3) if that can't be; then it may not be sent. */
  async noteSent(key: string): Promise<void> {
    await this.#append({ event: 'sent', contact: key, at: Date.now() });
    this.#sent += 1;
  }

  /** Writes down what a create came to. Throws a `UserError` (exit 3) if that can't be; then no other may be sent. */
  async noteAnswer(key: string, answer: CallEvent): Promise<void> {
    await this.#append({ ...answer, contact: key, at: Date.now() });
  }

  /** Has the disk keep everything. Throws a `UserError` (exit 3) if it doesn't. */
  async sync(): Promise<void> {
    await this.#onDisk(() => this.#appender.sync());
  }

  /** Closes the file and lets the next run have it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#appender.sync().catch(() => undefined);
    await this.#file.close();
    // The lock may be lost already; then it's somebody else's.
    await this.#release().catch(() => undefined);
  }

  async #append(event: LedgerEvent): Promise<void> {
    // Known before it's written: whoever asks meanwhile is told of the doubt, never of too little.
    note(this.#phones, event);
    await this.#onDisk(() => this.#appender.append(JSON.stringify(event)));
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

/** What an event leaves to be known of its phone. */
function note(phones: PhoneTable, event: LedgerEvent): void {
  if (event.event === 'run') return;
  const slot = phones.add(event.contact);
  const flags = phones.flagsAt(slot);
  switch (event.event) {
    case 'sent':
      phones.setFlags(slot, flags | sent);
      return;
    case 'created':
      phones.setFlags(slot, created);
      phones.setUserid(slot, event.userid);
      return;
    case 'exists':
      phones.setFlags(slot, event.ours ? exists | ours : exists);
      phones.setUserid(slot, event.userid);
      return;
    case 'refused':
      phones.setFlags(slot, flags & ~sent);
      return;
    case 'lost':
      phones.setFlags(slot, (flags & ~sent) | lost);
      return;
  }
}

function checkOwner(path: string, { header }: Past, { host, app }: LedgerOwner): void {
  if (header === undefined) return;
  if (header.host !== host) {
    throw new UserError(`${path}: this ledger belongs to ${header.host}, and this run is for ${host}.`, [
      'Give each server a ledger of its own with --ledger.',
    ]);
  }
  if (header.app !== app && header.app !== '' && app !== '') {
    throw new UserError(`${path}: this ledger belongs to another app than the one in DINGTALK_APP_KEY.`, [
      'Give each organisation a ledger of its own with --ledger.',
    ]);
  }
}

async function heldBy(path: string): Promise<UserError> {
  let last = '';
  await replay(path, (event) => {
    if (event.event === 'run') last = `: ${event.by}, since ${new Date(event.at).toISOString()}`;
  });
  return new UserError(`${path}: another run has this ledger${last}.`, [
    'Wait until it ends, or give this run a ledger of its own with --ledger.',
  ]);
}

function atStart<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  return onDisk(
    `${path}: the ledger can't be used`,
    'Give a file in a folder you may write to with --ledger.',
    2,
    work,
  );
}
