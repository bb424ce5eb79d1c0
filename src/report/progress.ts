import type { Pace } from '../dingtalk/connect.js';
import { noRows, statuses, type Status } from '../outcome.js';
import { countdown } from './text.js';

/** Shows how far a run is, from here on until it's disposed of. */
export interface Progress extends Disposable {
  /** One more row is done. */
  add(status: Status): void;
}

/** Begins to show the progress of a run over so many rows; of a shard's run their number is an estimate at first. */
export type ShowProgress = (rows: () => number, pace: () => Pace) => Progress;

/** Shows nothing. */
export const noProgress: ShowProgress = () => ({ add: () => undefined, [Symbol.dispose]: () => undefined });

/** How far a run is. */
export interface Standing extends Pace {
  readonly rows: number;
  readonly done: number;
  readonly counts: Readonly<Record<Status, number>>;
  /** Rows a second of late. */
  readonly speed: number;
}

/** Samples from which the speed is taken, and ms between them: that of the last half minute. */
const mostSamples = 30;
const sampleInterval = 1_000;

/** Counts rows as they are done, and how fast they are of late. Instants are arguments, in ms of any one clock. */
export class Headway {
  readonly #rows: () => number;
  readonly #pace: () => Pace;
  readonly #counts: Record<Status, number> = noRows();
  readonly #samples: { readonly at: number; readonly done: number }[] = [];
  #done = 0;

  constructor(rows: () => number, pace: () => Pace, now: number) {
    this.#rows = rows;
    this.#pace = pace;
    this.#samples.push({ at: now, done: 0 });
  }

  add(status: Status): void {
    this.#counts[status] += 1;
    this.#done += 1;
  }

  standing(now: number): Standing {
    const last = this.#samples.at(-1);
    if (last === undefined || now - last.at >= sampleInterval) {
      this.#samples.push({ at: now, done: this.#done });
      if (this.#samples.length > mostSamples) this.#samples.shift();
    }
    const first = this.#samples[0] ?? { at: now, done: this.#done };
    const seconds = (now - first.at) / 1_000;
    const speed = seconds > 0 ? (this.#done - first.done) / seconds : 0;
    return { rows: this.#rows(), done: this.#done, counts: { ...this.#counts }, speed, ...this.#pace() };
  }
}

const barWidth = 20;

/** How far a run is, on one line of at most so many columns: what matters less is left out where the window is narrow. */
export function progressLine({ rows, done, counts, speed, rate, hold }: Standing, columns: number): string {
  const share = rows === 0 ? 1 : done / rows;
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  const full = Math.round(share * barWidth);
  const bar = `[${'='.repeat(full)}${' '.repeat(barWidth - full)}]`;
  const filled = statuses
    .filter((status) => counts[status] > 0)
    .map((status) => `${counts[status]} ${status}`);
  const held = { throttled: 'throttled', token: 'waiting for a token', none: '' }[hold ?? 'none'];
  const left = speed > 0 && done < rows ? `${countdown((rows - done) / speed)} left` : '';
  // In the order of importance; shown in the order of reading.
  const parts = [
    { text: percent, place: 1 },
    { text: held, place: 6 },
    { text: left, place: 7 },
    { text: `${done}/${rows}`, place: 2 },
    { text: filled.join(' '), place: 5 },
    { text: `${speed.toFixed(1)} rows/s`, place: 3 },
    { text: bar, place: 0 },
    { text: `at most ${Number(rate.toFixed(1))}/s`, place: 4 },
  ].filter(({ text }) => text !== '');
  const shown: typeof parts = [];
  let width = 0;
  for (const part of parts) {
    if (width + part.text.length + 1 > columns) continue;
    shown.push(part);
    width += part.text.length + 1;
  }
  return shown
    .sort((one, other) => one.place - other.place)
    .map(({ text }) => text)
    .join(' ');
}
