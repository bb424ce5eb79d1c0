import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, renameSync, rmSync, write, writeSync } from 'node:fs';
import { readFile, rm, rmdir, stat } from 'node:fs/promises';
import { pid } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { isGone, processes, readHolder, type Holder } from './holder.js';
import { isSystemError, throwIfInterrupted, UserError } from '../user-error.js';

/** Who claims a file, and how long it is waited for. */
export interface Claimant {
  /** Names the run for others. */
  readonly by: string;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
  /** A file that is no leftover, whatever its name. */
  readonly input?: string;
  /** Called once if the lock of another run has to be watched. */
  readonly onWait?: (lock: string) => void;
}

/** The times of a claim in ms; tests give shorter ones. */
export interface ClaimTimes {
  /** A run changes its lock so often. */
  readonly beat: number;
  /** A lock that was seen without a change for so long was left by a killed process. */
  readonly stale: number;
  /** Another run looks at the lock so often. */
  readonly look: number;
  /** After a take-over: where two runs take over at once, the second one has replaced the first by then. */
  readonly settle: number;
}

const usualTimes: ClaimTimes = { beat: 2_000, stale: 10_000, look: 250, settle: 250 };

/**
 * The right of one run to write a file. The lock beside the file, `X.lock`, names its run and changes every 2 s. Whoever waits
 * watches it by its own clock, so clocks that differ do no harm, and containers that share a volume see the same.
 */
export class Claim implements AsyncDisposable {
  readonly #lock: string;
  readonly #id: string;
  readonly #text: string;
  readonly #timer: NodeJS.Timeout;
  #file: number;
  #beats = 0;

  private constructor(lock: string, { id, text, file }: OwnLock, beat: number) {
    this.#lock = lock;
    this.#id = id;
    this.#text = text;
    this.#file = file;
    this.#timer = setInterval(() => {
      this.#beat();
    }, beat).unref();
  }

  /**
   * Claims a file that need not exist. A lock that changes belongs to another run: that is a `UserError` (exit code 3), after
   * about 2 s. A lock that was left by a killed process is taken over: at once where its process can be seen to be gone, else
   * after 10 s without a change. Throws a `UserError` if the signal comes first,
   * and the errors of the operating system.
   */
  static async take(path: string, claimant: Claimant, times: ClaimTimes = usualTimes): Promise<Claim> {
    return new Claim(lockOf(path), await takeLock(path, claimant, times), times.beat);
  }

  /**
   * Whether no other run has taken over. Reads the lock: about 20 µs. A lock that was removed by hand is made again. Throws the
   * errors of the operating system, e.g. where its folder is gone.
   */
  isHeld(): boolean {
    const text = textOf(this.#lock);
    if (text !== undefined) return text.includes(this.#id);
    const file = createExclusively(this.#lock, this.#text);
    if (file === undefined) return false;
    closeSync(this.#file);
    this.#file = file;
    return true;
  }

  /** Gives the file free, unless another run has taken over. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    closeSync(this.#file);
    if (textOf(this.#lock)?.includes(this.#id) === true)
      await rm(this.#lock, { force: true }).catch(() => undefined);
  }

  #beat(): void {
    this.#beats += 1;
    // In place: where another run has taken over, this changes no file that is still there.
    write(this.#file, beatText(this.#beats), 0, () => undefined);
  }
}

function lockOf(path: string): string {
  return `${path}.lock`;
}

/** The part of a lock that changes; it has the same length always. */
function beatText(beats: number): string {
  return `{"beat":${String(beats).padStart(12)},`;
}

/** A lock that this run has made: its id, its text, and the open file. */
interface OwnLock {
  readonly id: string;
  readonly text: string;
  readonly file: number;
}

async function takeLock(path: string, { by, signal, onWait }: Claimant, times: ClaimTimes): Promise<OwnLock> {
  const lock = lockOf(path);
  const id = randomBytes(16).toString('hex');
  const self: Holder = {
    by,
    since: new Date().toISOString(),
    processes: await processes(),
    pid,
  };
  const text = `${beatText(0)}${JSON.stringify({ id, ...self }).slice(1)}\n`;
  let seen: { readonly text: string; readonly at: number } | undefined;
  for (;;) {
    throwIfInterrupted(signal);
    const created = createExclusively(lock, text);
    if (created !== undefined) return { id, text, file: created };

    const now = performance.now();
    const found = await lockText(lock);
    if (found === undefined) continue;
    if (seen !== undefined && seen.text !== found) throw heldBy(path, found);
    if (seen === undefined) {
      seen = { text: found, at: now };
      if (!isGone(found, self)) onWait?.(lock);
    }
    if (isGone(found, self) || now - seen.at >= times.stale) {
      const file = await takeOver(lock, found, text, id);
      await sleep(times.settle);
      if (file !== undefined && textOf(lock)?.includes(id) === true) return { id, text, file };
      if (file !== undefined) closeSync(file);
      seen = undefined;
    }
    await sleep(times.look, undefined, { signal }).catch(() => undefined); // the loop sees the signal
  }
}

function createExclusively(lock: string, text: string): number | undefined {
  try {
    const file = openSync(lock, 'wx', 0o600);
    writeSync(file, text);
    return file;
  } catch (error) {
    if (isSystemError(error) && error.code === 'EEXIST') return undefined;
    throw error;
  }
}

/** Replaces a lock that was left, in one step. `undefined` if it isn't the lock that was seen any more. */
async function takeOver(lock: string, seen: string, text: string, id: string): Promise<number | undefined> {
  if (seen.startsWith(folderMark)) {
    await rmdir(lock).catch(() => undefined);
    return undefined;
  }
  const own = `${lock}.${id}`;
  const file = createExclusively(own, text);
  if (file !== undefined && textOf(lock) === seen) {
    renameSync(own, lock);
    return file;
  }
  if (file !== undefined) closeSync(file);
  rmSync(own, { force: true });
  return undefined;
}

/** An older version of this program locks with a folder that it touches. */
const folderMark = 'a folder, touched at ';

/** What a lock says now; `undefined` if there is none. */
async function lockText(lock: string): Promise<string | undefined> {
  try {
    const found = await stat(lock);
    return found.isDirectory() ? `${folderMark}${found.mtimeMs}` : await readFile(lock, 'utf8');
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** What a lock says, in one step; `undefined` if it is not there, empty if it can't be read. */
function textOf(lock: string): string | undefined {
  try {
    return readFileSync(lock, 'utf8');
  } catch (error) {
    return isSystemError(error) && error.code === 'ENOENT' ? undefined : '';
  }
}

function heldBy(path: string, lock: string): UserError {
  const holder = readHolder(lock);
  const who = holder === undefined ? '' : `: ${holder.by}, since ${holder.since}`;
  return new UserError(
    `${path}: another run has this file${who}. Its lock is ${lockOf(path)}.`,
    ['Wait until that run ends. Then run the same command again.'],
    3,
  );
}
