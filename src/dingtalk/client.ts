import pRetry from 'p-retry';
import { ApiPath } from './api-path.js';
import { FoundRate } from './found-rate.js';
import { nextAction } from './next-action.js';
import { Pacer } from './pacer.js';
import { GivenRate, type Rate } from './rate.js';
import { isMasked, redact } from './redact.js';
import { readReply, readTokenReply, type Reply } from './reply.js';
import { ServerHealth } from './server-health.js';
import type { CallControl, Log, Pace, ServerSettings, Stopped, UsableCredentials } from './settings.js';
import { ThrottleCount, type Throttled } from './throttle-count.js';
import { TokenKeeper, withoutToken } from './token.js';
import { Transport } from './transport.js';

/** One call. */
export interface Request {
  readonly path: string;
  readonly json: unknown;
  /** Masked where the reply repeats it. */
  readonly phone?: string;
  /** Checks the body of a success; a body that is not as documented is a lost answer. */
  readonly check?: (reply: Extract<Reply, { kind: 'success' }>) => Reply;
}

/** Sees each attempt of a call. */
export interface Attempts {
  /** Before it is sent; `false` forbids it and ends the call. */
  sending(): Promise<boolean>;
  answered(reply: Reply): Promise<void>;
}

export const tokenPath = '/v1.0/oauth2/accessToken';

/** Longest wait between two attempts, in ms. */
const longestWait = 30_000;

/** Ends an attempt that is not the last. */
class TryAgain extends Error {
  readonly costsRetry: boolean;

  constructor(costsRetry: boolean) {
    super();
    this.costsRetry = costsRetry;
  }
}

/** How far a call is: its last reply that was neither a throttle nor a rejected token. */
interface CallProgress {
  tokenWasReplaced: boolean;
  last: Reply | undefined;
}

/** Calls the API. It is the only place that sends, waits and tries again. */
export class Client {
  readonly #settings: ServerSettings;
  readonly #control: CallControl;
  readonly #log: Log;
  readonly #transport: Transport;
  readonly #tokens: TokenKeeper;
  readonly #health: ServerHealth;
  readonly #throttles = new ThrottleCount();
  readonly #paths = new Map<string, ApiPath>();
  readonly #secrets = new Set<string>();

