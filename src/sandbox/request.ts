import type { IncomingMessage } from 'node:http';
import { isObject, textOf, type Parameters } from './answer.js';

/** A request, decoded: where to, by which token, and what it says. */
export interface Request {
  readonly method: string;
  readonly path: string;
  /** An instant of `performance.now()`. */
  readonly arrivedAt: number;
  readonly query: Parameters;
  readonly accessToken: string;
  /** The members of the body, or of the query where there is no body; `undefined` where the body is neither form nor JSON object. */
  readonly parameters: Parameters | undefined;
  readonly isForm: boolean;
}

/** Longest body, in bytes; what is longer is read to its end but not kept. */
const longestBody = 1_048_576;

/**
 * Reads a request to its end; `undefined` if its body is too long. JSON and forms are both understood, and in both
 * `contact` may be an object as JSON text; the token is in the query, or in the form (src/dingtalk/README.md, Replies).
 */
export async function readRequest(message: IncomingMessage): Promise<Request | undefined> {
  const arrivedAt = performance.now();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes <= longestBody) chunks.push(chunk);
  }
  if (bytes > longestBody) return undefined;
  const text = Buffer.concat(chunks).toString();
  const url = new URL(message.url ?? '/', 'http://sandbox');
  const query: Parameters = Object.fromEntries(url.searchParams);
  const isForm = message.headers['content-type']?.includes('x-www-form-urlencoded') === true;
  const body =
    text === '' ? query : isForm ? Object.fromEntries(new URLSearchParams(text)) : parseObject(text);
  const parameters =
    typeof body?.contact === 'string' ? { ...body, contact: parseObject(body.contact) } : body;
  const accessToken = textOf(query.access_token) || (isForm ? textOf(body?.access_token) : '');
  const { method = 'GET' } = message;
  return { method, path: url.pathname, arrivedAt, query, accessToken, parameters, isForm };
}

function parseObject(text: string): Parameters | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
