/**
 * An error that the user can fix: shown as a message and hints, never with a stack. `exitCode` 2 (the default) promises that
 * nothing was sent; 3 means that the run had begun.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly hints: string[];
  readonly exitCode: 2 | 3;

  constructor(message: string, hints: readonly string[] = [], exitCode: 2 | 3 = 2) {
    super(message);
    this.hints = [...hints];
    this.exitCode = exitCode;
  }
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
