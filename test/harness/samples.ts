import { existsSync } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a process holds at one moment: memory in bytes, open files of every kind, and the sockets among them. */
export interface Sample {
  readonly memory: number;
  readonly files: number;
  readonly sockets: number;
}

/** Whether this system tells what its processes hold. */
export const hasProc = existsSync('/proc/self/fd');

/** Looks at a process every 100 ms until it ends. */
export async function samplesOf(pid: number, ended: () => boolean): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  while (!ended()) {
    const sample = await look(pid);
    if (sample !== undefined) samples.push(sample);
    await sleep(100);
  }
  return samples;
}

async function look(pid: number): Promise<Sample | undefined> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const memory = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1_024;
    const files = await readdir(`/proc/${pid}/fd`);
    const targets = await Promise.all(
      files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')),
    );
    const sockets = targets.filter((target) => target.startsWith('socket:')).length;
    return Number.isNaN(memory) ? undefined : { memory, files: files.length, sockets };
  } catch {
    // It has just ended.
    return undefined;
  }
}

/** The middle value of one quantity in the n-th third of the samples, counted from 0. */
export function middleOf(samples: readonly Sample[], third: number, quantity: keyof Sample): number {
  const from = Math.floor((samples.length * third) / 3);
  const values = samples
    .slice(from, Math.floor((samples.length * (third + 1)) / 3))
    .map((sample) => sample[quantity]);
  return values.sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}
