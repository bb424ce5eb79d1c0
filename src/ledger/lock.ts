import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { isSystemError } from '../user-error.js';

/** A lock that its holder hasn't touched for this long, in ms, is left behind by a process that was killed. */
const stale = 10_000;

/** How often a holder touches its lock, and how often a lock is looked at, in ms. */
const touch = 2_000;
const look = 250;

/** Gives the lock back. */
export type Release = () => Promise<void>;

/**
 * Takes the lock of a file: a folder beside it that the holder touches every 2 s, so neither a process id nor a host name
 * has to mean anything, as in a container. A lock that somebody touches meanwhile is held (`undefined`, after 2 s or so);
 * one that nobody touches for 10 s was left by a killed process and is taken over.
 * `onLost` is called if somebody else takes the lock although it's held: the process was stopped for long, or it was removed.
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
