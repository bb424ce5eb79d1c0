import type { Logger } from 'pino';
import { holdWords, ProgressCount, type ShowProgress } from './progress.js';

/** Between two lines, in ms. */
const interval = 30_000;

/** Progress for a log: a line every 30 s, and one at the end. */
export function logProgress(log: Pick<Logger, 'info'>): ShowProgress {
  return (course) => {
    const count = new ProgressCount(course, performance.now());
    const write = (): void => {
      const { done, rows, counts, speed, rate, hold } = count.standing(performance.now());
      const facts = {
        done,
        rows,
        ...counts,
        perSecond: Number(speed.toFixed(1)),
        rate: Number(rate.toFixed(1)),
      };
      log.info({ ...facts, hold: hold === undefined ? undefined : holdWords(hold) }, 'progress');
    };
    const timer = setInterval(write, interval);
    return {
      settled: (status) => {
        count.settled(status);
      },
      [Symbol.dispose]: () => {
        clearInterval(timer);
        write();
      },
    };
  };
}
