import { found, type Department, type Found, type Label, type LookUps } from '../lookup/look-ups.js';
import type { Client } from './client.js';
import { readContacts, readDepartments, readLabels, type PresentContact } from './directory-reply.js';
import { causes } from './error-entry.js';
import { describe, observedError, wordOf, type ErrorReply, type JsonObject } from './reply.js';

/** The calls that only read, each with the scope an app needs for it (README.md, Look-ups and List). */
export const readingCalls = {
  list: { path: '/topapi/extcontact/list', scope: 'qyapi_ext_read' },
  labels: { path: '/topapi/extcontact/listlabelgroups', scope: 'qyapi_ext_read' },
  departments: { path: '/topapi/v2/department/listsub', scope: 'qyapi_get_department_list' },
  departmentIds: { path: '/topapi/v2/department/listsubid', scope: 'qyapi_get_department_list' },
  employees: { path: '/topapi/v2/user/getbymobile', scope: 'qyapi_get_member_by_mobile' },
} as const;
export type ReadingCall = keyof typeof readingCalls;

/** Most label groups or contacts that a page may have (README.md, Limits). */
const pageSize = 100;

/** Full pages in a row without anything new after which a list counts as read: the server ignores the offset. */
const mostRepeatedPages = 3;

/** Pages of a list at most: five times the contacts that an organisation may have (README.md, Limits). */
const mostPages = 10_000;

/** Reads what an organisation has. That something is not there is an answer; an error says what to do, and which scope is missing. */
export class Directory implements LookUps {
  readonly #client: Pick<Client, 'call'>;
  readonly #lookUps = new Map<ReadingCall, number>();

  constructor(client: Pick<Client, 'call'>) {
    this.#client = client;
  }

  /** Look-ups of this kind so far; retries don't count. */
  lookUps(call: ReadingCall): number {
    return this.#lookUps.get(call) ?? 0;
  }

  /** All labels, 100 groups a call, each id once. */
  async labels(): Promise<Found<readonly Label[]>> {
    const labels = new Map<number, Label>();
    let repeated = 0;
    for (let pages = 0; pages < mostPages; pages += 1) {
      const page = await this.#read('labels', { offset: pages * pageSize, size: pageSize }, readLabels);
      if (page.kind !== 'found') return page;
      const known = labels.size;
      for (const label of page.value.labels) labels.set(label.id, label);
      repeated = labels.size === known ? repeated + 1 : 0;
      if (page.value.groups < pageSize || repeated === mostRepeatedPages) return found([...labels.values()]);
    }
    return endless('labels');
  }

  /** The departments directly below one: one call. */
  departments(parent: number): Promise<Found<readonly Department[]>> {
    return this.#read('departments', { dept_id: parent }, readDepartments, []);
  }

  /** Whether a department exists, by asking for its children's ids: one call. */
  hasDepartment(id: number): Promise<Found<boolean>> {
    return this.#read('departmentIds', { dept_id: id }, () => true, false);
  }

  /** The userid of the present employee with a phone, empty where there is none: one call. */
  employee(mobile: string): Promise<Found<string>> {
    const read = ({ result }: JsonObject): string | undefined =>
      typeof result === 'object' && result !== null && 'userid' in result ? wordOf(result.userid) : undefined;
    return this.#read('employees', { mobile }, read, '', mobile);
  }

  /**
   * All external contacts, 100 a call, each userid once: the order is not documented, so a contact that is made meanwhile may
   * push others to the next page (README.md, List). Ends with the first page that isn't full, or with an error. Memory: about
   * 80 bytes a contact, for the userids.
   */
  async *contacts(): AsyncGenerator<Found<readonly PresentContact[]>> {
    const seen = new Set<string>();
    let repeated = 0;
    for (let pages = 0; pages < mostPages; pages += 1) {
      const page = await this.#read('list', { offset: pages * pageSize, size: pageSize }, readContacts);
      if (page.kind !== 'found') {
        yield page;
        return;
      }
      const fresh = page.value.contacts.filter(({ userid }) => !seen.has(userid));
      for (const { userid } of fresh) seen.add(userid);
      yield found(fresh);
      repeated = fresh.length === 0 ? repeated + 1 : 0;
      if (page.value.entries < pageSize || repeated === mostRepeatedPages) return;
    }
    yield endless('list');
  }

  /** `absent` is the answer where the server says that there is no such thing; without it that is an error. */
  async #read<Value>(
    call: ReadingCall,
    json: JsonObject,
    read: (body: JsonObject) => Value | undefined,
    absent?: Value,
    phone = '',
  ): Promise<Found<Value>> {
    this.#lookUps.set(call, this.lookUps(call) + 1);
    const reply = await this.#client.call({
      path: readingCalls[call].path,
      json,
      phone,
      check: (success) =>
        read(success.body) === undefined ? observedError('not-the-api', 'not as documented') : success,
    });
    if (reply.kind === 'stopped') return reply;
    const value =
      reply.kind === 'success' ? read(reply.body) : reply.entry.absent === true ? absent : undefined;
    if (value !== undefined) return { kind: 'found', value };
    if (reply.kind === 'success') throw new Error('a success without its value');
    return failedLookUp(call, reply);
  }
}

/** A list that goes on after so many pages is no list. */
function endless(call: ReadingCall): Found<never> {
  return failedLookUp(call, observedError('not-the-api', `${mostPages} pages, and no end`));
}

function failedLookUp(call: ReadingCall, reply: ErrorReply): Found<never> {
  const advice =
    reply.entry.scope === true
      ? `Grant the app the scope ${readingCalls[call].scope} in the developer console.`
      : reply.entry.advice;
  return {
    kind: 'refused',
    cause: causes[reply.entry.kind],
    errcode: reply.code,
    error: describe(reply, advice),
    requestId: reply.requestId,
  };
}
