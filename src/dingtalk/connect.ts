import type { Contact } from '../contact/contact.js';
import type { Outcome } from '../outcome.js';
import { UserError } from '../user-error.js';
import { Client, tokenPath, type ServerSettings } from './client.js';
import { createContact, createPath, type Journal } from './create.js';
import type { Log, Permit } from './lane.js';
import type { Throttled } from './throttle-count.js';

export type { ServerSettings } from './client.js';
export type { Log } from './lane.js';
export { noProxies, type Proxies } from './proxy.js';
export type { Throttled } from './throttle-count.js';
export type { Credentials } from './token.js';

/** Calls sent so far, by purpose; every repetition counts. */
export interface Calls {
  readonly create: number;
  readonly token: number;
}

/** DingTalk as the job sees it: token, pace, retries and error kinds live behind it. Disposing of it closes its connections. */
export interface DingTalk extends Disposable {
  /** For whom the credentials are: the server's address and, where known, the app's key, else an empty text. */
  readonly owner: { readonly host: string; readonly app: string };
  /** Makes a contact; every reply is an outcome, and `undefined` says that nothing was sent because the run stopped. */
  create(contact: Contact, journal: Journal): Promise<Outcome | undefined>;
  calls(): Calls;
  throttled(): Throttled;
}

/** Nothing is sent before the first call. `permit` ends waits and stops new attempts; calls in flight go on. Throws a `UserError` without credentials. */
export function connect(settings: ServerSettings, permit: Permit, log: Log): DingTalk {
  const { credentials } = settings;
  if (credentials.kind === 'none') {
    throw new UserError('There are no credentials for DingTalk.', [
      'Set DINGTALK_APP_KEY and DINGTALK_APP_SECRET, or DINGTALK_ACCESS_TOKEN, in the environment; or try it with --sandbox.',
    ]);
  }
  const client = new Client(settings, credentials, permit, log);
  return {
    owner: { host: settings.oapiUrl.origin, app: credentials.kind === 'app' ? credentials.appKey : '' },
    create: (contact, journal) =>
      createContact({ client, settings, signal: permit.signal, log }, contact, journal),
    calls: () => ({ create: client.calls(createPath), token: client.calls(tokenPath) }),
    throttled: () => client.throttled(),
    [Symbol.dispose]: () => {
      client.close();
    },
  };
}
