import { createHash } from 'node:crypto';
import { UserError } from '../user-error.js';
import { Client, tokenPath } from './client.js';
import { ContactCreator, createPath } from './create.js';
import { Directory, readingCalls, type ReadingCall } from './directory.js';
import type { CallControl, Log, Pace, ServerSettings, UsableCredentials } from './settings.js';
import type { Throttled } from './throttle-count.js';

export type { ReadingCall } from './directory.js';
export { parseContact, type PresentContact } from './directory-reply.js';
export { noProxies, type Proxies } from './proxy.js';
export type { Credentials, Hold, Log, Pace, ServerSettings } from './settings.js';
export type { Throttled } from './throttle-count.js';

/** Calls sent so far, by purpose; each attempt counts. */
export type Calls = Readonly<Record<CallKind, number>>;
export type CallKind = 'create' | 'token' | ReadingCall;

const paths: Readonly<Record<CallKind, string>> = {
  create: createPath,
  token: tokenPath,
  list: readingCalls.list.path,
  labels: readingCalls.labels.path,
  departments: readingCalls.departments.path,
  departmentIds: readingCalls.departmentIds.path,
  employees: readingCalls.employees.path,
};

/** The number of calls by purpose, from that of their paths. */
function callsBy(callsTo: (path: string) => number): Calls {
  return {
    create: callsTo(paths.create),
    token: callsTo(paths.token),
    list: callsTo(paths.list),
    labels: callsTo(paths.labels),
    departments: callsTo(paths.departments),
    departmentIds: callsTo(paths.departmentIds),
    employees: callsTo(paths.employees),
  };
}

/** Nothing was sent. */
export const noCalls = callsBy(() => 0);

/** DingTalk as the job sees it. Disposing of it closes its connections. */
export interface DingTalk extends Disposable {
  /** Whom the credentials are for: the server's address, and the app's key, or a mark of the token that was given. */
  readonly owner: { readonly host: string; readonly app?: string; readonly token?: string };
  readonly creator: Pick<ContactCreator, 'create'>;
  readonly directory: Directory;
  calls(): Calls;
  throttled(): Throttled;
  /** How fast creates may go at this moment. */
  pace(): Pace;
}

/**
 * Sends nothing before the first call. Without credentials it throws a `UserError`: at once or, for a dry run, which may not
 * need them, at the first call.
 */
export function connect(settings: ServerSettings, control: CallControl, log: Log, dryRun = false): DingTalk {
  const { credentials } = settings;
  const host = settings.oapiUrl.origin;
  if (credentials.kind === 'none') {
    if (dryRun) return unconnected(host, settings.rate);
    throw noCredentials('');
  }
  const client = new Client(settings, credentials, control, log);
  return {
    owner: { host, ...ownerOf(credentials) },
    creator: new ContactCreator(client, control.signal, log),
    directory: new Directory(client),
    calls: () => callsBy((path) => client.calls(path)),
    throttled: () => client.throttled(),
    pace: () => client.pace(createPath),
    [Symbol.dispose]: () => {
      client.close();
    },
  };
}

function ownerOf(credentials: UsableCredentials): { readonly app: string } | { readonly token: string } {
  switch (credentials.kind) {
    case 'app':
      return { app: credentials.appKey };
    case 'token':
      // Enough to tell two tokens apart, and of no use to anybody.
      return { token: createHash('sha256').update(credentials.accessToken).digest('hex').slice(0, 12) };
  }
}

function unconnected(host: string, rate: number): DingTalk {
  const call = (): Promise<never> =>
    Promise.reject(
      noCredentials(' This dry run needs them to look names up, or to list what the organisation has.'),
    );
  return {
    owner: { host },
    creator: { create: call },
    directory: new Directory({ call }),
    calls: () => noCalls,
    throttled: () => ({ calls: 0, time: 0 }),
    pace: () => ({ rate, hold: undefined }),
    [Symbol.dispose]: () => undefined,
  };
}

function noCredentials(why: string): UserError {
  return new UserError(`There are no credentials for DingTalk.${why}`, [
    'Set DINGTALK_APP_KEY and DINGTALK_APP_SECRET, or DINGTALK_ACCESS_TOKEN, in the environment; or try it with --sandbox.',
  ]);
}
