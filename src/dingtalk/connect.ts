import type { Contact } from '../contact/contact.js';
import type { Outcome } from '../outcome.js';
import { UserError } from '../user-error.js';
import { Client, tokenPath, type ServerSettings } from './client.js';
import { createContact, createPath, type Journal } from './create.js';
import { Directory, readingCalls, type ReadingCall } from './directory.js';
import type { Log, Pace, Permit } from './lane.js';
import type { Throttled } from './throttle-count.js';

export type { ServerSettings } from './client.js';
export type { Log, Pace } from './lane.js';
export { noProxies, type Proxies } from './proxy.js';
export type { Throttled } from './throttle-count.js';
export type { Credentials } from './token.js';

/** Calls sent so far, by purpose; every repetition counts. */
export type Calls = Readonly<Record<CallKind, number>>;
export type CallKind = 'create' | 'token' | ReadingCall;

/** Nothing was sent. */
export const noCalls: Calls = {
  create: 0,
  token: 0,
  list: 0,
  labels: 0,
  departments: 0,
  departmentIds: 0,
  employees: 0,
};

/** DingTalk as the job sees it: token, pace, retries and error kinds live behind it. Disposing of it closes its connections. */
export interface DingTalk extends Disposable {
  /** For whom the credentials are: the server's address and, where known, the app's key, else an empty text. */
  readonly owner: { readonly host: string; readonly app: string };
  /** Makes a contact; every reply is an outcome, and `undefined` says that nothing was sent because the run stopped. */
  create(contact: Contact, journal: Journal): Promise<Outcome | undefined>;
  /** What can be looked up. */
  readonly directory: Directory;
  calls(): Calls;
  throttled(): Throttled;
  /** How fast creates may go at this moment. */
  pace(): Pace;
}

/**
 * Nothing is sent before the first call. `permit` ends waits and stops new attempts, and at last calls in flight. Without credentials
 * it throws a `UserError`: at once, or, for a dry run, which may do without, when a call needs them.
 */
export function connect(settings: ServerSettings, permit: Permit, log: Log, dryRun = false): DingTalk {
  const { credentials } = settings;
  const host = settings.oapiUrl.origin;
  const { signal } = permit;
  if (credentials.kind === 'none') {
    if (dryRun) return unconnected(host, settings, signal);
    throw noCredentials('');
  }
  const client = new Client(settings, credentials, permit, log);
  const read = (call: ReadingCall): number => client.calls(readingCalls[call].path);
  return {
    owner: { host, app: credentials.kind === 'app' ? credentials.appKey : '' },
    directory: new Directory({ client, settings, signal }),
    create: (contact, journal) => createContact({ client, settings, signal, log }, contact, journal),
    calls: () => ({
      create: client.calls(createPath),
      token: client.calls(tokenPath),
      list: read('list'),
      labels: read('labels'),
      departments: read('departments'),
      departmentIds: read('departmentIds'),
      employees: read('employees'),
    }),
    throttled: () => client.throttled(),
    pace: () => client.pace(createPath),
    [Symbol.dispose]: () => {
      client.close();
    },
  };
}

function unconnected(host: string, settings: ServerSettings, signal: AbortSignal): DingTalk {
  const refuse = (): Promise<never> =>
    Promise.reject(
      noCredentials(' This dry run needs them to look names up, or to list what the organisation has.'),
    );
  return {
    owner: { host, app: '' },
    directory: new Directory({ client: { call: refuse }, settings, signal }),
    create: refuse,
    calls: () => noCalls,
    throttled: () => ({ calls: 0, time: 0 }),
    pace: () => ({ rate: settings.rate, hold: undefined }),
    [Symbol.dispose]: () => undefined,
  };
}

function noCredentials(why: string): UserError {
  return new UserError(`There are no credentials for DingTalk.${why}`, [
    'Set DINGTALK_APP_KEY and DINGTALK_APP_SECRET, or DINGTALK_ACCESS_TOKEN, in the environment; or try it with --sandbox.',
  ]);
}
