import { fatal } from './error-entry.js';
import { observed, textOf, type Refusal, type Reply } from './reply.js';
import type { Stopped } from './retry.js';

/** How the importer proves who it is: a token it was given, or an app that gets tokens; or it can't. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly accessToken: string }
  | { readonly kind: 'app'; readonly appKey: string; readonly appSecret: string };

export type UsableCredentials = Exclude<Credentials, { readonly kind: 'none' }>;

export type TokenResult = { readonly kind: 'token'; readonly accessToken: string } | Refusal | Stopped;

/** Renewal this long before a token's end, in ms, or after half its life if that is sooner (dingtalk-api.md section 4). */
const renewalMargin = 600_000;

/** Wait before another try to renew a token that still holds, in ms. */
const renewalWait = 30_000;

/** A token's life, in ms, where the answer doesn't tell it. */
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

  /** A token to send, or why there is none. Nobody waits while one that still holds is renewed. */
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

  /** Drops a token that was rejected, so that the next `get` fetches another; false where only the user can give one. */
  forget(rejected: string): boolean {
    if (this.#credentials.kind === 'token') return false;
    if (this.#current?.accessToken === rejected) this.#current = undefined;
    return true;
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
    if (accessToken === '') return observed('not-the-api', 'no accessToken');
    const told = Number(textOf(reply.body.expireIn)) * 1_000;
    const life = told > 0 ? told : usualLife;
    const now = performance.now();
    this.#current = {
      accessToken,
      endsAt: now + life,
      renewAt: now + Math.max(life - renewalMargin, life / 2),
    };
    return { kind: 'token', accessToken };
  }
}

/** A refusal of the token call, as it concerns the run: without a token no row can succeed. */
export function withoutToken(refusal: Refusal): Refusal {
  const { meaning, advice } = refusal.entry;
  return { ...refusal, entry: fatal(`no access token: ${meaning}`, advice) };
}
