import { fatal } from './error-entry.js';
import type { Refusal, Reply } from './reply.js';

/** Connections that could not be made, and calls that were sent without an answer, at least. */
const leastConnections = 2;
const leastCalls = 10;

/** Calls in a row, and when the first of them went. */
interface Streak {
  count: number;
  since: number;
}

/** Watches whether the server is there at all: a run without a network ends in seconds, whatever its rows would still try. */
export class Reachability {
  readonly #patience: number;
  readonly #leastCalls: number;
  readonly #unconnected: Streak = { count: 0, since: 0 };
  readonly #unanswered: Streak = { count: 0, since: 0 };

  /**
   * `patience`: how long the server may be silent, in ms; shorter than that it's only a bad moment. `retries` of one row: a
   * row that is never answered, alone, doesn't speak for the server.
   */
  constructor(patience: number, retries: number) {
    this.#patience = patience;
    this.#leastCalls = Math.max(leastCalls, retries + 2);
  }

  /** A reply to a call that went at `sentAt` (`performance.now()`); it becomes fatal where it's one failure too many. */
  judge(reply: Reply, sentAt: number): Reply {
    const silence = reply.kind === 'success' ? undefined : silences.get(reply.code);
    if (reply.kind === 'success' || silence === undefined) {
      if (reply.kind === 'success' || reply.entry.kind !== 'lost') this.#reset();
      return reply;
    }
    const unconnected =
      reply.code === 'no-connection' && this.#isOver(this.#unconnected, leastConnections, sentAt);
    const unanswered = this.#isOver(this.#unanswered, this.#leastCalls, sentAt);
    return unconnected || unanswered ? gone(reply, silence, this.#unanswered.since) : reply;
  }

  #isOver(streak: Streak, least: number, sentAt: number): boolean {
    streak.since = streak.count === 0 ? sentAt : Math.min(streak.since, sentAt);
    streak.count += 1;
    return streak.count >= least && performance.now() - streak.since >= this.#patience;
  }

  #reset(): void {
    this.#unconnected.count = 0;
    this.#unanswered.count = 0;
  }
}

/** What each way of not answering is, in the words of a sentence. */
const silences: ReadonlyMap<string, string> = new Map([
  ['no-connection', 'could not be reached'],
  ['no-answer', 'gave no answer'],
  ['connection-cut', 'gave no answer'],
]);

/** Fatal, but what may have been done still may. */
function gone(refusal: Refusal, silence: string, since: number): Refusal {
  const at = new Date(performance.timeOrigin + since).toISOString().slice(0, 19);
  const { kind, advice } = refusal.entry;
  const entry = fatal(`the server ${silence} since ${at}Z`, advice);
  return { ...refusal, entry: kind === 'lost' ? { ...entry, doubtful: true } : entry };
}
