import type { ClientRequest } from 'node:http';
import { TLSSocket } from 'node:tls';
import { TimeoutError, type RequestError } from 'got';
import type { ObservedCode } from './error-table.js';

/** A request that came to no answer: what was seen, and the system's own word for it. Neither holds what was sent or where to. */
export interface Fault {
  readonly kind: 'fault';
  readonly code: ObservedCode;
  readonly detail: string;
}

/**
 * What a failed request says of the work. Surely not done, because no byte of the request can have reached the server:
 *
 * | seen by got                                                                 | code              | kind  |
 * | --------------------------------------------------------------------------- | ----------------- | ----- |
 * | no address: ENOTFOUND, EAI_AGAIN, time-out `lookup`                          | `no-connection`   | busy  |
 * | no connection: ECONNREFUSED, EHOSTUNREACH, …, time-outs `connect`, `request` | `no-connection`   | busy  |
 * | no TLS: time-out `secureConnect`, connection broken in the handshake         | `no-connection`   | busy  |
 * | TLS, but not to be trusted, or no TLS at all                                 | `bad-certificate` | fatal |
 * | the proxy can't reach the server (HTTP 5xx), or says nothing                 | `no-connection`   | busy  |
 * | the proxy lets nobody through (403, 407, any other answer)                   | `proxy-refused`   | fatal |
 *
 * Maybe done, because the connection stood:
 *
 * | seen by got                                                                  | code              | kind |
 * | ---------------------------------------------------------------------------- | ----------------- | ---- |
 * | time-out `request`, `response` or `send`                                     | `no-answer`       | lost |
 * | given up because the run was interrupted                                     | `abandoned`       | lost |
 * | ECONNRESET, EPIPE, socket hang up, cut body, no HTTP (HPE_…), anything else  | `connection-cut`  | lost |
 * | the same on a kept connection that the server closed just as it was used     | `connection-cut`  | lost |
 *
 * The last is nearly always surely not done, but a server may close after it has read: only the next answer tells.
 */
export function judgeFault(error: RequestError, request: ClientRequest | undefined): Fault {
  const fault = (code: ObservedCode, detail = error.code): Fault => ({ kind: 'fault', code, detail });
  if (untrusted.test(error.code)) return fault('bad-certificate');
  const refused = proxyAnswer.exec(error.message)?.[1];
  if (refused !== undefined) {
    return fault(refused.startsWith('5') ? 'no-connection' : 'proxy-refused', `proxy: HTTP ${refused}`);
  }
  if (error.message === 'Proxy timeout') return fault('no-connection', 'proxy: no answer');
  if (!wasConnected(error, request)) return fault('no-connection');
  if (error instanceof TimeoutError) return fault('no-answer');
  if (error.code === 'ERR_ABORTED') return fault('abandoned');
  return fault('connection-cut', isStale(request) ? `${error.code} on a kept connection` : error.code);
}

const untrusted = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/;

/** The words of hpagent for a CONNECT that was answered with another status than 200. */
const proxyAnswer = /^Bad response: (\d+)$/;

/** Whether the request had a connection it could be written to: with TLS, one whose certificate was accepted. */
function wasConnected(error: RequestError, request: ClientRequest | undefined): boolean {
  if (error instanceof TimeoutError && ['lookup', 'connect', 'secureConnect'].includes(error.event))
    return false;
  if (error.timings?.connect === undefined) return false;
  return !(request?.socket instanceof TLSSocket) || request.socket.authorized;
}

/** Whether a request was given a connection that an earlier one had left open. */
function isStale(request: ClientRequest | undefined): boolean {
  return request?.reusedSocket === true;
}
