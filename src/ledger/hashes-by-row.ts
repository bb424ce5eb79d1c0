import { hashBytes, packHashes, unpackHashes, type RowHashes } from './hashes.js';

/** Rows in a part; parts are added as rows come, so none is copied. */
const rowsInPart = 65_536;

/** The hashes of the rows of a file, by number: 6 bytes a row. */
export class HashesByRow {
  readonly #parts: Buffer[] = [];

  set(row: number, hashes: RowHashes): void {
    const part = Math.floor(row / rowsInPart);
    while (this.#parts.length <= part) this.#parts.push(Buffer.alloc(rowsInPart * hashBytes));
    const bytes = this.#parts[part];
    if (bytes !== undefined) packHashes(hashes, bytes, (row % rowsInPart) * hashBytes);
  }

  /** The hashes of a row that was set. */
  hashesOf(row: number): RowHashes {
    const bytes = this.#parts[Math.floor(row / rowsInPart)] ?? Buffer.alloc(0);
    return unpackHashes(bytes, (row % rowsInPart) * hashBytes);
  }
}
