import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Access, notFound, type AccessSettings, type NewStyleAnswer } from './access.js';
import { refusal, type Answer } from './answer.js';
import { allScopes, endpoints, phoneOf, unknownMethod } from './api.js';
import { Contacts } from './contacts.js';
import { Directory } from './directory.js';
import { faultPlan, type FaultSettings } from './faults.js';
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
  /** List the newest contacts first: a new one then moves all others, also for a client that is reading page by page. */
  readonly newestFirst: boolean;
  readonly organisation: Organisation;
  /** `getbymobile` answers with its errcode as a text. */
  readonly textErrcode: boolean;
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
  expiredCode: '40014',
  unwrapped: false,
  textErrcode: false,
  refusals: [],
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

/** Starts a sandbox on a port of its own. Throws the system's error if it can't have the port. */
export async function startSandbox(settings: Partial<SandboxSettings> = {}): Promise<Sandbox> {
  const all = { ...defaults, ...settings };
  const service = new Service(all);
  const server = createServer((message: IncomingMessage, response: ServerResponse) => {
    const serving = async (): Promise<void> => {
      const request = await readRequest(message);
      if (request === undefined) response.writeHead(413).end();
      else await service.serve(request, response);
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
  const { access, contacts, traffic } = service;
  return {
    url,
    appKey: access.appKey,
    appSecret: access.appSecret,
    accessToken: access.accessToken,
    contacts: contacts.byKey,
    calls: (path) => traffic.calls(path),
    peakInFlight: (path) => traffic.peakInFlight(path),
    seen: () => service.seen(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Answers requests, or misbehaves where a fault is set. */
class Service {
  readonly access: Access;
  readonly contacts: Contacts;
  readonly traffic = new Traffic();
  readonly #latency: number;
  readonly #endpoints: ReturnType<typeof endpoints>;
  readonly #chooseFault: ReturnType<typeof faultPlan>;

  constructor(settings: SandboxSettings) {
    this.access = new Access(settings);
    this.contacts = new Contacts(settings.organisation, settings.contactLimit, settings.newestFirst);
    this.#latency = settings.latency;
    this.#endpoints = endpoints(this.contacts, new Directory(settings.organisation, settings.textErrcode));
    this.#chooseFault = faultPlan(settings);
  }

  seen(): Seen {
    return {
      paths: this.traffic.seen(),
      contacts: this.contacts.byKey.size,
      tokensGiven: this.access.tokensGiven,
      throttled: this.access.throttled,
    };
  }

  async serve(request: Request, response: ServerResponse): Promise<void> {
    const { path } = request;
    if (path === '/sandbox/seen') {
      respond(response, 200, { ...this.seen() });
      return;
    }
    if (path === '/sandbox/contacts') {
      await respondLines(response, this.contacts.byKey.values());
      return;
    }
    const { call, leave } = this.traffic.enter(path, phoneOf(path, request.parameters));
    const fault = this.#chooseFault(call);
    // A call that is never answered is in flight until its client gives up.
    if (fault?.kind === 'hang') response.once('close', leave);
    try {
      if (fault?.kind === 'delay') await sleep(fault.milliseconds);
      if (this.#latency > 0) await sleep(this.#latency);
      if (fault === undefined || fault.kind === 'delay') {
        const { httpStatus, answer } = this.#answerTo(request);
        respond(response, httpStatus, answer);
      } else {
        const answer = 'commit' in fault && fault.commit ? this.#answerTo(request).answer : refusal(-1);
        respondAtFault(response, fault, answer);
      }
    } finally {
      if (fault?.kind !== 'hang') leave();
    }
  }

  #answerTo(request: Request): NewStyleAnswer {
    const { method, path, query, isForm, parameters } = request;
    const token = /^\/v1\.0\/oauth2\/(?:accessToken|([^/]+)\/token)$/.exec(path);
    if (path.startsWith('/v1.0/') && (token === null || method !== 'POST')) return notFound();
    if (token !== null) return this.access.token(isForm ? undefined : parameters, token[1] !== undefined);
    return {
      httpStatus: 200,
      answer: path === '/gettoken' ? this.access.legacyToken(query) : this.#answerCall(request),
    };
  }

  /** Answers a `/topapi/` call: always HTTP 200 (src/dingtalk/README.md, Replies). */
  #answerCall({ path, arrivedAt, accessToken, parameters }: Request): Answer {
    const endpoint = this.#endpoints.get(path);
    if (endpoint === undefined) return unknownMethod(path);
    const denied = this.access.check(path, accessToken, endpoint.scope, arrivedAt);
    if (denied !== undefined) return denied;
    return parameters === undefined ? refusal(40035) : endpoint.work(parameters);
  }
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
