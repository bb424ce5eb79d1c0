import type { Hold, Pace } from '../dingtalk/connect.js';
import { noRows, statuses, type Status } from '../outcome.js';
import { timeLeft } from './text.js';

/** Shows how far a run is, until it is disposed of. */
export interface Progress extends Disposable {
  /** One more row is settled. */
  settled(status: Status): void;
}

/** What progress is measured with: the rows of the run, for a shard an estimate at first, and the pace of its calls. */
export interface Course {
  readonly rows: () => number;
  readonly pace: () => Pace;
}

/** Begins to show the progress of a run. */
export type ShowProgress = (course: Course) => Progress;

/** Shows nothing. */
export const noProgress: ShowProgress = () => ({
  settled: () => undefined,
  [Symbol.dispose]: () => undefined,
});

/** How far a run is at one moment. */
export interface Standing extends Pace {
  readonly rows: number;
  readonly done: number;
  readonly counts: Readonly<Record<Status, number>>;
  /** Rows a second over the last half minute. */
  readonly speed: number;
}

/** The speed is measured over this many samples, one each so many ms. */
const mostSamples = 30;
const sampleInterval = 1_000;

/** Counts settled rows, and how fast they are. Instants are arguments, in ms of any one clock. */
export class ProgressCount {
  readonly #course: Course;
  readonly #counts: Record<Status, number> = noRows();
  readonly #samples: { readonly at: number; readonly done: number }[] = [];
  #done = 0;

  constructor(course: Course, now: number) {
    this.#course = course;
    this.#samples.push({ at: now, done: 0 });
  }

  settled(status: Status): void {
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
    const { rows, pace } = this.#course;
    return { rows: rows(), done: this.#done, counts: { ...this.#counts }, speed, ...pace() };
  }
}

const barWidth = 20;

/** One line of at most so many columns; in a narrow window, less important parts are left out. */
export function progressLine(standing: Standing, columns: number): string {
  const { rows, done, counts, speed, rate, hold } = standing;
  const share = rows === 0 ? 1 : Math.min(done / rows, 1);
  const full = Math.round(share * barWidth);
  const filled = statuses
    .filter((status) => counts[status] > 0)
    .map((status) => `${counts[status]} ${status}`);
  // While calls are held back, the speed says nothing about the rest.
  const left =
    hold === undefined && speed > 0 && done < rows ? `${timeLeft((rows - done) / speed)} left` : '';
  // In the order of importance; `place` is the order of reading.
  const parts = [
    { text: `${Math.floor(share * 100)}%`.padStart(4), place: 1 },
    { text: hold === undefined ? '' : holdWords(hold), place: 6 },
    { text: left, place: 7 },
    { text: `${done}/${rows}`, place: 2 },
    { text: filled.join(' '), place: 5 },
    { text: `${speed.toFixed(1)} rows/s`, place: 3 },
    { text: `[${'='.repeat(full)}${' '.repeat(barWidth - full)}]`, place: 0 },
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

const holdKinds: Readonly<Record<Hold['kind'], string>> = {
  throttled: 'throttled',
  banned: 'address banned',
  unreachable: 'server unreachable',
  token: 'waiting for a token',
};

/** What holds calls back, and until when, in local time: `throttled until 14:03:20`. */
export function holdWords({ kind, until }: Hold): string {
  return until === undefined
    ? holdKinds[kind]
    : `${holdKinds[kind]} until ${until.toTimeString().slice(0, 8)}`;
}
