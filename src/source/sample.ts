/** The first rows of a file, as evidence of what its columns have: at most this many, with so many characters together. */
const mostRows = 200;
const mostCharacters = 262_144;

/** Collects the first rows of a file; rows that are too long end it. */
export class Sample {
  readonly #rows: (readonly string[])[] = [];
  #characters = 0;

  add(cells: readonly string[]): void {
    if (this.#rows.length >= mostRows || this.#characters > mostCharacters) return;
    this.#characters += cells.reduce((sum, cell) => sum + cell.length, 0);
    if (this.#characters <= mostCharacters) this.#rows.push(cells);
  }

  /** The cells at these positions; empty ones where a row is short. */
  rows(positions: readonly number[]): readonly (readonly string[])[] {
    return this.#rows.map((cells) => positions.map((at) => cells[at] ?? ''));
  }
}
