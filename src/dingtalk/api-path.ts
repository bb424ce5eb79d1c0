import type { Pacer } from './pacer.js';
import type { Reply } from './reply.js';

/** One API path: its pace, its calls so far, and what they say about it. Instants are ms of `performance.now()`. */
export class ApiPath {
  readonly name: string;
  readonly pacer: Pacer;
  calls = 0;
  /** When the pace last fell. */
  slowedAt = -Infinity;
  #throttledSince: number | undefined;
  #wasUnderstood = false;

  constructor(name: string, pacer: Pacer) {
    this.name = name;
    this.pacer = pacer;
  }

  /** Notes whether the server throttles or understands the path. An error of the request is then only the row's. */
  judge(reply: Reply, now: number): Reply {
    const isError = reply.kind === 'error';
    const isThrottle = isError && reply.entry.kind === 'throttled';
    this.#throttledSince = isThrottle ? (this.#throttledSince ?? now) : undefined;
    this.#wasUnderstood ||= !isError || reply.entry.kind === 'row' || reply.entry.kind === 'exists';
    const isOfRow = isError && reply.entry.badRequest === true && this.#wasUnderstood;
    return isOfRow ? { ...reply, entry: { ...reply.entry, kind: 'row' } } : reply;
  }

  /** How long it is throttled without a call that got through, in ms. */
  throttledFor(now: number): number {
    return now - (this.#throttledSince ?? now);
  }
}
