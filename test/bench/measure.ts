import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** What one process took, from its start to its end. */
export interface Run {
  readonly seconds: number;
  /** Of the processor, its own and the system's for it; 0 where the program is none of Node's. */
  readonly cpuSeconds: number;
  /** Most memory it had at one time, in MiB; 0 where the program is none of Node's. */
  readonly peak: number;
  readonly stdout: string;
}

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-V']).error === undefined;

/** The words in front of a command that keep it on one core: clients on the first, the server on the second. */
export function pinned(core: 'client' | 'server'): readonly string[] {
  return canPin ? ['taskset', '-c', core === 'client' ? '0' : '1'] : [];
}

/** Where a file of the benchmark is, once it's built. */
export function built(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

export interface Around {
  /** Beside what the benchmark itself was given. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly standardInput?: string;
  /** Exit codes that are no failure of the measurement. */
  readonly exitCodes?: readonly number[];
}

/** Runs a program of Node's. Throws, with what it said, if it fails. */
export async function runNode(command: readonly string[], usage: string, around: Around = {}): Promise<Run> {
  const environment = { ...around.environment, BENCH_USAGE: usage };
  const node = [process.execPath, '--import', new URL('usage.js', import.meta.url).href];
  const run = await runCommand([...node, ...command], { ...around, environment });
  const used: unknown = JSON.parse(await readFile(usage, 'utf8'));
  await rm(usage);
  const cpu = member(used, 'userCPUTime') + member(used, 'systemCPUTime');
  return { ...run, cpuSeconds: cpu / 1_000_000, peak: member(used, 'maxRSS') / 1_024 };
}

/** Runs any program, on the clients' core. Throws, with what it said, if it fails. */
export async function runCommand(command: readonly string[], around: Around = {}): Promise<Run> {
  const [program = '', ...args] = [...pinned('client'), ...command];
  const start = performance.now();
  const child = spawn(program, args, { env: { PATH: process.env.PATH, ...around.environment } });
  child.stdin.on('error', () => undefined).end(around.standardInput ?? '');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  const seconds = (performance.now() - start) / 1_000;
  if (!(around.exitCodes ?? [0]).includes(child.exitCode ?? -1))
    throw new Error(`${command.join(' ')} ended with ${child.exitCode ?? 'a signal'}:\n${stdout}${stderr}`);
  return { seconds, cpuSeconds: 0, peak: 0, stdout };
}

/** A member of an object from outside that is a number. */
export function member(value: unknown, name: string): number {
  const found: unknown = isObject(value) ? value[name] : undefined;
  if (typeof found !== 'number') throw new Error(`there is no number ${name}`);
  return found;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
