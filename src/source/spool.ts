import { statfs, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { Readable } from 'node:stream';
import { namelessFile } from '../files/nameless-file.js';
import { throwIfInterrupted } from '../user-error.js';
import { inputNotKept, inputTooLong, notBytes } from './messages.js';

/**
 * Copies a stream to a temporary file (mode 0600), which has no name any more when it is given back: it is gone when it is closed,
 * also after a kill. Leaves a tenth of the free space, at most 1 GiB, to others. Throws a `UserError` for a stream of objects,
 * a longer one, a disk that can't take it, and if the signal comes.
 */
export async function spool(source: Readable, signal: AbortSignal | undefined): Promise<FileHandle> {
  try {
    const file = await namelessFile();
    try {
      await copy(source, file, signal);
      return file;
    } catch (error) {
      await file.close();
      throw error;
    }
  } catch (error) {
    throw inputNotKept(error);
  } finally {
    source.destroy();
  }
}

const mostReserve = 1_073_741_824;

async function copy(source: Readable, file: FileHandle, signal: AbortSignal | undefined): Promise<void> {
  throwIfInterrupted(signal);
  const { bavail, bsize } = await statfs(tmpdir());
  const free = bavail * bsize;
  const most = free - Math.min(free / 10, mostReserve);
  const stop = (): void => void source.destroy();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    let length = 0;
    const chunks: AsyncIterable<unknown> = source;
    for await (const chunk of chunks) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      if (!(bytes instanceof Uint8Array)) throw notBytes();
      length += bytes.length;
      if (length > most) throw inputTooLong(most);
      await file.writeFile(bytes);
    }
  } catch (error) {
    throwIfInterrupted(signal);
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
