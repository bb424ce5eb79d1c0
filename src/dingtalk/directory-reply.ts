import type { Department, Label } from '../lookup/look-ups.js';
import { textOf, wordOf, type JsonObject } from './reply.js';

/** An external contact in the list: enough to recognise it. */
export interface ListedContact {
  readonly userid: string;
  /** Digits without the country code; empty where the server doesn't show the phone. */
  readonly mobile: string;
  readonly state_code: string;
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
}: JsonObject): { readonly contacts: readonly ListedContact[]; readonly entries: number } | undefined {
  const entries = objectsIn(results);
  const contacts = entries?.flatMap((entry) => {
    const userid = wordOf(entry.userid);
    const mobile = textOf(entry.mobile).replace(/\D/g, '');
    return userid !== '' ? [{ userid, mobile, state_code: countryOf(textOf(entry.state_code), mobile) }] : [];
  });
  return entries === undefined || contacts === undefined ? undefined : { contacts, entries: entries.length };
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
