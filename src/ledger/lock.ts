import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { isSystemError } from '../user-error.js';

/** A lock that was not touched for this long, in ms, was left by a killed process. */
const stale = 10_000;

/** A run touches its lock, and another run looks at it, every so many ms. */
const touch = 2_000;
const look = 250;

/** Unlocks. */
export type Release = () => Promise<void>;

/**
 * Locks a file: the lock is a folder beside it that the run touches every 2 s, so it works across containers, where process ids
 * mean nothing. A lock that is touched meanwhile belongs to another run (`undefined`, after about 2 s); one that is not touched
 * for 10 s was left by a killed process and is taken over. `onLost` is called if another run takes the lock: this process was
 * stopped for long, or the lock was removed.
 */
export async function takeLock(path: string, onLost: () => void): Promise<Release | undefined> {
  let firstTouched: number | undefined;
  for (;;) {
    try {
      return await lock(path, { realpath: false, stale, update: touch, onCompromised: onLost });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ELOCKED')) throw error;
    }
    const touched = await lastTouched(`${path}.lock`);
    firstTouched ??= touched;
    if (touched !== undefined && firstTouched !== undefined && touched !== firstTouched) return undefined;
    await sleep(look);
  }
}

async function lastTouched(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
