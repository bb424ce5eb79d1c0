import { nameOf } from '../contact/field-reader.js';
import { phoneKey } from '../contact/phone.js';
import type { DingTalk, Log } from '../dingtalk/connect.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Found, LookUps } from '../lookup/look-ups.js';
import { fieldsOf, type NameKind, type NameMemory } from '../lookup/name-resolver.js';
import type { Columns } from '../source/columns/choose-columns.js';
import type { Gate } from './gate.js';
import { ListedContacts } from './listed-contacts.js';
import type { RunControl } from './run-control.js';

/** The look-ups of a run: none once it has stopped, the first of each kind alone. An error says which column needed it. */
export function lookUpsOf(
  { directory }: DingTalk,
  control: RunControl,
  gate: Gate,
  columns: Columns,
): LookUps {
  const lookUp = async <Value>(
    call: string,
    kind: NameKind,
    work: () => Promise<Found<Value>>,
  ): Promise<Found<Value>> => {
    using pass = await gate.enter(call);
    if (control.reason !== undefined) return { kind: 'stopped' };
    const found = await work();
    if (found.kind !== 'refused') return found;
    const needed = fieldsOf(kind, columns).map((field) => nameOf(columns, field));
    const error = `${needed.join(' and ')} can't be looked up. ${found.error}`;
    if (found.cause === 'fatal') control.stop({ kind: 'fatal', errcode: found.errcode, error });
    return { ...found, error };
  };
  return {
    labels: () => lookUp('labels', 'label', () => directory.labels()),
    departments: (parent) => lookUp('departments', 'department', () => directory.departments(parent)),
    hasDepartment: (id) => lookUp('department ids', 'department', () => directory.hasDepartment(id)),
    employee: (mobile) => lookUp('employees', 'employee', () => directory.employee(mobile)),
  };
}

/** The ids of names, as the ledger remembers them; one that can't be written down stops the run. */
export function nameMemory(ledger: Ledger, control: RunControl): NameMemory {
  return {
    recall: (kind, name) => ledger.idOf(kind, name),
    remember: async (kind, name, id) => {
      await control.record(() => ledger.noteName(kind, name, id));
    },
  };
}

/**
 * Lists the organisation's contacts, into the ledger too, for `--match-existing`. Rows that have one then cost no create. A list that
 * can't be read stops the run: without it contacts would be sent that are there.
 */
export async function listExisting(
  dingtalk: DingTalk,
  ledger: Ledger,
  control: RunControl,
  log: Log,
): Promise<ListedContacts> {
  const listed = await ListedContacts.open();
  try {
    await readList(listed, dingtalk, ledger, control);
  } catch (error) {
    await listed[Symbol.asyncDispose]();
    throw error;
  }
  const { contacts, phones } = listed;
  log.info({ listed: contacts }, "the organisation's contacts are listed");
  if (contacts > 0 && phones === 0) log.warn('the list shows this app no phones, so no row can be matched');
  return listed;
}

async function readList(
  listed: ListedContacts,
  { directory }: DingTalk,
  ledger: Ledger,
  control: RunControl,
): Promise<void> {
  for await (const page of directory.contacts()) {
    if (page.kind === 'refused') {
      const error = `--match-existing can't list the organisation's contacts. ${page.error}`;
      control.stop({ kind: 'fatal', errcode: page.errcode, error });
    }
    if (page.kind !== 'found') return;
    await listed.add(page.value);
    await Promise.all(page.value.map((contact) => ledger.noteListed(phoneKey(contact), contact.userid)));
  }
  listed.isComplete = listed.contacts === 0 || listed.phones > 0;
}
