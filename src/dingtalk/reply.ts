import { printable } from '../printable.js';
import type { ErrorEntry } from './error-entry.js';
import { findError, shownCode, type ObservedCode } from './error-table.js';
import type { Exchange } from './transport.js';

/** A JSON object from outside: nothing is known of its members yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** An error of the server or the transport: the effective code, the server's words (may be empty), and the table's entry. */
export interface ErrorReply {
  readonly kind: 'error';
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
  /** The contact's, where the server names it; whether 22005 does is not known (README.md, Create). */
  readonly userid: string;
  readonly entry: ErrorEntry;
}

/** The checked reply to a call: only an object with errcode 0 is a success. */
export type Reply =
  { readonly kind: 'success'; readonly body: JsonObject; readonly requestId: string } | ErrorReply;

/**
 * Reads the answer of a `/topapi/` call (README.md, Replies): `errcode` may be a text, `errmsg` may be absent, and
 * the effective code is `sub_code` where errcode is 88 or 15. What isn't the API's JSON is lost, never a success.
 */
export function readReply(exchange: Exchange): Reply {
  const answer = readAnswer(exchange);
  if (answer.kind === 'error') return answer;
  const { json, httpStatus } = answer;
  const errcode = codeOf(json.errcode);
  if (!/^-?\d+$/.test(errcode)) return readNewStyle(answer) ?? observedError('not-the-api', 'no errcode');

  const requestId = wordOf(json.request_id);
  if (Number(errcode) === 0 && (httpStatus < 200 || httpStatus >= 300))
    return observedError('not-the-api', `HTTP ${httpStatus} with errcode 0`);
  if (Number(errcode) === 0) return { kind: 'success', body: json, requestId };
  const errmsg = textOf(json.errmsg);
  const subCode = errcode === '88' || errcode === '15' ? codeOf(json.sub_code) : '';
  const code = subCode === '' ? errcode : subCode;
  return {
    kind: 'error',
    code: shownCode(code, errcode === '88'),
    message: [textOf(json.sub_msg) || errmsg, ...factsIn(errmsg)].filter((part) => part !== '').join(' '),
    requestId,
    userid: wordOf(json.userid),
    entry: findError(errcode === '15' ? '15' : code, errcode === '88'),
  };
}

/**
 * Reads the answer of the token call of the new-style API (README.md, Token): HTTP 200 with an object, or
 * another status with `code` and `message`. A code it doesn't know concerns the app, so it's fatal.
 */
export function readTokenReply(exchange: Exchange): Reply {
  const answer = readAnswer(exchange);
  if (answer.kind === 'error') return answer;
  const { json, httpStatus } = answer;
  // The host of the other family answers in its own form (README.md, Hosts).
  if (codeOf(json.errcode) !== '') return readReply(exchange);
  if (httpStatus === 200) return { kind: 'success', body: json, requestId: wordOf(json.requestid) };
  return readNewStyle(answer) ?? observedError('not-the-api', `HTTP ${httpStatus}`);
}

function readNewStyle({ json, httpStatus }: Answer): ErrorReply | undefined {
  const code = codeOf(json.code);
  if (httpStatus < 400 || code === '') return undefined;
  const entry = findError(httpStatus >= 500 ? 'system.busy' : code, true);
  const requestId = wordOf(json.requestid);
  return { kind: 'error', code, message: textOf(json.message), requestId, userid: '', entry };
}

/** An error that the importer saw itself. `detail` is a system code or a few words, never the answer's text. */
export function observedError(code: ObservedCode, detail: string): ErrorReply {
  return { kind: 'error', code, message: detail, requestId: '', userid: '', entry: findError(code) };
}

interface Answer {
  readonly kind: 'answer';
  readonly json: JsonObject;
  readonly httpStatus: number;
}

function readAnswer(exchange: Exchange): Answer | ErrorReply {
  if (exchange.kind === 'transport-error') return observedError(exchange.code, exchange.detail);
  const { httpStatus, body } = exchange;
  const json = parseObject(body);
  if (json?.punish !== undefined || banPage.test(body)) return observedError('address-banned', '');
  if (httpStatus === 429) return tooMany(exchange.retryAfter);
  if (httpStatus >= 300 && httpStatus < 400) return observedError('http-redirect', `HTTP ${httpStatus}`);
  if (json === undefined) return observedError('not-the-api', `HTTP ${httpStatus}`);
  return { kind: 'answer', json, httpStatus };
}

/** The page of a ban (README.md, Throttling): one that speaks of punishment, as the object does. */
const banPage = /^\s*<[^]*(punish|x5sec)/i;

/** `pause` in ms, where the answer has it. */
function tooMany(pause: number | undefined): ErrorReply {
  const error = observedError('http-429', '');
  return pause === undefined ? error : { ...error, entry: { ...error.entry, pause } };
}

function parseObject(text: string): JsonObject | undefined {
  try {
    let parsed: unknown = JSON.parse(text);
    if (/\d{16}/.test(text)) parsed = JSON.parse(withBigNumbersAsTexts(text));
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Valid JSON with whole numbers beyond 2^53 in quotes: ids keep all their digits. */
function withBigNumbersAsTexts(json: string): string {
  return json.replace(/"(?:[^"\\]|\\[^])*"?|-?\d[\d.eE+-]*/g, (token) =>
    /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text or a number as text; everything else as none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** A code such as `-1`, `isp.-1` or `Forbidden.AccessDenied.IpNotInWhiteList`; everything else is no code. */
function codeOf(value: unknown): string {
  const text = textOf(value);
  return /^[\w.:-]{1,100}$/.test(text) ? text : '';
}

/**
 * An id of up to 256 characters that can be shown and written, and is not blank; everything else is no id. Real ones have about 20.
 */
export function wordOf(value: unknown): string {
  const text = textOf(value);
  return /^(?=.*[^\s\p{Default_Ignorable_Code_Point}])[^\p{Cc}\p{Cs}\p{Bidi_Control}]{1,256}$/u.test(text)
    ? text
    : '';
}

/** One text for the row's owner: what happened, the code, the server's words, and what to do. */
export function describe({ code, message, entry }: ErrorReply, advice = entry.advice): string {
  const said = printable(message.replace(/\s+/g, ' ').trim(), 200);
  return `${capitalised(entry.meaning)} (${said === '' ? code : `${code}: ${said}`}). ${advice}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Facts that only `errmsg` has: the missing scopes, the address that is not allowed. */
function factsIn(errmsg: string): readonly string[] {
  const scopes = /requiredScopes=\[([^\]]*)\]/.exec(errmsg)?.[1];
  const address = /request ip=([\d.:a-f]+)/.exec(errmsg)?.[1];
  const facts: string[] = [];
  if (scopes !== undefined) facts.push(`(missing scope: ${scopes})`);
  if (address !== undefined) facts.push(`(this address: ${address})`);
  return facts;
}
