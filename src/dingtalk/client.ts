import { maskPhone } from '../contact/phone.js';
import { Ban } from './ban.js';
import { Lane, type Log, type Pace, type Permit, type ReadyCall, type Road, type Watch } from './lane.js';
import type { Proxies } from './proxy.js';
import { Reachability } from './reachability.js';
import { readReply, readTokenReply, type Refusal, type Reply } from './reply.js';
import { withRetries, type RetrySettings, type Stopped } from './retry.js';
import { ThrottleCount, type Throttled } from './throttle-count.js';
import { TokenKeeper, withoutToken, type Credentials, type UsableCredentials } from './token.js';
import { Transport } from './transport.js';

/** Where and as whom to call, and how hard to try. */
export interface ServerSettings extends RetrySettings {
  /** Host of the `/topapi/` calls. */
  readonly oapiUrl: URL;
  /** Host of the token call. */
  readonly apiUrl: URL;
  readonly credentials: Credentials;
  /** For one attempt, in ms. */
  readonly timeout: number;
  /** Calls a second at most for one path, repeated ones included. */
  readonly rate: number;
  readonly proxies: Proxies;
  /** Wait after this machine's address was banned, in ms; the ban takes five minutes (dingtalk-api.md section 8.1). */
  readonly banPause: number;
  /** How long the server may be out of reach, or silent, before the run is given up, in ms. */
  readonly silence: number;
}

/** What a call is besides what it sends. */
interface CallDetails {
  readonly watch?: Watch;
  readonly phone?: string;
}

export const tokenPath = '/v1.0/oauth2/accessToken';

/** Calls the API: paced, with a token, the reply checked and freed of secrets. It doesn't repeat busy and lost calls. */
export class Client {
  readonly #settings: ServerSettings;
  readonly #road: Road;
  readonly #transport: Transport;
  readonly #tokens: TokenKeeper;
  readonly #lanes = new Map<string, Lane>();
  readonly #secrets = new Set<string>();

  /** `permit` stops new calls, and at last those in flight. */
  constructor(settings: ServerSettings, credentials: UsableCredentials, permit: Permit, log: Log) {
    this.#settings = settings;
    this.#road = {
      permit,
      ban: new Ban(settings.banPause),
      reachability: new Reachability(settings.silence, settings.retries),
      throttles: new ThrottleCount(),
      log,
    };
    this.#transport = new Transport(settings.timeout, settings.proxies, permit.abandon);
    this.#tokens = new TokenKeeper(credentials, (key, secret) => this.#fetchToken(key, secret));
  }

  /**
   * Makes one `/topapi/` call. A rejected token is replaced and the call repeated, once; the second rejection in a row, or
   * the first where there is only a given token, is the reply. `watch` sees each single sending; `phone` is masked wherever
   * the reply repeats it.
   */
  async call(path: string, json: unknown, { watch, phone = '' }: CallDetails = {}): Promise<Reply | Stopped> {
    for (let replaced = false; ; replaced = true) {
      let sentWith = '';
      const prepare = async (): Promise<ReadyCall | Refusal | Stopped> => {
        const token = await this.#tokens.get();
        if (token.kind === 'stopped') return token;
        if (token.kind === 'refusal') return withoutToken(token);
        sentWith = token.accessToken;
        return this.#readyCall(path, json, sentWith, phone);
      };
      const reply = await this.#lane(path).send(prepare, watch);
      const rejected = reply.kind === 'refusal' && reply.entry.kind === 'token';
      if (!rejected || replaced || !this.#tokens.forget(sentWith)) return reply;
      this.#road.log.info({ errcode: reply.code }, 'the access token was rejected and is replaced');
    }
  }

  /** The pace of a path at this moment. */
  pace(path: string): Pace {
    const held = this.#road.throttles.holds(performance.now()) ? 'throttled' : undefined;
    return { rate: this.#lane(path).rate, hold: this.#tokens.isAwaited ? 'token' : held };
  }

  /** Throttles so far, on all paths. */
  throttled(): Throttled {
    return this.#road.throttles.sum(performance.now());
  }

  /** Calls sent so far to a path, every repetition counted. */
  calls(path: string): number {
    return this.#lanes.get(path)?.calls ?? 0;
  }

  /** Closes the connections. */
  close(): void {
    this.#transport.close();
  }

  #readyCall(path: string, json: unknown, accessToken: string, phone: string): ReadyCall {
    this.#secrets.add(accessToken);
    const url = new URL(path, this.#settings.oapiUrl);
    url.searchParams.set('access_token', accessToken);
    return {
      kind: 'ready',
      isCurrent: () => this.#tokens.isCurrent(accessToken),
      send: async () => this.#clean(readReply(await this.#transport.post(url, json)), phone),
    };
  }

  #fetchToken(appKey: string, appSecret: string): Promise<Reply | Stopped> {
    this.#secrets.add(appKey).add(appSecret);
    const url = new URL(tokenPath, this.#settings.apiUrl);
    const call: ReadyCall = {
      kind: 'ready',
      isCurrent: () => true,
      send: async () =>
        this.#clean(readTokenReply(await this.#transport.post(url, { appKey, appSecret })), ''),
    };
    return withRetries(this.#settings, this.#road.permit.signal, () =>
      this.#lane(tokenPath).send(() => Promise.resolve(call)),
    );
  }

  #lane(path: string): Lane {
    const lane = this.#lanes.get(path) ?? new Lane(path, this.#settings.rate, this.#road);
    this.#lanes.set(path, lane);
    return lane;
  }

  /** Server texts name the app key and may name more: no secret and no phone leaves this folder in a message, a code or an id. */
  #clean(reply: Reply, phone: string): Reply {
    const clean = (text: string): string => {
      let cleaned = phone === '' ? text : text.replaceAll(phone, maskPhone(phone));
      for (const secret of this.#secrets) cleaned = cleaned.replaceAll(secret, '***');
      return cleaned;
    };
    const requestId = clean(reply.requestId);
    if (reply.kind === 'success') return { ...reply, requestId };
    // The app a token was given by isn't known here, but its key stands in the texts about it (section 3.1).
    const message = clean(reply.message.replaceAll(/appKey\([^)]*\)/gi, 'appKey(***)'));
    if (isNumber(reply.code)) return { ...reply, requestId, message };
    const entry = { ...reply.entry, meaning: clean(reply.entry.meaning) };
    return { ...reply, requestId, message, code: clean(reply.code), entry };
  }
}

/** A number of up to six digits, which may be the short phone of somebody but is no less a code for it. */
function isNumber(code: string): boolean {
  return /^-?\d{1,6}$/.test(code);
}
