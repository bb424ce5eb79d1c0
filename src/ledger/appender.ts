import type { FileHandle } from 'node:fs/promises';

/** Longest time until a line is safe from a power cut, in ms, while lines keep coming. */
const syncInterval = 1_000;

/** Looks whether the file is still as this program left it, with so many bytes; gives the error if not. */
type Check = (size: number) => Error | undefined;

/**
 * Appends lines to a file. Lines that come during a write go with the next one, and the file is synced at most once a second.
 * After an error every line fails with the same error: nothing is appended after a line that may be incomplete.
 */
export class Appender {
  readonly #file: FileHandle;
  readonly #check: Check;
  #size: number;
  #end: number;
  #waiting = '';
  #writing: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #failure: Error | undefined;
  #syncTimer: NodeJS.Timeout | undefined;

  /** `size`: the bytes of the file. It is checked before each write. */
  constructor(file: FileHandle, size: number, check: Check) {
    this.#file = file;
    this.#size = size;
    this.#end = size;
    this.#check = check;
  }

  /** Where the next line will begin, in bytes. */
  get end(): number {
    return this.#end;
  }

  /** Resolves when the operating system has the line: a killed process doesn't lose it any more. */
  append(line: string): Promise<void> {
    this.#waiting += `${line}\n`;
    this.#end += Buffer.byteLength(line) + 1;
    this.#next ??= (this.#writing ?? Promise.resolve()).then(() => this.#write());
    return this.#next;
  }

  /** Waits for the writes under way and syncs the file. */
  async sync(): Promise<void> {
    clearTimeout(this.#syncTimer);
    this.#syncTimer = undefined;
    await (this.#next ?? this.#writing);
    if (this.#failure !== undefined) throw this.#failure;
    await this.#file.datasync();
  }

  async #write(): Promise<void> {
    const lines = this.#waiting;
    this.#waiting = '';
    this.#next = undefined;
    this.#failure ??= this.#check(this.#size);
    if (this.#failure !== undefined) throw this.#failure;
    const writing = this.#file.appendFile(lines);
    this.#writing = writing.catch(() => undefined);
    try {
      await writing;
      this.#size += Buffer.byteLength(lines);
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      throw this.#failure;
    }
    this.#syncTimer ??= setTimeout(() => {
      this.#syncTimer = undefined;
      this.#file.datasync().catch((error: unknown) => {
        this.#failure = error instanceof Error ? error : new Error(String(error));
      });
    }, syncInterval).unref();
  }
}
