import { fatal } from './error-entry.js';
import type { ErrorReply, Reply } from './reply.js';
import type { ServerSettings } from './settings.js';

/** Failures in a row before the server counts as gone: connections not made, and calls sent without an answer. */
const leastConnections = 2;
const leastCalls = 10;

/** Calls in a row that ran out of retries before the run stops. */
const mostExhausted = 10;

/** Failures in a row, and the instant of the first, in ms of `performance.now()`. */
class Streak {
  count = 0;
  since = 0;

  add(instant: number): void {
    this.since = this.count === 0 ? instant : Math.min(this.since, instant);
    this.count += 1;
  }
}

/**
 * What all calls together say about the server: this machine's address is banned, it never answers, or every call runs out of
 * retries. A reply that is one too many becomes fatal. Instants are ms of `performance.now()`.
 */
export class ServerHealth {
  readonly #settings: Pick<ServerSettings, 'banPause' | 'silence' | 'retries'>;
  readonly #unconnected = new Streak();
  readonly #unanswered = new Streak();
  readonly #exhausted = new Streak();
  #banBegan = -Infinity;
  #bannedUntil = -Infinity;
  #banWasWaitedFor = false;

  constructor(settings: Pick<ServerSettings, 'banPause' | 'silence' | 'retries'>) {
    this.#settings = settings;
  }

  /** No call may go before this instant. */
  get bannedUntil(): number {
    return this.#bannedUntil;
  }

  /** Whether connections fail at this moment. */
  get isUnreachable(): boolean {
    return this.#unconnected.count >= leastConnections;
  }

  /** Judges the reply to one attempt that was sent at `sentAt`. */
  judge(reply: Reply, sentAt: number): Reply {
    return this.#judgeSilence(this.#judgeBan(reply, sentAt), sentAt);
  }

  /** Judges the last reply to a call begun at `begunAt`, all its retries included. */
  judgeLast(reply: Reply, begunAt: number): Reply {
    if (reply.kind === 'success' || (reply.entry.kind !== 'busy' && reply.entry.kind !== 'lost')) {
      this.#exhausted.count = 0;
      return reply;
    }
    this.#exhausted.add(begunAt);
    if (this.#exhausted.count < mostExhausted) return reply;
    const since = timeOf(this.#exhausted.since);
    return madeFatal(
      reply,
      `the server is unreachable or busy since ${since}: ten calls in a row ran out of retries, the last because ${reply.entry.meaning}`,
    );
  }

  /** Calls in flight when a ban began meet the same ban. If the next call after the pause meets one again, waiting does not help. */
  #judgeBan(reply: Reply, sentAt: number): Reply {
    if (reply.kind === 'success' || reply.code !== 'address-banned') {
      if (sentAt > this.#banBegan && cameFromTheApi(reply)) this.#banWasWaitedFor = false;
      return reply;
    }
    if (sentAt <= this.#banBegan) return reply;
    if (this.#banWasWaitedFor) {
      return madeFatal(reply, `${reply.entry.meaning}, and again after the importer waited`);
    }
    this.#banBegan = performance.now();
    this.#bannedUntil = this.#banBegan + this.#settings.banPause;
    this.#banWasWaitedFor = true;
    return reply;
  }

  #judgeSilence(reply: Reply, sentAt: number): Reply {
    const silence = reply.kind === 'success' ? undefined : silences.get(reply.code);
    if (reply.kind === 'success' || silence === undefined) {
      if (reply.kind === 'success' || reply.entry.kind !== 'lost') {
        this.#unconnected.count = 0;
        this.#unanswered.count = 0;
      }
      return reply;
    }
    if (reply.code === 'no-connection') this.#unconnected.add(sentAt);
    this.#unanswered.add(sentAt);
    // One row that is never answered says nothing about the server, however often it is sent.
    const calls = Math.max(leastCalls, this.#settings.retries + 2);
    const isGone =
      (reply.code === 'no-connection' && this.#isOver(this.#unconnected, leastConnections)) ||
      this.#isOver(this.#unanswered, calls);
    return isGone ? madeFatal(reply, `the server ${silence} since ${timeOf(this.#unanswered.since)}`) : reply;
  }

  #isOver({ count, since }: Streak, least: number): boolean {
    return count >= least && performance.now() - since >= this.#settings.silence;
  }
}

const silences: ReadonlyMap<string, string> = new Map([
  ['no-connection', 'could not be reached'],
  ['no-answer', 'gave no answer'],
  ['connection-cut', 'gave no answer'],
]);

function cameFromTheApi(reply: Reply): boolean {
  return reply.kind === 'success' || (reply.entry.kind !== 'lost' && reply.code !== 'no-connection');
}

/** What a lost call may have done, it still may have done. */
function madeFatal(reply: ErrorReply, meaning: string): ErrorReply {
  const { kind, advice } = reply.entry;
  const entry = fatal(meaning, advice);
  return { ...reply, entry: kind === 'lost' ? { ...entry, doubtful: true } : entry };
}

function timeOf(instant: number): string {
  return `${new Date(performance.timeOrigin + instant).toISOString().slice(0, 19)}Z`;
}
