import type { FileHandle } from 'node:fs/promises';

/** Longest time until a line is safe from a power cut, in ms, while lines keep coming. */
const syncInterval = 1_000;

/**
 * Appends lines to a file. Lines that come during a write go with the next one, and the file is synced at most once a second.
 * After an error every line fails with the same error: nothing is appended after a line that may be incomplete.
 */
export class Appender {
  readonly #file: FileHandle;
  #waiting = '';
  #writing: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #failure: Error | undefined;
  #syncTimer: NodeJS.Timeout | undefined;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Resolves when the operating system has the line: a killed process doesn't lose it any more. */
  append(line: string): Promise<void> {
    this.#waiting += `${line}\n`;
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
    if (this.#failure !== undefined) throw this.#failure;
    const writing = this.#file.appendFile(lines);
    this.#writing = writing.catch(() => undefined);
    try {
      await writing;
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
