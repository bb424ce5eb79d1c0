import type { Contact } from '../contact/contact.js';
import { maskPhone } from '../contact/phone.js';
import { existing, type CallEvent, type Outcome, type Traffic } from '../outcome.js';
import type { Client } from './client.js';
import { causes } from './error-entry.js';
import { describe, observedError, wordOf, type ErrorReply, type Reply } from './reply.js';
import type { Log } from './settings.js';

export const createPath = '/topapi/extcontact/create';

/** Where each attempt is written down: `sent` before it, `answered` after it. */
export interface Journal {
  /** An earlier run's create of this phone had no clear answer. */
  readonly inDoubt: boolean;
  /** `false` forbids the attempt: it can't be written down. */
  sent(): Promise<boolean>;
  answered(event: CallEvent): Promise<void>;
}

/** Creates contacts, one a call (README.md, Create). */
export class ContactCreator {
  readonly #client: Client;
  readonly #signal: AbortSignal;
  readonly #log: Log;

  /** `signal` is aborted when the run stops. */
  constructor(client: Client, signal: AbortSignal, log: Log) {
    this.#client = client;
    this.#signal = signal;
    this.#log = log;
  }

  /**
   * Creates one contact. Every reply is an outcome; `undefined` means that nothing was sent because the run stopped.
   * The call has no idempotency key: an attempt without an answer, or with -1, may have made the contact. A later 22005 then
   * says so; without a clear answer the outcome is `unknown`.
   */
  async create(contact: Contact, journal: Journal): Promise<Outcome | undefined> {
    const { mobile } = contact;
    let attempts = 0;
    let inDoubt = journal.inDoubt;
    let lost = false;
    const answered = async (reply: Reply): Promise<void> => {
      attempts += 1;
      await journal.answered(eventOf(reply, inDoubt));
      if (reply.kind === 'success') return;
      inDoubt ||= mayHaveWorked(reply);
      lost ||= isUnanswered(reply);
      this.#log.debug({ mobile: maskPhone(mobile), errcode: reply.code, attempts }, reply.entry.meaning);
    };
    const reply = await this.#client.call(
      { path: createPath, json: { contact }, phone: mobile, check: withUserid },
      { sending: () => journal.sent(), answered },
    );
    if (reply.kind === 'stopped') return undefined;
    const traffic: Traffic = { attempts, requestId: reply.requestId, at: Date.now() };
    if (reply.kind === 'success') {
      return { status: 'created', userid: wordOf(reply.body.userid), ...traffic };
    }
    if (reply.entry.kind === 'exists') return existing(reply.userid, inDoubt, traffic, reply.code);
    return errorOutcome(reply, lost, this.#signal.aborted, traffic);
  }
}

/** A success without a userid is not an answer that can be trusted. */
function withUserid(reply: Extract<Reply, { kind: 'success' }>): Reply {
  if (wordOf(reply.body.userid) !== '') return reply;
  return { ...observedError('not-the-api', 'no userid'), requestId: reply.requestId };
}

function eventOf(reply: Reply, inDoubt: boolean): CallEvent {
  if (reply.kind === 'success') return { event: 'created', userid: wordOf(reply.body.userid) };
  if (reply.entry.kind === 'exists') return { event: 'exists', userid: reply.userid, ours: inDoubt };
  return { event: mayHaveWorked(reply) ? 'lost' : 'refused', errcode: reply.code };
}

function mayHaveWorked({ entry }: ErrorReply): boolean {
  return entry.kind === 'lost' || entry.doubtful === true;
}

/** Whether it says nothing about the work: not even that the server was busy. */
function isUnanswered({ entry }: ErrorReply): boolean {
  return entry.kind === 'lost' || (entry.kind === 'fatal' && entry.doubtful === true);
}

function errorOutcome(reply: ErrorReply, lost: boolean, stopped: boolean, traffic: Traffic): Outcome {
  const cause = causes[reply.entry.kind];
  const text = describe(reply);
  const error = cause === 'exhausted' && stopped ? `${text} The run stopped before another attempt.` : text;
  const facts = { errcode: reply.code, error, ...traffic };
  return lost && cause !== 'refused'
    ? { status: 'unknown', cause, ...facts }
    : { status: 'failed', cause, ...facts };
}
