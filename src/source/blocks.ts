import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { throwIfInterrupted } from '../user-error.js';
import { fileChanged } from './messages.js';

/** Bytes that are read and compared at a time. */
const blockSize = 1_048_576;

/** Bytes that are given on at a time, so that few rows are in memory. */
const chunkSize = 65_536;

/**
 * The bytes of an open file, which can be read again and again, and are the same each time: a digest of each block is kept, and
 * no byte of a block is given on before the block is compared. A file that is touched, moved or deleted does no harm.
 */
export class Blocks {
  readonly #name: string;
  readonly #file: FileHandle;
  readonly #digests: string[] = [];

  constructor(name: string, file: FileHandle) {
    this.#name = name;
    this.#file = file;
  }

  /**
   * All bytes from the first one, in chunks of at most 64 KiB. Throws a `UserError` if the file changed since a block was first
   * read, or if the signal comes, and the errors of the operating system.
   */
  async *read(signal?: AbortSignal): AsyncGenerator<Buffer> {
    for (let index = 0; ; index += 1) {
      throwIfInterrupted(signal);
      const block = await this.#block(index);
      for (let at = 0; at < block.length; at += chunkSize) yield block.subarray(at, at + chunkSize);
      if (block.length < blockSize) return;
    }
  }

  /** Throws a `UserError` if the end of the file has changed since it was read. */
  async checkEnd(): Promise<void> {
    await this.#block(this.#digests.length - 1);
  }

  async #block(index: number): Promise<Buffer> {
    const block = Buffer.allocUnsafe(blockSize);
    let length = 0;
    while (length < blockSize) {
      const { bytesRead } = await this.#file.read(
        block,
        length,
        blockSize - length,
        index * blockSize + length,
      );
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    const bytes = block.subarray(0, length);
    const digest = createHash('sha256').update(bytes).digest('base64');
    this.#digests[index] ??= digest;
    if (this.#digests[index] !== digest) throw fileChanged(this.#name);
    return bytes;
  }
}
