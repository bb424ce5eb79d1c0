import { Agent as HttpAgent, type ClientRequest } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import got, { CancelError, RequestError } from 'got';
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent';
import { version } from '../version.js';
import { transportError, type TransportError } from './transport-error.js';
import { proxyFor, type Proxies } from './proxy.js';

/** One HTTP request: its answer, or an error that says whether the server may have seen it. */
export type Exchange =
  | {
      readonly kind: 'answer';
      readonly httpStatus: number;
      readonly body: string;
      /** The header Retry-After, where it's a number: in ms. */
      readonly retryAfter?: number;
    }
  | TransportError;

/** Longest wait for a connection, in ms. */
const connectTimeout = 10_000;

/** The longest answer that is read, in bytes; those of the API have about 100 kB at most. */
const longestAnswer = 16 * 1_048_576;

/** An idle connection is closed after so many ms, before the server closes it: servers usually wait 5 s or longer. */
const idleTimeout = 4_000;

interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

/** Sends JSON over kept-alive connections. It never retries, and follows no redirect. */
export class Transport {
  readonly #proxies: Proxies;
  readonly #connectTimeout: number;
  readonly #agents = new Map<string, Agents>();
  readonly #client;

  /** `timeout` in ms, for one request from look-up to last byte. TLS is verified, whatever the environment says. `abandon` gives up what is in flight. */
  constructor(timeout: number, proxies: Proxies, abandon: AbortSignal) {
    this.#proxies = proxies;
    const connect = Math.min(timeout, connectTimeout);
    this.#connectTimeout = connect;
    this.#client = got.extend({
      method: 'POST',
      signal: abandon,
      retry: { limit: 0 },
      throwHttpErrors: false,
      followRedirect: false,
      responseType: 'text',
      headers: {
        'content-type': 'application/json;charset=utf-8',
        'user-agent': `dingtalk-contact-importer/${version()}`,
      },
      https: { rejectUnauthorized: true },
      timeout: { lookup: connect, connect, secureConnect: connect, request: timeout },
    });
  }

  /** Posts `json` to `url`. Errors are values: got's own contain the URL with the token. */
  async post(url: URL, json: unknown): Promise<Exchange> {
    let request: ClientRequest | undefined;
    let downloaded = 0;
    try {
      const posting = this.#client(url, { json, agent: this.#agentsFor(url) });
      void posting.on('request', (sent: ClientRequest) => {
        request = sent;
        // HTTP 101: the answer would never end.
        sent.on('upgrade', (_answer, socket) => {
          socket.destroy();
          posting.cancel();
        });
      });
      void posting.on('downloadProgress', ({ transferred }) => {
        downloaded = transferred;
        if (transferred > longestAnswer) posting.cancel();
      });
      const { statusCode, headers, body } = await posting;
      const seconds = /^\d{1,6}$/.exec(headers['retry-after'] ?? '')?.[0];
      const answer = { kind: 'answer', httpStatus: statusCode, body } as const;
      return seconds === undefined ? answer : { ...answer, retryAfter: Number(seconds) * 1_000 };
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (error instanceof CancelError) {
        const detail = downloaded > longestAnswer ? 'an answer over 16 MiB' : 'HTTP 101';
        return { kind: 'transport-error', code: 'not-the-api', detail };
      }
      // Where one kept connection was dead, those beside it are: the next request gets a new one.
      if (request?.reusedSocket === true) this.#dropIdle();
      return transportError(error, request);
    }
  }

  /** Closes the kept-alive connections. */
  close(): void {
    for (const { http, https } of this.#agents.values()) {
      http.destroy();
      https.destroy();
    }
  }

  /** Agents are made once for each proxy, and once for no proxy. */
  #agentsFor(url: URL): Agents {
    const proxy = proxyFor(url, this.#proxies);
    const key = proxy?.href ?? '';
    const agents = this.#agents.get(key) ?? makeAgents(proxy, this.#connectTimeout);
    this.#agents.set(key, agents);
    return agents;
  }

  #dropIdle(): void {
    for (const { http, https } of this.#agents.values()) {
      for (const sockets of [...Object.values(http.freeSockets), ...Object.values(https.freeSockets)]) {
        for (const socket of sockets ?? []) socket.destroy();
      }
    }
  }
}

function makeAgents(proxy: URL | undefined, timeout: number): Agents {
  const tls = { rejectUnauthorized: true };
  if (proxy === undefined) {
    const kept = { keepAlive: true, timeout: idleTimeout };
    return { http: new HttpAgent(kept), https: new HttpsAgent({ ...kept, ...tls }) };
  }
  // A proxy's agent takes its time-out for the proxy's answer too, and got's own don't reach that far.
  const kept = { keepAlive: true, timeout, proxy, proxyRequestOptions: tls };
  return { http: new HttpProxyAgent(kept), https: new HttpsProxyAgent({ ...kept, ...tls }) };
}
