import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { open, truncate, type FileHandle } from 'node:fs/promises';
import type { Claim } from '../files/claim.js';
import { UserError } from '../user-error.js';
import { Appender } from './appender.js';
import { readEvent, type LedgerEvent } from './events.js';
import type { Past } from './replay.js';

/** Longest line that is read again, in bytes: one with hashes is far shorter. */
const longestLine = 4_096;

/** Where events are written, and read again by their place; a dry run writes none. */
export interface Store {
  /** Where the next line will begin, in bytes. */
  readonly end: number;
  append(line: string): Promise<void>;
  sync(): Promise<void>;
  /** The event whose line begins there; `undefined` if none does. */
  eventAt(place: number): LedgerEvent | undefined;
  close(): Promise<void>;
}

/** The file of a claimed ledger. */
export class LedgerFile implements Store {
  readonly #appender: Appender;
  readonly #file: FileHandle;
  readonly #claim: Claim;
  readonly #lines: LedgerLines;

  private constructor(path: string, file: FileHandle, size: number, claim: Claim) {
    this.#file = file;
    this.#claim = claim;
    this.#appender = new Appender(file, size, (bytes) => changedBehind(path, claim, bytes));
    this.#lines = new LedgerLines(path);
  }

  /** Opens the file (mode 0600) to go on after its last whole line; an incomplete one of a killed run is cut off. */
  static async open(path: string, past: Past, claim: Claim): Promise<LedgerFile> {
    if (past.size > past.end) await truncate(path, past.end);
    const file = new LedgerFile(path, await open(path, 'a', 0o600), past.end, claim);
    try {
      if (past.unfinished) await file.append('');
      return file;
    } catch (error) {
      await file.closeFile();
      throw error;
    }
  }

  get end(): number {
    return this.#appender.end;
  }

  append(line: string): Promise<void> {
    return this.#appender.append(line);
  }

  sync(): Promise<void> {
    return this.#appender.sync();
  }

  eventAt(place: number): LedgerEvent | undefined {
    return this.#lines.eventAt(place);
  }

  /** Closes the file; the claim stays. */
  async closeFile(): Promise<void> {
    this.#lines.close();
    await this.#file.close();
  }

  async close(): Promise<void> {
    await this.#appender.sync().catch(() => undefined);
    await this.closeFile();
    await this.#claim[Symbol.asyncDispose]();
  }
}

/** A ledger that is only read: new events are kept nowhere. */
export class ReadOnlyLedger implements Store {
  readonly end = 0;
  readonly #lines: LedgerLines;

  constructor(path: string) {
    this.#lines = new LedgerLines(path);
  }

  append(): Promise<void> {
    return Promise.resolve();
  }

  sync(): Promise<void> {
    return Promise.resolve();
  }

  eventAt(place: number): LedgerEvent | undefined {
    return this.#lines.eventAt(place);
  }

  close(): Promise<void> {
    this.#lines.close();
    return Promise.resolve();
  }
}

/** Reads single lines of a ledger. The file is opened when the first is wanted. */
class LedgerLines {
  readonly #path: string;
  readonly #bytes = Buffer.alloc(longestLine);
  #file: number | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  eventAt(place: number): LedgerEvent | undefined {
    this.#file ??= openSync(this.#path, 'r');
    const length = readSync(this.#file, this.#bytes, 0, longestLine, place);
    const line = this.#bytes.toString('utf8', 0, length);
    const end = line.indexOf('\n');
    return readEvent(end === -1 ? line : line.slice(0, end));
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
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
