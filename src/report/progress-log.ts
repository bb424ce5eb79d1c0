import type { Logger } from 'pino';
import { Headway, type ShowProgress } from './progress.js';

/** Between two lines, in ms. */
const interval = 30_000;

/** Progress for a log: a line every 30 s, and one at the end. */
export function logProgress(log: Pick<Logger, 'info'>): ShowProgress {
  return (rows, pace) => {
    const headway = new Headway(rows, pace, performance.now());
    const say = (): void => {
      const { done, rows: all, counts, speed, rate, hold } = headway.standing(performance.now());
      const perSecond = Number(speed.toFixed(1));
      log.info({ done, rows: all, ...counts, perSecond, rate: Number(rate.toFixed(1)), hold }, 'under way');
    };
    const timer = setInterval(say, interval);
    return {
      add: (status) => {
        headway.add(status);
      },
      [Symbol.dispose]: () => {
        clearInterval(timer);
        say();
      },
    };
  };
}
