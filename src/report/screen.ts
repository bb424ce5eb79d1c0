import { Writable } from 'node:stream';
import { ProgressCount, progressLine, type ShowProgress } from './progress.js';
import { columnsOf } from './text.js';

/** What a screen needs of a terminal. */
export interface Terminal {
  /** 0 or absent where the terminal does not say. */
  readonly columns?: number;
  write(text: string): unknown;
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
}

/** Columns of a terminal that says nothing about its width. */
const usualWidth = 80;

/** Between two looks at the progress, in ms. */
const interval = 200;

const clearLine = '\r\u001B[2K';
const oneLineUp = '\u001B[1A';

/** A terminal with log lines above and one line of progress below them. */
export class Screen {
  readonly #terminal: Terminal;
  /** The line of progress as it is drawn; empty where there is none. */
  #drawn = '';
  #stop: (() => void) | undefined;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Where log lines go. */
  readonly lines = new Writable({
    decodeStrings: false,
    write: (text: string, _encoding, done) => {
      const line = this.#drawn;
      this.#clear();
      this.#terminal.write(text.endsWith('\n') ? text : `${text}\n`);
      this.#draw(line);
      done();
    },
  });

  /** Shows progress until it is disposed of. */
  readonly show: ShowProgress = (course) => {
    const count = new ProgressCount(course, performance.now());
    const redraw = (): void => {
      this.#clear();
      this.#draw(progressLine(count.standing(performance.now()), this.#width - 1));
    };
    const timer = setInterval(redraw, interval);
    timer.unref();
    this.#terminal.on('resize', redraw);
    this.#stop = () => {
      clearInterval(timer);
      this.#terminal.off('resize', redraw);
      this.#clear();
    };
    redraw();
    return {
      settled: (status) => {
        count.settled(status);
      },
      [Symbol.dispose]: () => {
        this.close();
      },
    };
  };

  /** Takes the progress off the terminal. */
  close(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  get #width(): number {
    const { columns = 0 } = this.#terminal;
    return columns > 0 ? columns : usualWidth;
  }

  #draw(line: string): void {
    this.#drawn = line;
    if (line !== '') this.#terminal.write(line);
  }

  /** A window that became narrower has broken the line into several. */
  #clear(): void {
    if (this.#drawn === '') return;
    const lines = Math.max(Math.ceil(columnsOf(this.#drawn) / this.#width), 1);
    this.#terminal.write(clearLine + `${oneLineUp}${clearLine}`.repeat(lines - 1));
    this.#drawn = '';
  }
}
