import type { Department, Label } from '../lookup/look-ups.js';
import { textOf, wordOf, type JsonObject } from './reply.js';

/** An external contact as DingTalk has it (README.md, List). What a server leaves out is empty. */
export interface PresentContact {
  readonly userid: string;
  /** Digits without the country code; empty where the server doesn't show the phone. */
  readonly mobile: string;
  readonly state_code: string;
  readonly name: string;
  readonly follower_user_id: string;
  readonly label_ids: readonly number[];
  readonly title: string;
  readonly company_name: string;
  readonly address: string;
  readonly remark: string;
  readonly email: string;
  readonly share_dept_ids: readonly number[];
  readonly share_user_ids: readonly string[];
}

/** A page of label groups: the labels, and how many groups they are of. `undefined` for a body of another shape. */
export function readLabels({
  results,
}: JsonObject): { readonly labels: readonly Label[]; readonly groups: number } | undefined {
  const groups = objectsIn(results);
  const labels = groups?.flatMap((group) =>
    (objectsIn(group.labels) ?? []).flatMap((label) => {
      const id = idOf(label.id);
      return id === undefined ? [] : [{ group: textOf(group.name), name: textOf(label.name), id }];
    }),
  );
  return groups === undefined || labels === undefined ? undefined : { labels, groups: groups.length };
}

/** The departments below one. `undefined` for a body of another shape. */
export function readDepartments({ result }: JsonObject): readonly Department[] | undefined {
  return objectsIn(result)?.flatMap((department) => {
    const id = idOf(department.dept_id);
    return id === undefined ? [] : [{ name: textOf(department.name), id }];
  });
}

/** A page of contacts: those with a userid, and how many entries the page had. `undefined` for a body of another shape. */
export function readContacts({
  results,
}: JsonObject): { readonly contacts: readonly PresentContact[]; readonly entries: number } | undefined {
  const entries = objectsIn(results);
  const contacts = entries?.flatMap((entry) => readContact(entry) ?? []);
  return entries === undefined || contacts === undefined ? undefined : { contacts, entries: entries.length };
}

/** A contact in a reply; `undefined` without a userid. */
function readContact(entry: JsonObject): PresentContact | undefined {
  const userid = wordOf(entry.userid);
  if (userid === '') return undefined;
  const mobile = textOf(entry.mobile).replace(/\D/g, '');
  return {
    userid,
    mobile,
    state_code: countryOf(textOf(entry.state_code), mobile),
    name: textOf(entry.name),
    follower_user_id: textOf(entry.follower_user_id),
    label_ids: listOf(entry.label_ids, idOf),
    title: textOf(entry.title),
    company_name: textOf(entry.company_name),
    address: textOf(entry.address),
    remark: textOf(entry.remark),
    email: textOf(entry.email),
    share_dept_ids: listOf(entry.share_dept_ids, idOf),
    share_user_ids: listOf(entry.share_user_ids, (id) => (wordOf(id) === '' ? undefined : wordOf(id))),
  };
}

/** Reads a contact that was written as JSON. */
export function parseContact(text: string): PresentContact | undefined {
  const entry: unknown = JSON.parse(text);
  return isObject(entry) ? readContact(entry) : undefined;
}

/** The items of a list that are as documented. */
function listOf<Item>(value: unknown, read: (item: unknown) => Item | undefined): readonly Item[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items.flatMap((item) => read(item) ?? []);
}

/** The list may leave members out; a mainland phone is recognised without its country code. */
function countryOf(stateCode: string, mobile: string): string {
  const digits = stateCode.replace(/\D/g, '');
  return digits === '' && /^1\d{10}$/.test(mobile) ? '86' : digits;
}

function idOf(value: unknown): number | undefined {
  const id = Number(textOf(value));
  return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

/** The objects of a list; one that is left out is empty. */
function objectsIn(value: unknown): readonly JsonObject[] | undefined {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.filter(isObject) : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
