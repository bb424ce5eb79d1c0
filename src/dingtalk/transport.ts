import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import got, { RequestError, TimeoutError } from 'got';
import type { ObservedCode } from './error-table.js';

/** What one HTTP request came to: an answer, or a fault that says how sure it is that the server saw nothing. */
export type Exchange =
  | { readonly kind: 'answer'; readonly httpStatus: number; readonly body: string }
  | { readonly kind: 'fault'; readonly code: ObservedCode; readonly detail: string };

/** Longest wait for a connection, in ms: it's shorter than an attempt's, for a server that isn't there. */
const connectTimeout = 10_000;

/** Sends JSON over kept-alive connections. It never retries, follows no redirect and throws for no answer. */
export class Transport {
  readonly #agent = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  readonly #client;

  /** `timeout` in ms, for one request from look-up to last byte. */
  constructor(timeout: number) {
    const connect = Math.min(timeout, connectTimeout);
    this.#client = got.extend({
      method: 'POST',
      agent: this.#agent,
      retry: { limit: 0 },
      throwHttpErrors: false,
      followRedirect: false,
      responseType: 'text',
      timeout: { lookup: connect, connect, secureConnect: connect, request: timeout },
    });
  }

  /** Posts `json` to `url`. Faults are values; got's own errors, which hold the URL and so the token, go no further. */
  async post(url: URL, json: unknown): Promise<Exchange> {
    try {
      const { statusCode, body } = await this.#client(url, { json });
      return { kind: 'answer', httpStatus: statusCode, body };
    } catch (error) {
      if (error instanceof RequestError) return judgeFault(error);
      throw error;
    }
  }

  /** Closes the kept-alive connections. */
  close(): void {
    this.#agent.http.destroy();
    this.#agent.https.destroy();
  }
}

const tlsFault = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO)/;

/** Only a request that never got a connection is surely not sent; of all others the server may have done the work. */
function judgeFault(error: RequestError): Exchange {
  const fault = (code: ObservedCode): Exchange => ({ kind: 'fault', code, detail: error.code });
  if (tlsFault.test(error.code)) return fault('bad-certificate');
  const notConnected =
    error instanceof TimeoutError && ['lookup', 'connect', 'secureConnect'].includes(error.event);
  if (notConnected || error.timings?.connect === undefined) return fault('no-connection');
  return fault(error instanceof TimeoutError ? 'no-answer' : 'connection-cut');
}
