import type { Department, Found, Label, LookUps } from '../lookup/look-ups.js';
import type { FailureCause } from '../outcome.js';
import type { Client } from './client.js';
import type { ErrorKind } from './error-entry.js';
import { describe, observed, wordOf, type JsonObject, type Refusal } from './reply.js';
import { readContacts, readDepartments, readLabels, type ListedContact } from './directory-reply.js';
import { withRetries, type RetrySettings } from './retry.js';

/** The calls that only read, each with the scope an app needs for it (dingtalk-api.md sections 6 and 7). */
export const readingCalls = {
  list: { path: '/topapi/extcontact/list', scope: 'qyapi_ext_read' },
  labels: { path: '/topapi/extcontact/listlabelgroups', scope: 'qyapi_ext_read' },
  departments: { path: '/topapi/v2/department/listsub', scope: 'qyapi_get_department_list' },
  departmentIds: { path: '/topapi/v2/department/listsubid', scope: 'qyapi_get_department_list' },
  employees: { path: '/topapi/v2/user/getbymobile', scope: 'qyapi_get_member_by_mobile' },
} as const;
export type ReadingCall = keyof typeof readingCalls;

/** Most label groups or contacts that a page may have (dingtalk-api.md section 9). */
const pageSize = 100;

/** Full pages in a row without anything new after which a list counts as read: a server that doesn't look at the offset. */
const mostRepeatedPages = 3;

/** What all look-ups share. `signal` ends waits and stops new attempts; calls in flight go on. */
export interface DirectoryContext {
  readonly client: Pick<Client, 'call'>;
  readonly settings: RetrySettings;
  readonly signal: AbortSignal;
}

/**
 * Reads what an organisation has. Reading can be repeated without harm, so busy and lost calls are tried again alike, as
 * often as a create is. What isn't there is an answer; a refusal says what to do, and which scope is missing.
 */
export class Directory implements LookUps {
  readonly #context: DirectoryContext;
  readonly #asked = new Map<ReadingCall, number>();

  constructor(context: DirectoryContext) {
    this.#context = context;
  }

  /** What was asked for so far by this kind of call; repeated attempts don't count. */
  asked(call: ReadingCall): number {
    return this.#asked.get(call) ?? 0;
  }

  /** All labels, 100 groups a call (dingtalk-api.md section 6.1). */
  async labels(): Promise<Found<readonly Label[]>> {
    const labels: Label[] = [];
    for (let offset = 0; ; offset += pageSize) {
      const page = await this.#read('labels', { offset, size: pageSize }, readLabels);
      if (page.kind !== 'found') return page;
      labels.push(...page.value.labels);
      if (page.value.groups < pageSize) return { kind: 'found', value: labels };
    }
  }

  /** The departments directly below one, in one call (dingtalk-api.md section 6.2). */
  departments(parent: number): Promise<Found<readonly Department[]>> {
    return this.#read('departments', { dept_id: parent }, readDepartments, []);
  }

  /** Whether a department exists, by asking for its children's ids: one call. */
  hasDepartment(id: number): Promise<Found<boolean>> {
    return this.#read('departmentIds', { dept_id: id }, () => true, false);
  }

  /** The userid of a present employee by phone, empty where nobody has it: one call (dingtalk-api.md section 6.3). */
  employee(mobile: string): Promise<Found<string>> {
    const read = ({ result }: JsonObject): string | undefined =>
      typeof result === 'object' && result !== null && 'userid' in result ? wordOf(result.userid) : undefined;
    return this.#read('employees', { mobile }, read, '', mobile);
  }

  /**
   * All external contacts, 100 a call, each userid once (dingtalk-api.md section 7): the order is not documented, so contacts
   * that are made meanwhile may push others to the next page. Ends with the first page that isn't full, or with what stands
   * in the way. It remembers the userids: some 80 bytes a contact.
   */
  async *contacts(): AsyncGenerator<Found<readonly ListedContact[]>> {
    const seen = new Set<string>();
    let repeated = 0;
    for (let offset = 0; repeated < mostRepeatedPages; offset += pageSize) {
      const page = await this.#read('list', { offset, size: pageSize }, readContacts);
      if (page.kind !== 'found') {
        yield page;
        return;
      }
      const fresh = page.value.contacts.filter(({ userid }) => !seen.has(userid));
      for (const { userid } of fresh) seen.add(userid);
      yield { kind: 'found', value: fresh };
      if (page.value.entries < pageSize) return;
      repeated = fresh.length === 0 ? repeated + 1 : 0;
    }
  }

  /** `absent` is the answer where the server says that there is no such thing; without one that is a refusal. */
  async #read<Value>(
    call: ReadingCall,
    body: JsonObject,
    read: (body: JsonObject) => Value | undefined,
    absent?: Value,
    phone = '',
  ): Promise<Found<Value>> {
    const { client, settings, signal } = this.#context;
    const { path } = readingCalls[call];
    this.#asked.set(call, this.asked(call) + 1);
    let value: Value | undefined;
    const reply = await withRetries(settings, signal, async () => {
      const answer = await client.call(path, body, { phone });
      if (answer.kind !== 'success') return answer;
      value = read(answer.body);
      return value === undefined ? observed('not-the-api', 'not as documented') : answer;
    });
    if (reply.kind === 'stopped') return reply;
    if (reply.kind === 'refusal') {
      if (reply.entry.absent === true && absent !== undefined) return { kind: 'found', value: absent };
      return refused(call, reply);
    }
    if (value === undefined) throw new Error('a success without its value');
    return { kind: 'found', value };
  }
}

function refused(call: ReadingCall, reply: Refusal): Found<never> {
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

const causes: Readonly<Record<ErrorKind, FailureCause>> = {
  row: 'refused',
  exists: 'refused',
  busy: 'exhausted',
  lost: 'exhausted',
  throttled: 'fatal',
  token: 'fatal',
  fatal: 'fatal',
};
