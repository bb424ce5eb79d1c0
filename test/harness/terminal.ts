import { EventEmitter } from 'node:events';
import stringWidth from 'string-width';

/** A terminal that draws into lines of text, with what a progress line needs: carriage return, line feed, wrapping, and two escape codes. */
export class FakeTerminal extends EventEmitter {
  columns: number;
  #lines: string[] = [''];
  #row = 0;
  #column = 0;

  /** `columns` may be 0, as of a terminal that does not know its width; it then draws 80. */
  constructor(columns: number) {
    super();
    this.columns = columns;
  }

  write(text: string): boolean {
    for (const [part] of text.matchAll(/\u001b\[(\d*)([A-Z])|[^]/gu)) this.#put(part);
    return true;
  }

  /** Changes the width as a window does: lines that are too long are broken. */
  resize(columns: number): void {
    this.columns = columns;
    const broken = this.#lines.flatMap((line) => line.match(new RegExp(`.{1,${columns}}`, 'gu')) ?? ['']);
    this.#lines = broken;
    this.#row = broken.length - 1;
    this.#column = stringWidth(broken.at(-1) ?? '');
    this.emit('resize');
  }

  /** The lines as they are seen, without empty ones at the end. */
  get lines(): readonly string[] {
    const lines = this.#lines.map((line) => line.trimEnd());
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  #put(part: string): void {
    const width = this.columns === 0 ? 80 : this.columns;
    if (part === '\r') this.#column = 0;
    else if (part === '\n') this.#moveTo(this.#row + 1, 0);
    else if (part === '\u001b[2K') this.#lines[this.#row] = '';
    else if (part === '\u001b[1A') this.#moveTo(Math.max(this.#row - 1, 0), this.#column);
    else if (part.startsWith('\u001b')) throw new Error(`unknown escape code ${JSON.stringify(part)}`);
    else {
      if (this.#column + stringWidth(part) > width) this.#moveTo(this.#row + 1, 0);
      const line = this.#lines[this.#row] ?? '';
      this.#lines[this.#row] =
        line.slice(0, this.#column).padEnd(this.#column) + part + line.slice(this.#column + 1);
      this.#column += stringWidth(part);
    }
  }

  #moveTo(row: number, column: number): void {
    while (this.#lines.length <= row) this.#lines.push('');
    this.#row = row;
    this.#column = column;
  }
}
