import type { ClientRequest } from 'node:http';
import { TLSSocket } from 'node:tls';
import { TimeoutError, type RequestError } from 'got';
import type { ObservedCode } from './error-table.js';

/** A request without an answer: what the importer saw, and the system's code. Neither contains what was sent or where to. */
export interface TransportError {
  readonly kind: 'transport-error';
  readonly code: ObservedCode;
  readonly detail: string;
}

/**
 * What a failed request says about the work. Surely not done, because no byte of the request reached the server:
 *
 * | seen by got                                                                 | code              | kind  |
 * | --------------------------------------------------------------------------- | ----------------- | ----- |
 * | no address: ENOTFOUND, EAI_AGAIN, time-out `lookup`                          | `no-connection`   | busy  |
 * | no connection: ECONNREFUSED, EHOSTUNREACH, …, time-outs `connect`, `request` | `no-connection`   | busy  |
 * | no TLS: time-out `secureConnect`, connection broken in the handshake         | `no-connection`   | busy  |
 * | a certificate that is not trusted, or no TLS                                  | `bad-certificate` | fatal |
 * | the proxy can't reach the server (HTTP 5xx), or says nothing                 | `no-connection`   | busy  |
 * | the proxy refuses (403, 407, any other answer)                             | `proxy-refused`   | fatal |
 *
 * Maybe done, because the connection stood:
 *
 * | seen by got                                                                  | code              | kind |
 * | ---------------------------------------------------------------------------- | ----------------- | ---- |
 * | time-out `request`, `response` or `send`                                     | `no-answer`       | lost |
 * | abandoned because the run was interrupted                                    | `abandoned`       | lost |
 * | ECONNRESET, EPIPE, socket hang up, cut body, no HTTP (HPE_…), anything else  | `connection-cut`  | lost |
 * | the same on a kept connection that the server closed just as it was used     | `connection-cut`  | lost |
 *
 * The last was nearly always not done, but a server may also close after it has read the request.
 */
export function transportError(error: RequestError, request: ClientRequest | undefined): TransportError {
  const seen = (code: ObservedCode, detail = error.code): TransportError => ({
    kind: 'transport-error',
    code,
    detail,
  });
  if (untrusted.test(error.code)) return seen('bad-certificate');
  const refused = proxyAnswer.exec(error.message)?.[1];
  if (refused !== undefined) {
    return seen(refused.startsWith('5') ? 'no-connection' : 'proxy-refused', `proxy: HTTP ${refused}`);
  }
  if (error.message === 'Proxy timeout') return seen('no-connection', 'proxy: no answer');
  if (!wasConnected(error, request)) return seen('no-connection');
  if (error instanceof TimeoutError) return seen('no-answer');
  if (error.code === 'ERR_ABORTED') return seen('abandoned');
  return seen('connection-cut', isStale(request) ? `${error.code} on a kept connection` : error.code);
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
