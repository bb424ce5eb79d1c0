import { EventEmitter } from 'node:events';
import { columnsOf } from '../../src/report/text.js';

const escape = String.fromCharCode(27);
const escapeOrCharacter = new RegExp(`${escape}\\[\\d*[A-Z]|[^]`, 'gu');

/**
 * A terminal that draws into lines, with what a line of progress needs: carriage return, line feed, wrapping, clearing a line,
 * going up. A wide character takes two cells, the second of them empty.
 */
export class FakeTerminal extends EventEmitter {
  columns: number;
  #lines: string[][] = [[]];
  #row = 0;
  #column = 0;

  /** `columns` may be 0, as of a terminal that does not know its width; it then draws 80. */
  constructor(columns: number) {
    super();
    this.columns = columns;
  }

  write(text: string): boolean {
    for (const part of text.match(escapeOrCharacter) ?? []) this.#put(part);
    return true;
  }

  /** Changes the width as a window does: lines that are too long are broken. */
  resize(columns: number): void {
    this.columns = columns;
    this.#lines = this.#lines
      .slice(0, this.#row + 1)
      .flatMap((line) =>
        Array.from({ length: Math.max(Math.ceil(line.length / columns), 1) }, (_, at) =>
          line.slice(at * columns, (at + 1) * columns),
        ),
      );
    this.#row = this.#lines.length - 1;
    this.#column = this.#lines.at(-1)?.length ?? 0;
    this.emit('resize');
  }

  /** The lines as they are seen, without empty ones at the end. */
  get lines(): readonly string[] {
    const lines = this.#lines.map((line) => line.join('').trimEnd());
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  #put(part: string): void {
    const width = this.columns === 0 ? 80 : this.columns;
    if (part === '\r') this.#column = 0;
    else if (part === '\n') this.#moveTo(this.#row + 1, 0);
    else if (part === '\u001b[2K') this.#lines[this.#row] = [];
    else if (part === '\u001b[1A') this.#moveTo(Math.max(this.#row - 1, 0), this.#column);
    else if (part.startsWith('\u001b')) throw new Error(`unknown escape code ${JSON.stringify(part)}`);
    else {
      const cells = columnsOf(part) === 2 ? [part, ''] : [part];
      if (this.#column + cells.length > width) this.#moveTo(this.#row + 1, 0);
      const line = this.#lines[this.#row] ?? [];
      while (line.length < this.#column) line.push(' ');
      line.splice(this.#column, cells.length, ...cells);
      this.#column += cells.length;
    }
  }

  #moveTo(row: number, column: number): void {
    while (this.#lines.length <= row) this.#lines.push([]);
    this.#row = row;
    this.#column = column;
  }
}
