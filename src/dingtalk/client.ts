import { Lane, type Log, type Watch } from './lane.js';
import { readReply, readTokenReply, type Reply } from './reply.js';
import { withRetries, type RetrySettings, type Stopped } from './retry.js';
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
}

export const tokenPath = '/v1.0/oauth2/accessToken';

/** Calls the API: paced, with a token, the reply checked and freed of secrets. It doesn't repeat busy and lost calls. */
export class Client {
  readonly #settings: ServerSettings;
  readonly #signal: AbortSignal;
  readonly #log: Log;
  readonly #transport: Transport;
  readonly #tokens: TokenKeeper;
  readonly #lanes = new Map<string, Lane>();
  readonly #secrets = new Set<string>();

  /** `signal` stops new calls, never one in flight. */
  constructor(settings: ServerSettings, credentials: UsableCredentials, signal: AbortSignal, log: Log) {
    this.#settings = settings;
    this.#signal = signal;
    this.#log = log;
    this.#transport = new Transport(settings.timeout);
    this.#tokens = new TokenKeeper(credentials, (key, secret) => this.#fetchToken(key, secret));
  }

  /**
   * Makes one `/topapi/` call. A rejected token is replaced and the call repeated, once; the second rejection in a row, or
   * the first where there is only a given token, is the reply. `watch` sees each single sending.
   */
  async call(path: string, json: unknown, watch?: Watch): Promise<Reply | Stopped> {
    for (let replaced = false; ; replaced = true) {
      const token = await this.#tokens.get();
      if (token.kind === 'stopped') return token;
      if (token.kind === 'refusal') return withoutToken(token);

      this.#secrets.add(token.accessToken);
      const url = new URL(path, this.#settings.oapiUrl);
      url.searchParams.set('access_token', token.accessToken);
      const post = async (): Promise<Reply> => this.#clean(readReply(await this.#transport.post(url, json)));
      const reply = await this.#lane(path).send(this.#signal, post, watch);
      const rejected = reply.kind === 'refusal' && reply.entry.kind === 'token';
      if (!rejected || replaced || !this.#tokens.forget(token.accessToken)) return reply;
      this.#log.info({ errcode: reply.code }, 'the access token was rejected and is replaced');
    }
  }

  /** Calls sent so far to a path, every repetition counted. */
  calls(path: string): number {
    return this.#lanes.get(path)?.calls ?? 0;
  }

  /** Closes the connections. */
  close(): void {
    this.#transport.close();
  }

  #fetchToken(appKey: string, appSecret: string): Promise<Reply | Stopped> {
    this.#secrets.add(appKey).add(appSecret);
    const url = new URL(tokenPath, this.#settings.apiUrl);
    return withRetries(this.#settings, this.#signal, () =>
      this.#lane(tokenPath).send(this.#signal, async () =>
        this.#clean(readTokenReply(await this.#transport.post(url, { appKey, appSecret }))),
      ),
    );
  }

  #lane(path: string): Lane {
    const lane = this.#lanes.get(path) ?? new Lane(path, this.#settings.rate, this.#log);
    this.#lanes.set(path, lane);
    return lane;
  }

  /** Server texts name the app key and may name more: no secret leaves this folder in a message. */
  #clean(reply: Reply): Reply {
    if (reply.kind === 'success') return reply;
    let { message } = reply;
    for (const secret of this.#secrets) message = message.replaceAll(secret, '***');
    return { ...reply, message };
  }
}
