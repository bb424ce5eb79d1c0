import { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { MultiBar } from 'cli-progress';
import { Headway, progressLine, type Progress, type ShowProgress } from './progress.js';

/** Looks at the headway a second. */
const framesPerSecond = 5;

/** A terminal that has log lines above and the progress of the run below them. */
export class Screen {
  readonly #terminal: WriteStream;
  #bars: MultiBar | undefined;

  constructor(terminal: WriteStream) {
    this.#terminal = terminal;
  }

  /** Where log lines go: above the progress while there is one. */
  readonly lines = new Writable({
    decodeStrings: false,
    write: (text: string, _encoding, done) => {
      if (this.#bars === undefined) this.#terminal.write(text);
      else this.#bars.log(text.endsWith('\n') ? text : `${text}\n`);
      done();
    },
  });

  readonly show: ShowProgress = (rows, pace) => {
    const headway = new Headway(rows, pace, performance.now());
    const line = (): string => progressLine(headway.standing(performance.now()), this.#terminal.columns - 1);
    // Its own way to end at a signal would end before what is in flight has settled.
    const bars = new MultiBar({
      stream: this.#terminal,
      format: line,
      forceRedraw: true,
      gracefulExit: false,
      linewrap: true,
      hideCursor: false,
      clearOnComplete: true,
      fps: framesPerSecond,
    });
    bars.create(rows(), 0);
    this.#bars = bars;
    return this.#shown(headway);
  };

  /** Takes the progress off the terminal, and what was to be logged is on it; for a process that ends at once. */
  close(): void {
    const bars = this.#bars;
    if (bars === undefined) return;
    this.#bars = undefined;
    bars.update();
    bars.stop();
  }

  #shown(headway: Headway): Progress {
    return {
      add: (status) => {
        headway.add(status);
      },
      [Symbol.dispose]: () => {
        this.close();
      },
    };
  }
}
