import { fatal } from './error-entry.js';
import type { Refusal, Reply } from './reply.js';

/** The ban of this machine's address (dingtalk-api.md section 8.1): it holds back every path, and is waited out once. */
export class Ban {
  readonly #pause: number;
  #began = -Infinity;
  #until = -Infinity;
  #waitedOut = false;

  /** `pause` in ms. */
  constructor(pause: number) {
    this.#pause = pause;
  }

  /** No call may go before this instant of `performance.now()`. */
  get until(): number {
    return this.#until;
  }

  /**
   * What a reply to a call that went at `sentAt` says of the ban. Calls in flight when it began tell of the same one. If
   * the next call after the pause meets a ban again, waiting doesn't help, and the reply becomes fatal.
   */
  judge(reply: Reply, sentAt: number): Reply {
    if (reply.kind === 'success' || reply.code !== 'address-banned') {
      if (sentAt > this.#began && isAnswer(reply)) this.#waitedOut = false;
      return reply;
    }
    if (sentAt <= this.#began) return reply;
    if (this.#waitedOut) return bannedAgain(reply);
    this.#began = performance.now();
    this.#until = this.#began + this.#pause;
    this.#waitedOut = true;
    return reply;
  }
}

/** Whether it came from the API: a call that found no way there, or no way back, says nothing. */
function isAnswer(reply: Reply): boolean {
  return reply.kind === 'success' || (reply.entry.kind !== 'lost' && reply.code !== 'no-connection');
}

function bannedAgain(refusal: Refusal): Refusal {
  const { meaning, advice } = refusal.entry;
  return { ...refusal, entry: fatal(`${meaning}, and again after they were waited for`, advice) };
}
