import type { Contact } from '../contact/contact.js';
import { maskPhone } from '../contact/phone.js';
import type { Outcome, Traffic } from '../outcome.js';
import type { Client } from './client.js';
import type { CallResult, Log } from './lane.js';
import { observed, textOf, type Refusal } from './reply.js';
import { withRetries, type RetrySettings } from './retry.js';

export const createPath = '/topapi/extcontact/create';

/**
 * Creates one contact (dingtalk-api.md section 5), trying again while the server is busy or its answer is lost. Every
 * reply is an outcome; `undefined` means that the run stopped before anything was sent.
 * The call has no idempotency key: an attempt whose answer was lost, or was -1, may have made the contact. A later 22005
 * then says so, and if no later answer settles it the outcome is `unknown`.
 */
export async function createContact(
  client: Client,
  settings: RetrySettings,
  signal: AbortSignal,
  log: Log,
  contact: Contact,
): Promise<Outcome | undefined> {
  let attempts = 0;
  let doubt: Refusal | undefined;
  let attempt: Refusal | undefined;

  const reply = await withRetries(settings, signal, async () => {
    // What the last attempt left in doubt counts from the next one on: an answer is never doubted because of itself.
    if (attempt !== undefined && mayHaveWorked(attempt) && doubt?.entry.kind !== 'lost') doubt = attempt;
    const result = await client.call(createPath, { contact });
    attempts += result.sent;
    const checked = withUserid(result);
    attempt = checked.kind === 'refusal' ? checked : undefined;
    if (attempt !== undefined) {
      log.debug(
        { mobile: maskPhone(contact.mobile), errcode: attempt.code, attempts },
        attempt.entry.meaning,
      );
    }
    return checked;
  });

  switch (reply.kind) {
    case 'stopped':
      return undefined;
    case 'success':
      return {
        status: 'created',
        userid: textOf(reply.body.userid),
        attempts,
        requestId: reply.requestId,
      };
    case 'refusal':
      return refused(withoutPhone(reply, contact), doubt, signal.aborted, {
        attempts,
        requestId: reply.requestId,
      });
  }
}

/** A success without a userid is no answer that can be trusted. */
function withUserid({ reply }: CallResult): CallResult['reply'] {
  if (reply.kind !== 'success' || textOf(reply.body.userid) !== '') return reply;
  return { ...observed('not-the-api', 'no userid'), requestId: reply.requestId };
}

function mayHaveWorked({ entry }: Refusal): boolean {
  return entry.kind === 'lost' || entry.doubtful === true;
}

function withoutPhone(reply: Refusal, { mobile }: Contact): Refusal {
  return { ...reply, message: reply.message.replaceAll(mobile, maskPhone(mobile)) };
}

function refused(reply: Refusal, doubt: Refusal | undefined, stopped: boolean, traffic: Traffic): Outcome {
  const errcode = reply.code;
  const error = describe(reply);
  const inDoubt = doubt?.entry.kind === 'lost';
  const { kind } = reply.entry;
  switch (kind) {
    case 'exists':
      return {
        status: 'skipped',
        userid: reply.userid,
        errcode,
        error: doubt === undefined ? error : probablyOurs(reply, doubt),
        ...traffic,
      };
    case 'row':
      return { status: 'failed', cause: 'refused', errcode, error, ...traffic };
    case 'busy':
    case 'lost': {
      const text = stopped ? `${error} The run stopped before another attempt.` : error;
      const status = kind === 'lost' || inDoubt ? 'unknown' : 'failed';
      return { status, cause: 'exhausted', errcode, error: text, ...traffic };
    }
    case 'throttled':
    case 'token':
    case 'fatal':
      return { status: inDoubt ? 'unknown' : 'failed', cause: 'fatal', errcode, error, ...traffic };
  }
}

/** What happened, by which code, the server's words, and what to do: one text for the row's owner. */
function describe({ code, message, entry }: Refusal): string {
  const said = message.replace(/\s+/g, ' ').trim().slice(0, 200);
  return `${capitalised(entry.meaning)} (${said === '' ? code : `${code}: ${said}`}). ${entry.advice}`;
}

function probablyOurs(reply: Refusal, doubt: Refusal): string {
  return (
    `${capitalised(reply.entry.meaning)} (${reply.code}). An earlier attempt for this row ended with ${doubt.code} ` +
    `(${doubt.entry.meaning}), so the importer probably made this contact itself.`
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
