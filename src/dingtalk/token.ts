import { fatal } from './error-entry.js';
import { observedError, textOf, type ErrorReply, type Reply } from './reply.js';
import type { Stopped, UsableCredentials } from './settings.js';

export type TokenResult = { readonly kind: 'token'; readonly accessToken: string } | ErrorReply | Stopped;

/** A token is renewed this long before its end, in ms, or after half its life if that comes later (README.md, Token). */
const renewalMargin = 600_000;

/** Wait before another try to renew a token that is still valid, in ms. */
const renewalWait = 30_000;

/** A token's life, in ms, where the answer does not say it. */
const usualLife = 7_200_000;

/** One token for all workers: fetched on first need, renewed before its end, at most one token call in flight. */
export class TokenKeeper {
  readonly #credentials: UsableCredentials;
  readonly #fetch: (appKey: string, appSecret: string) => Promise<Reply | Stopped>;
  #current: { readonly accessToken: string; readonly endsAt: number; renewAt: number } | undefined;
  #fetching: Promise<TokenResult> | undefined;

  /** `fetch` makes the token call, with its own retries. */
  constructor(
    credentials: UsableCredentials,
    fetch: (appKey: string, appSecret: string) => Promise<Reply | Stopped>,
  ) {
    this.#credentials = credentials;
    this.#fetch = fetch;
  }

  /** A token to send, or why there is none. Calls go on with the present token while it is renewed. */
  async get(): Promise<TokenResult> {
    if (this.#credentials.kind === 'token') return this.#credentials;
    const now = performance.now();
    const current = this.#current;
    if (current === undefined || now >= current.endsAt) return this.#fetchOnce(this.#credentials);
    if (now >= current.renewAt) {
      current.renewAt = now + renewalWait;
      void this.#fetchOnce(this.#credentials);
    }
    return { kind: 'token', accessToken: current.accessToken };
  }

  /** Whether calls wait for a token. */
  get isAwaited(): boolean {
    return this.#fetching !== undefined && this.#current === undefined;
  }

  /** Whether this is the token that `get` would give. */
  isCurrent(accessToken: string): boolean {
    return this.#credentials.kind === 'token' || this.#current?.accessToken === accessToken;
  }

  /** Whether the importer can get another token; a given one only the user can replace. */
  get isReplaceable(): boolean {
    return this.#credentials.kind === 'app';
  }

  /** Drops a token that was rejected, so that the next `get` fetches another. */
  forget(rejected: string): void {
    if (this.#current?.accessToken === rejected) this.#current = undefined;
  }

  #fetchOnce({
    appKey,
    appSecret,
  }: {
    readonly appKey: string;
    readonly appSecret: string;
  }): Promise<TokenResult> {
    this.#fetching ??= this.#keep(appKey, appSecret).finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #keep(appKey: string, appSecret: string): Promise<TokenResult> {
    const reply = await this.#fetch(appKey, appSecret);
    if (reply.kind !== 'success') return reply;
    const accessToken = textOf(reply.body.accessToken);
    if (accessToken === '') return observedError('not-the-api', 'no accessToken');
    const stated = Number(textOf(reply.body.expireIn)) * 1_000;
    const life = stated > 0 ? stated : usualLife;
    const now = performance.now();
    this.#current = {
      accessToken,
      endsAt: now + life,
      renewAt: now + Math.max(life - renewalMargin, life / 2),
    };
    return { kind: 'token', accessToken };
  }
}

/** An error of the token call, as it concerns the run: without a token no row can succeed. */
export function withoutToken(error: ErrorReply): ErrorReply {
  const { meaning, advice } = error.entry;
  return { ...error, entry: fatal(`no access token: ${meaning}`, advice) };
}
