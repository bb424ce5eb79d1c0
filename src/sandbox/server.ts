import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Access, type AccessSettings, type NewStyleAnswer } from './access.js';
import { refusal, type Answer } from './answer.js';
import { allScopes, endpoints, phoneOf, unknownMethod } from './api.js';
import { Contacts } from './contacts.js';
import { Directory } from './directory.js';
import { faultPlan, type Fault, type FaultSettings } from './faults.js';
import { inventedOrganisation, type Organisation, type StoredContact } from './organisation.js';
import { readRequest, type Request } from './request.js';
import { respond, respondAtFault, respondLines } from './respond.js';
import { Traffic, type TrafficSeen } from './traffic.js';

/** How a sandbox behaves; every part has a default that is the documented behaviour of the real server. */
export interface SandboxSettings extends AccessSettings, FaultSettings {
  readonly host: string;
  /** 0 is any free port. */
  readonly port: number;
  /** ms before each answer. */
  readonly latency: number;
  /** External contacts the organisation may have; 60203 above it. */
  readonly contactLimit: number;
  /** Contacts are listed from the last one made; a new one then pushes all others on, while somebody reads page by page. */
  readonly newestFirst: boolean;
  readonly organisation: Organisation;
}

/** What a sandbox has seen. */
interface Seen {
  readonly paths: Readonly<Record<string, TrafficSeen>>;
  readonly contacts: number;
  readonly tokensGiven: number;
  /** Calls refused because they came too fast. */
  readonly throttled: number;
}

/** A DingTalk stand-in over real HTTP, for both host families. */
export interface Sandbox extends AsyncDisposable {
  readonly url: URL;
  readonly appKey: string;
  readonly appSecret: string;
  /** A token that holds from the start, for a client that gets none itself. */
  readonly accessToken: string;
  /** The external contacts by `state_code-mobile`. */
  readonly contacts: ReadonlyMap<string, StoredContact>;
  /** Calls that arrived at a path. */
  calls(path: string): number;
  /** Most calls of a path in flight at one time. */
  peakInFlight(path: string): number;
  seen(): Seen;
  /** Stops listening and cuts what is still connected. */
  close(): Promise<void>;
}

const defaults: SandboxSettings = {
  host: '127.0.0.1',
  port: 0,
  latency: 0,
  callsPerSecond: 20,
  tokenLife: 7_200_000,
  tokenCalls: Infinity,
  scopes: allScopes,
  contactLimit: Infinity,
  newestFirst: false,
  organisation: inventedOrganisation,
  fault: () => undefined,
  reservedPhones: true,
  faults: {},
  seed: 1,
  banAt: Infinity,
  banFor: 300_000,
};

/** Starts a sandbox on a port of its own. Throws the system's error if the port can't be had. */
export async function startSandbox(settings: Partial<SandboxSettings> = {}): Promise<Sandbox> {
  const all = { ...defaults, ...settings };
  const access = new Access(all);
  const contacts = new Contacts(all.organisation, all.contactLimit, all.newestFirst);
  const traffic = new Traffic();
  const calls = endpoints(contacts, new Directory(all.organisation));
  const chooseFault = faultPlan(all);

  const seen = (): Seen => ({
    paths: traffic.seen(),
    contacts: contacts.byKey.size,
    tokensGiven: access.tokensGiven,
    throttled: access.throttled,
  });

  /** Answers a `/topapi/` call: always HTTP 200 (dingtalk-api.md section 3.1). */
  const answerCall = ({ path, arrivedAt, accessToken, parameters }: Request): Answer => {
    const endpoint = calls.get(path);
    if (endpoint === undefined) return unknownMethod(path);
    const denied = access.check(path, accessToken, endpoint.scope, arrivedAt);
    if (denied !== undefined) return denied;
    return parameters === undefined ? refusal(40035) : endpoint.work(parameters);
  };

  const serve = async (request: Request, response: ServerResponse): Promise<void> => {
    const { path } = request;
    if (path === '/sandbox/seen') {
      respond(response, 200, { ...seen() });
      return;
    }
    if (path === '/sandbox/contacts') {
      await respondLines(response, contacts.byKey.values());
      return;
    }

    const { call, leave } = traffic.enter(path, phoneOf(path, request.parameters));
    const fault = chooseFault(call);
    // A call that is never answered is in flight until its client gives up.
    if (fault?.kind === 'hang') response.once('close', leave);
    try {
      if (fault?.kind === 'delay') await sleep(fault.milliseconds);
      if (all.latency > 0) await sleep(all.latency);
      if (fault === undefined || fault.kind === 'delay') {
        const { httpStatus, answer } = answerTo(request);
        respond(response, httpStatus, answer);
      } else {
        answerAtFault(fault, request, response);
      }
    } finally {
      if (fault?.kind !== 'hang') leave();
    }
  };

  const answerTo = (request: Request): NewStyleAnswer => {
    const { path, query, isForm, parameters } = request;
    const token = /^\/v1\.0\/oauth2\/(?:accessToken|([^/]+)\/token)$/.exec(path);
    if (token !== null) return access.token(isForm ? undefined : parameters, token[1] !== undefined);
    return {
      httpStatus: 200,
      answer: path === '/gettoken' ? access.legacyToken(query) : answerCall(request),
    };
  };

  const answerAtFault = (
    fault: Exclude<Fault, { kind: 'delay' }>,
    request: Request,
    response: ServerResponse,
  ): void => {
    const answer = 'commit' in fault && fault.commit ? answerTo(request).answer : refusal(-1);
    respondAtFault(response, fault, answer);
  };

  const server = createServer((message: IncomingMessage, response: ServerResponse) => {
    const serving = async (): Promise<void> => {
      const request = await readRequest(message);
      if (request === undefined) response.writeHead(413).end();
      else await serve(request, response);
    };
    serving().catch(() => response.destroy());
  });
  const url = await listen(server, all.port, all.host);

  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) =>
      server.close(() => {
        resolve();
      }),
    );
    server.closeAllConnections();
    await closed;
  };
  return {
    url,
    appKey: access.appKey,
    appSecret: access.appSecret,
    accessToken: access.accessToken,
    contacts: contacts.byKey,
    calls: (path) => traffic.calls(path),
    peakInFlight: (path) => traffic.peakInFlight(path),
    seen,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function listen(server: Server, port: number, host: string): Promise<URL> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return new URL(`http://${host}:${address.port}/`);
}
