import type { Logger } from 'pino';
import type { Proxies } from './proxy.js';

/** A given token, an app that gets tokens, or nothing. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly accessToken: string }
  | { readonly kind: 'app'; readonly appKey: string; readonly appSecret: string };

export type UsableCredentials = Exclude<Credentials, { readonly kind: 'none' }>;

/** Where and as whom to call, and how hard to try. */
export interface ServerSettings {
  /** Host of the `/topapi/` calls. */
  readonly oapiUrl: URL;
  /** Host of the token call. */
  readonly apiUrl: URL;
  readonly credentials: Credentials;
  readonly proxies: Proxies;
  /** For one attempt, in ms. */
  readonly timeout: number;
  /** Calls a second at most for one path, retries included. */
  readonly rate: number;
  /** Begin at `rate`, and look for the server's limit, up to four times as much. */
  readonly findsRate: boolean;
  /** More attempts after the first, at least 0. */
  readonly retries: number;
  /** The shortest wait before the second attempt, in ms; it doubles with each further one. */
  readonly firstWait: number;
  /** Wait after this machine's address was banned, in ms. */
  readonly banPause: number;
  /** How long the server may be out of reach, or silent, before the run stops, in ms. */
  readonly silence: number;
}

/** What the run allows its calls. */
export interface CallControl {
  /** Ends waits and forbids new calls; those in flight go on. */
  readonly signal: AbortSignal;
  /** Gives up those in flight. */
  readonly abandon: AbortSignal;
  /** Takes one call from what the run may spend; `false` if nothing is left. */
  takeCall(): boolean;
}

/** Nothing was sent because the run stopped. */
export interface Stopped {
  readonly kind: 'stopped';
}

/** What holds calls back, and until when, where that is known. */
export interface Hold {
  readonly kind: 'throttled' | 'banned' | 'unreachable' | 'token';
  readonly until?: Date;
}

/** Calls a second at most at this moment, and what holds them back. */
export interface Pace {
  readonly rate: number;
  readonly hold: Hold | undefined;
}

export type Log = Pick<Logger, 'trace' | 'debug' | 'info' | 'warn'>;
