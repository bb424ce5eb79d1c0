import { readFile, readlink } from 'node:fs/promises';
import { kill } from 'node:process';
import { isSystemError } from '../user-error.js';

/** What a lock says about the run that made it. */
export interface Holder {
  readonly by: string;
  readonly since: string;
  /** The processes of one machine and one container, and the process among them; only they can see whether it lives. */
  readonly processes: string;
  readonly pid: number;
}

/** Reads a lock; `undefined` for any other text. */
export function readHolder(text: string): Holder | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    if (!('by' in parsed && 'since' in parsed && 'processes' in parsed && 'pid' in parsed)) return undefined;
    const { by, since, processes, pid } = parsed;
    if (typeof by !== 'string' || typeof since !== 'string') return undefined;
    return typeof processes === 'string' && typeof pid === 'number'
      ? { by, since, processes, pid }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Names the processes that this one can see: those of this boot of the machine, in this container. Empty where that is not known. */
export async function processes(): Promise<string> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${boot.trim()} ${await readlink('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}

/** Whether the process of a lock is known to have ended. */
export function isGone(lock: string, self: Holder): boolean {
  const holder = readHolder(lock);
  if (holder === undefined || self.processes === '' || holder.processes !== self.processes) return false;
  if (!Number.isSafeInteger(holder.pid) || holder.pid <= 0) return false;
  try {
    kill(holder.pid, 0);
    return false;
  } catch (error) {
    return isSystemError(error) && error.code === 'ESRCH';
  }
}
