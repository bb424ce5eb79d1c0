import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isSystemError, systemReason, UserError } from '../user-error.js';

/** An input that can be read as often as needed. Disposing of it removes what was spooled. */
export interface Input extends AsyncDisposable {
  /** How messages name it: the path as given, or `standard input`. */
  readonly name: string;
  /** Its bytes from the first one. */
  open(): Readable;
  /** Changes whenever the file does: a survey holds for one stamp only. */
  stamp(): Promise<string>;
}

/**
 * Opens a path, or spools a stream to a temporary file (mode 0600) so that it can be read twice.
 * Throws a `UserError` where there is nothing to read.
 */
export async function openInput(source: string | Readable): Promise<Input> {
  if (typeof source === 'string') return fileInput(source, source, () => Promise.resolve());

  const folder = await mkdtemp(join(tmpdir(), 'import-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'input.csv');
    await pipeline(source, createWriteStream(path, { mode: 0o600 }));
    return await fileInput(path, 'standard input', remove);
  } catch (error) {
    await remove();
    if (isSystemError(error)) {
      throw new UserError(`Standard input can't be kept in ${tmpdir()}: ${systemReason(error)}.`, [
        'Point TMPDIR at a folder with room for the whole input, or give a file instead of "-".',
      ]);
    }
    throw error;
  }
}

async function fileInput(path: string, name: string, dispose: () => Promise<void>): Promise<Input> {
  const stamp = async (): Promise<string> => {
    const { dev, ino, size, mtimeNs } = await stat(path, { bigint: true });
    return [dev, ino, size, mtimeNs].join(':');
  };
  try {
    if (!(await stat(path)).isFile()) {
      throw new UserError(`${name}: not a file.`, ['Give a CSV file, or "-" to read standard input.']);
    }
  } catch (error) {
    throw isSystemError(error) ? unreadable(name, error) : error;
  }
  return { name, stamp, open: () => createReadStream(path), [Symbol.asyncDispose]: dispose };
}

/** The message for an input that the operating system doesn't let us read. */
export function unreadable(name: string, error: NodeJS.ErrnoException): UserError {
  return new UserError(`${name}: can't be read: ${systemReason(error)}.`, [
    'Check the path; a relative one is looked up from the folder the importer is started in.',
  ]);
}
