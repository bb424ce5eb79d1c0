import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** What a finished program left: its exit code, and what it wrote. */
export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly standardInput?: string;
  /** The largest file it may write, in KiB: a disk that gets full. */
  readonly largestFile?: number;
  /** Where its standard error goes, as a shell writes it, e.g. `2>/dev/full`. */
  readonly redirected?: string;
  /** Called with the first words on standard error, to send a signal at a known moment, or to look at the process. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void, pid: number) => void;
}

/** Runs the built importer as a process of its own, with nothing of this process's environment but the path. */
export function runImport(command: readonly string[], around: Surroundings = {}): Promise<Finished> {
  return run('import.js', command, around);
}

/** Runs the built sandbox in the same way. */
export function runSandbox(command: readonly string[]): Promise<Finished> {
  return run('sandbox.js', command, {});
}

async function run(name: string, command: readonly string[], around: Surroundings): Promise<Finished> {
  const program = fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));
  const { largestFile, redirected } = around;
  const [file, before] =
    largestFile === undefined && redirected === undefined
      ? [process.execPath, []]
      : ['bash', inShell(largestFile, redirected)];
  const child = spawn(file, [...before, program, ...command], {
    cwd: around.cwd,
    env: { PATH: process.env.PATH, ...around.environment },
    stdio: 'pipe',
  });
  child.stdin.end(around.standardInput ?? '');
  child.stderr.once('data', () => around.onStart?.((signal) => child.kill(signal), child.pid ?? 0));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return { exitCode: child.exitCode, stdout, stderr };
}

/** A shell that sets the limit, redirects, and becomes the program. */
function inShell(kibibytes: number | undefined, redirected = ''): readonly string[] {
  const limit = kibibytes === undefined ? '' : `ulimit -f ${kibibytes};`;
  return ['-c', `${limit} exec "$@" ${redirected}`, 'sh', process.execPath];
}
