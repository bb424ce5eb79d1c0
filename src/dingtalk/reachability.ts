import { fatal } from './error-entry.js';
import type { Reply } from './reply.js';

/** How long the server may be out of reach before no further attempt is worth it, in ms, and attempts at least. */
const patience = 20_000;
const attempts = 2;

/** Watches whether the server can be reached at all: a run without a network ends in seconds, whatever its rows would still try. */
export class Reachability {
  #failed = 0;
  #since = 0;

  /** A reply to a call that went at `sentAt` (`performance.now()`); it becomes fatal where it's one failure too many. */
  judge(reply: Reply, sentAt: number): Reply {
    if (reply.kind === 'success' || reply.code !== 'no-connection') {
      if (reply.kind === 'success' || reply.entry.kind !== 'lost') this.#failed = 0;
      return reply;
    }
    if (this.#failed === 0) this.#since = sentAt;
    this.#failed += 1;
    if (this.#failed < attempts || performance.now() - this.#since < patience) return reply;
    const since = new Date(performance.timeOrigin + this.#since).toISOString().slice(0, 19);
    return {
      ...reply,
      entry: fatal(`the server could not be reached since ${since}Z`, reply.entry.advice),
    };
  }
}
