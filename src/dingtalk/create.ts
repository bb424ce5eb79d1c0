import type { Contact } from '../contact/contact.js';
import { maskPhone } from '../contact/phone.js';
import { existing, type CallEvent, type Outcome, type Traffic } from '../outcome.js';
import type { Client } from './client.js';
import type { Log, Watch } from './lane.js';
import { describe, observed, wordOf, type Refusal, type Reply } from './reply.js';
import { withRetries, type RetrySettings } from './retry.js';

export const createPath = '/topapi/extcontact/create';

/** What a create has to be written down with: `sent` before each single sending, `answered` after it. */
export interface Journal {
  /** An earlier run's create of this phone had no clear answer. */
  readonly inDoubt: boolean;
  /** `false` forbids the sending: it can't be written down. */
  sent(): Promise<boolean>;
  answered(event: CallEvent): Promise<void>;
}

/** What all creates share. */
export interface CreateContext {
  readonly client: Client;
  readonly settings: RetrySettings;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/**
 * Creates one contact (dingtalk-api.md section 5), trying again while the server is busy or its answer is lost. Every
 * reply is an outcome; `undefined` means that nothing was sent because the run stopped.
 * The call has no idempotency key: an attempt whose answer was lost, or was -1, may have made the contact. A later 22005
 * then says so, and if no later answer settles a lost one the outcome is `unknown`.
 */
export async function createContact(
  { client, settings, signal, log }: CreateContext,
  contact: Contact,
  journal: Journal,
): Promise<Outcome | undefined> {
  let attempts = 0;
  let inDoubt = journal.inDoubt;
  let lost = false;

  const watch: Watch = {
    beforeSending: () => journal.sent(),
    afterReply: async (raw) => {
      attempts += 1;
      const reply = withUserid(raw);
      await journal.answered(eventOf(reply, inDoubt));
      if (reply.kind === 'success') return;
      inDoubt ||= mayHaveWorked(reply);
      lost ||= isUnanswered(reply);
      log.debug({ mobile: maskPhone(contact.mobile), errcode: reply.code, attempts }, reply.entry.meaning);
    },
  };
  const reply = await withRetries(settings, signal, async () => {
    const answer = await client.call(createPath, { contact }, { watch, phone: contact.mobile });
    return answer.kind === 'stopped' ? answer : withUserid(answer);
  });

  if (reply.kind === 'stopped') return undefined;
  const traffic: Traffic = { attempts, requestId: reply.requestId };
  if (reply.kind === 'success') return { status: 'created', userid: wordOf(reply.body.userid), ...traffic };
  return refused(reply, { inDoubt, lost, stopped: signal.aborted }, traffic);
}

/** A success without a userid is no answer that can be trusted. */
function withUserid(reply: Reply): Reply {
  if (reply.kind === 'refusal' || wordOf(reply.body.userid) !== '') return reply;
  return { ...observed('not-the-api', 'no userid'), requestId: reply.requestId };
}

function eventOf(reply: Reply, inDoubt: boolean): CallEvent {
  if (reply.kind === 'success') return { event: 'created', userid: wordOf(reply.body.userid) };
  if (reply.entry.kind === 'exists') return { event: 'exists', userid: reply.userid, ours: inDoubt };
  return { event: mayHaveWorked(reply) ? 'lost' : 'refused', errcode: reply.code };
}

function mayHaveWorked({ entry }: Refusal): boolean {
  return entry.kind === 'lost' || entry.doubtful === true;
}

/** Whether it says nothing of the work: not even that the server was busy. */
function isUnanswered({ entry }: Refusal): boolean {
  return entry.kind === 'lost' || (entry.kind === 'fatal' && entry.doubtful === true);
}

interface Doubt {
  readonly inDoubt: boolean;
  readonly lost: boolean;
  readonly stopped: boolean;
}

function refused(reply: Refusal, { inDoubt, lost, stopped }: Doubt, traffic: Traffic): Outcome {
  const errcode = reply.code;
  const error = describe(reply);
  const { kind } = reply.entry;
  switch (kind) {
    case 'exists':
      return existing(reply.userid, inDoubt, traffic, errcode);
    case 'row':
      return { status: 'failed', cause: 'refused', errcode, error, ...traffic };
    case 'busy':
    case 'lost': {
      const text = stopped ? `${error} The run stopped before another attempt.` : error;
      return { status: lost ? 'unknown' : 'failed', cause: 'exhausted', errcode, error: text, ...traffic };
    }
    case 'throttled':
    case 'token':
    case 'fatal':
      return { status: lost ? 'unknown' : 'failed', cause: 'fatal', errcode, error, ...traffic };
  }
}