  constructor(settings: ServerSettings, credentials: UsableCredentials, control: CallControl, log: Log) {
    this.#settings = settings;
    this.#control = control;
    this.#log = log;
    this.#health = new ServerHealth(settings);
    this.#transport = new Transport(settings.timeout, settings.proxies, control.abandon);
    this.#tokens = new TokenKeeper(credentials, (appKey, appSecret) => {
      this.#keepSecret('DINGTALK_APP_KEY', appKey);
      this.#keepSecret('DINGTALK_APP_SECRET', appSecret);
      return this.call({ path: tokenPath, json: { appKey, appSecret } });
    });
  }

  /**
   * Makes one call and gives its last reply, free of secrets. Busy and lost attempts are sent again, `retries` times at most:
   * the waits double, each stretched by a random factor of 1 to 2 (3 retries from 1,000 ms: 7 to 14 s in all). Throttles and a
   * new token cost no retry. A run that stops ends the waits at once; an attempt in flight goes on.
   */
  async call(request: Request, attempts?: Attempts): Promise<Reply | Stopped> {
    const { retries, firstWait } = this.#settings;
    const { signal } = this.#control;
    const begunAt = performance.now();
    const state: CallProgress = { tokenWasReplaced: false, last: undefined };
    try {
      await pRetry(() => this.#attempt(request, attempts, state), {
        // p-retry gives up on a free attempt too once its own retries are used up.
        retries: Infinity,
        minTimeout: firstWait,
        maxTimeout: longestWait,
        factor: 2,
        randomize: true,
        signal,
        shouldRetry: ({ error, retriesConsumed }) =>
          error instanceof TryAgain && (!error.costsRetry || retriesConsumed < retries),
        shouldConsumeRetry: ({ error }) => !(error instanceof TryAgain) || error.costsRetry,
      });
    } catch (error) {
      if (!(error instanceof TryAgain) && error !== signal.reason) throw error;
    }
    return state.last === undefined ? { kind: 'stopped' } : this.#health.judgeLast(state.last, begunAt);
  }

  /** The pace of a path at this moment. */
  pace(path: string): Pace {
    const now = performance.now();
    const { rate } = this.#path(path).pacer;
    const { bannedUntil, isUnreachable } = this.#health;
    const until = (instant: number): Date => new Date(performance.timeOrigin + instant);
    if (bannedUntil > now) return { rate, hold: { kind: 'banned', until: until(bannedUntil) } };
    if (isUnreachable) return { rate, hold: { kind: 'unreachable' } };
    if (this.#tokens.isAwaited) return { rate, hold: { kind: 'token' } };
    const throttledUntil = this.#throttles.until;
    return {
      rate,
      hold: throttledUntil > now ? { kind: 'throttled', until: until(throttledUntil) } : undefined,
    };
  }

  /** Throttles so far, on all paths. */
  throttled(): Throttled {
    return this.#throttles.sum(performance.now());
  }

  /** Attempts sent so far to a path. */
  calls(path: string): number {
    return this.#paths.get(path)?.calls ?? 0;
  }

  /** Closes the connections. */
  close(): void {
    this.#transport.close();
  }

  /** One attempt: token, turn, sending, reply. Throws `TryAgain` if it is not the last. */
  async #attempt(request: Request, attempts: Attempts | undefined, state: CallProgress): Promise<void> {
    const { signal } = this.#control;
    const path = this.#path(request.path);
    const token = request.path === tokenPath ? undefined : await this.#tokens.get();
    if (token?.kind === 'stopped') return;
    if (token?.kind === 'error') {
      state.last = withoutToken(token);
      return;
    }
    await path.pacer.turn(signal);
    if (signal.aborted) return;
    // What happens from here on, this attempt can't have known.
    const sentAt = performance.now();
    const { bannedUntil } = this.#health;
    if (bannedUntil > sentAt) {
      path.pacer.pauseUntil(bannedUntil);
      throw new TryAgain(false);
    }
    if (token !== undefined && !this.#tokens.isCurrent(token.accessToken)) throw new TryAgain(false);
    if (!this.#control.takeCall() || (await attempts?.sending()) === false) return;

    path.calls += 1;
    const exchange = await this.#transport.post(this.#urlOf(request, token?.accessToken), request.json);
    const read = token === undefined ? readTokenReply(exchange) : readReply(exchange);
    const judged = this.#health.judge(redact(read, this.#secrets, request.phone ?? ''), sentAt);
    const checked = judged.kind === 'success' && request.check !== undefined ? request.check(judged) : judged;
    const reply = path.judge(checked, performance.now());
    const errcode = reply.kind === 'success' ? '0' : reply.code;
    this.#log.trace({ path: request.path, errcode, ms: Math.round(performance.now() - sentAt) }, 'called');
    await attempts?.answered(reply);
    this.#act(reply, path, sentAt, token?.accessToken, state);
  }

  /** Does what follows from a reply. Throws `TryAgain` where the call goes on. */
  #act(reply: Reply, path: ApiPath, sentAt: number, token: string | undefined, state: CallProgress): void {
    const action = nextAction(reply, {
      tokenIsReplaceable: !state.tokenWasReplaced && this.#tokens.isReplaceable,
      throttledFor: path.throttledFor(performance.now()),
    });
    switch (action.kind) {
      case 'done':
      case 'stop':
        state.last = reply;
        return;
      case 'back-off':
        state.last = reply;
        throw new TryAgain(true);
      case 'refresh-token':
        this.#tokens.forget(token ?? '');
        state.tokenWasReplaced = true;
        this.#log.info({ errcode: codeOf(reply) }, 'the access token was rejected; getting another');
        throw new TryAgain(false);
      case 'pause':
        this.#pause(path, codeOf(reply), action.time, sentAt);
        throw new TryAgain(false);
    }
  }

  #pause(path: ApiPath, errcode: string, time: number, sentAt: number): void {
    const now = performance.now();
    const until = errcode === 'address-banned' ? Math.max(this.#health.bannedUntil, now) : now + time;
    this.#throttles.add(now, until);
    const rate = path.pacer.slow(until, sentAt);
    // All calls in flight report the same throttle: it is logged once.
    if (sentAt <= path.slowedAt) return;
    path.slowedAt = now;
    const facts = {
      path: path.name,
      errcode,
      pause: Math.round(until - now),
      rate: Math.round(rate * 10) / 10,
    };
    this.#log.warn(facts, 'throttled: all calls wait, then go on more slowly');
  }

  #urlOf({ path }: Request, accessToken: string | undefined): URL {
    if (accessToken === undefined) return new URL(path, this.#settings.apiUrl);
    this.#keepSecret('the access token', accessToken);
    const url = new URL(path, this.#settings.oapiUrl);
    url.searchParams.set('access_token', accessToken);
    return url;
  }

  /** Texts of the server are free of it from now on, if it is long enough. */
  #keepSecret(name: string, secret: string): void {
    if (this.#secrets.has(secret)) return;
    this.#secrets.add(secret);
    if (!isMasked(secret))
      this.#log.warn({}, `${name} has fewer than 8 characters: messages are not cleaned of it`);
  }

  #newRate(): Rate {
    const { rate, findsRate } = this.#settings;
    return findsRate ? new FoundRate(rate) : new GivenRate(rate);
  }

  #path(name: string): ApiPath {
    const path = this.#paths.get(name) ?? new ApiPath(name, new Pacer(this.#newRate()));
    this.#paths.set(name, path);
    return path;
  }
}

function codeOf(reply: Reply): string {
  return reply.kind === 'success' ? '0' : reply.code;
}
