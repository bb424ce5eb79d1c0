import type { FileHandle } from 'node:fs/promises';

/** Time between a line and the moment it's safe from a power cut, in ms at most, while lines keep coming. */
const syncInterval = 1_000;

/**
 * Appends lines to a file. What comes while a write is under way goes with the next one, and the disk is asked to keep
 * what it has at most once a second. After a failure every line fails with the same error: nothing is appended behind a
 * line that may be torn.
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

  /** Resolves when the line is with the operating system: from then on a killed process doesn't lose it. */
  append(line: string): Promise<void> {
    this.#waiting += `${line}\n`;
    this.#next ??= (this.#writing ?? Promise.resolve()).then(() => this.#write());
    return this.#next;
  }

  /** Waits for what is under way and asks the disk to keep it. */
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
