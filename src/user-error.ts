import { printable } from './printable.js';

/** Characters of a message or a hint. */
const longestText = 1_000;

/** How a program ends that was interrupted by SIGINT or its caller, and by another signal. */
export type InterruptionCode = 130 | 143;

/**
 * An error that the user can fix: shown as a message and hints, never with a stack. `exitCode` 2 (the default) promises that
 * nothing was sent, and so do 130 and 143: interrupted. 3 means that the run had begun, or that waiting helps.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly hints: readonly string[];
  readonly exitCode: 2 | 3 | InterruptionCode;

  constructor(message: string, hints: readonly string[] = [], exitCode: UserError['exitCode'] = 2) {
    super(printable(message, longestText));
    this.hints = hints.map((hint) => printable(hint, longestText));
    this.exitCode = exitCode;
  }
}

/** The exit code of an interruption by a signal or by the caller. */
export function interruptionCode(by: string): InterruptionCode {
  return by === 'SIGTERM' || by === 'SIGHUP' ? 143 : 130;
}

/** What interrupts a run: the name of a signal, which is the reason of the abort, or the caller. */
export function interruptedBy({ reason }: AbortSignal): string {
  return typeof reason === 'string' ? reason : 'the caller';
}

/** Throws a `UserError` if the run is interrupted. For the time before the first call only. */
export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  const by = interruptedBy(signal);
  const message = `The run was interrupted (${by}) before its first call. Nothing was sent.`;
  throw new UserError(message, ['Run the same command again.'], interruptionCode(by));
}

const systemReasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder, not a file',
  ENOTDIR: 'a part of the path is not a folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would grow past the size that is allowed',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many files are open',
  EIO: 'the disk reported an error',
};

/** Whether an error comes from the operating system: it is about a file, not a bug. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

/** The reason of a failed file operation in words, with the system's code: `the disk is full (ENOSPC)`. */
export function systemReason(error: NodeJS.ErrnoException): string {
  const code = error.code ?? 'unknown';
  return `${systemReasons[code] ?? error.message} (${code})`;
}

/** Does work on files. An error of the operating system becomes a `UserError` that begins with `what` and gives the reason. */
export async function onDisk<Result>(
  what: string,
  hint: string,
  exitCode: 2 | 3,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new UserError(`${what}: ${systemReason(error)}.`, [hint], exitCode);
  }
}
