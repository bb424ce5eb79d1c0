import { setTimeout as sleep } from 'node:timers/promises';
import { createPath } from './job.js';

/** Creates that a sandbox in another process has seen. */
export async function createsAt(origin: string): Promise<number> {
  const seen: unknown = await (await fetch(`${origin}/sandbox/seen`)).json();
  if (typeof seen !== 'object' || seen === null || !('paths' in seen)) throw new Error('no paths');
  const counts = member(seen.paths, createPath);
  return counts === undefined ? 0 : Number(member(counts, 'calls'));
}

/** The userids a sandbox in another process gave, by `state_code-mobile`; fails if it has a phone twice. */
export async function contactsAt(origin: string): Promise<ReadonlyMap<string, string>> {
  const contacts = new Map<string, string>();
  const lines = (await (await fetch(`${origin}/sandbox/contacts`)).text()).trim().split('\n');
  for (const line of lines) {
    const contact: unknown = JSON.parse(line);
    const key = `${String(member(contact, 'state_code'))}-${String(member(contact, 'mobile'))}`;
    if (contacts.has(key)) throw new Error(`${key} is there twice`);
    contacts.set(key, String(member(contact, 'userid')));
  }
  return contacts;
}

/** Waits until a sandbox has seen so many creates, or `ended` says that no more will come. */
export async function untilCreates(origin: string, count: number, ended: () => boolean): Promise<void> {
  while (!ended() && (await createsAt(origin)) < count) await sleep(2);
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
