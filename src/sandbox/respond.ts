import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { refusal, wrapped, type Answer } from './answer.js';
import type { Fault } from './faults.js';

const page =
  '<!doctype html><html><head><title>Sign in</title></head><body>Please sign in to the network.</body></html>';

const banPage =
  '<!doctype html><html><body><script>location="/_____tmd_____/punish?x5step=1&action=deny"</script></body></html>';

let requests = 0;

/** An answer with its `request_id`: 12 lower-case letters and digits, as the real one's. */
function withRequestId(answer: Answer): string {
  requests += 1;
  const half = (factor: number): string => ((requests * factor) % 36 ** 6).toString(36).padStart(6, '0');
  const id = `${half(2_654_435_761)}${half(40_503)}`;
  return JSON.stringify({ ...answer, request_id: id });
}

/** Answers as the API does. */
export function respond(response: ServerResponse, httpStatus: number, answer: Answer): void {
  const body = 'requestid' in answer ? JSON.stringify(answer) : withRequestId(answer);
  send(response, httpStatus, 'application/json;charset=UTF-8', body);
}

/** Answers with one JSON line for each item. */
export async function respondLines(response: ServerResponse, items: Iterable<unknown>): Promise<void> {
  function* lines(): Generator<string> {
    for (const item of items) yield `${JSON.stringify(item)}\n`;
  }
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  await pipeline(Readable.from(lines()), response);
}

/** Answers as a fault demands, or not at all. `answer` is the result of the work, where it was done. */
export function respondAtFault(
  response: ServerResponse,
  fault: Exclude<Fault, { kind: 'delay' }>,
  answer: Answer,
): void {
  switch (fault.kind) {
    case 'refuse':
      respond(response, 200, refusalOf(fault));
      return;
    case 'remote':
      respond(response, 200, {
        errcode: 15,
        sub_code: 'isp.-1',
        sub_msg: 'system busy',
        errmsg: 'Remote service error[subcode=isp.-1,submsg=system busy]',
      });
      return;
    case 'lost':
      response.destroy();
      return;
    case 'hang':
      return;
    case 'html':
      send(response, 200, 'text/html;charset=UTF-8', page);
      return;
    case 'cut': {
      const body = withRequestId(answer);
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      });
      response.write(body.slice(0, body.length / 2), () => response.destroy());
      return;
    }
    case 'truncated': {
      const body = withRequestId(answer);
      send(response, 200, 'application/json;charset=UTF-8', body.slice(0, body.length / 2));
      return;
    }
    case 'empty':
      send(response, 200, 'application/json;charset=UTF-8', '');
      return;
    case 'status':
      if (fault.retryAfter !== undefined) response.setHeader('retry-after', fault.retryAfter);
      send(response, fault.status, 'text/plain', `HTTP ${fault.status}`);
      return;
    case 'ban':
      if (fault.page === true) {
        send(response, 200, 'text/html;charset=UTF-8', banPage);
        return;
      }
      send(
        response,
        200,
        'application/json;charset=UTF-8',
        JSON.stringify({ status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'b7a1c2' }),
      );
      return;
  }
}

function refusalOf({ errcode, sub_code, errmsg }: Extract<Fault, { kind: 'refuse' }>): Answer {
  return sub_code === undefined ? refusal(errcode, errmsg) : { ...wrapped(sub_code, '', errmsg), errcode };
}

function send(response: ServerResponse, httpStatus: number, type: string, body: string): void {
  response.writeHead(httpStatus, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
