import pRetry from 'p-retry';
import type { Reply } from './reply.js';

export interface RetrySettings {
  /** More attempts after the first, at least 0. */
  readonly retries: number;
  /** The least wait before the second attempt, in ms; it doubles with each further one. */
  readonly firstWait: number;
}

/** Nothing was sent because the run stopped. */
export interface Stopped {
  readonly kind: 'stopped';
}

/** Longest wait between two attempts, in ms. */
const longestWait = 30_000;

class WorthAnother extends Error {}

/**
 * Attempts a call until its reply is neither busy nor lost, at most `retries` times more, and gives the last reply. The
 * waits double, each stretched by a random factor of 1 to 2 (3 retries from 1,000 ms: 7 to 14 s in all), and end at once
 * when `signal` is aborted; an attempt never does.
 */
export async function withRetries(
  { retries, firstWait }: RetrySettings,
  signal: AbortSignal,
  attempt: () => Promise<Reply | Stopped>,
): Promise<Reply | Stopped> {
  // Kept here because p-retry throws a finished attempt's reply away when the signal came meanwhile.
  let last: Reply | Stopped | undefined;
  try {
    await pRetry(
      async () => {
        const reply = await attempt();
        if (reply.kind === 'stopped') return;
        last = reply;
        if (reply.kind === 'refusal' && isWorthAnother(reply.entry.kind)) throw new WorthAnother();
      },
      {
        retries,
        minTimeout: firstWait,
        maxTimeout: longestWait,
        factor: 2,
        randomize: true,
        signal,
        shouldRetry: ({ error }) => error instanceof WorthAnother,
      },
    );
  } catch (error) {
    if (!(error instanceof WorthAnother) && error !== signal.reason) throw error;
  }
  return last ?? { kind: 'stopped' };
}

function isWorthAnother(kind: string): boolean {
  return kind === 'busy' || kind === 'lost';
}
