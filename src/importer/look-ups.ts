import { nameOf } from '../contact/field-reader.js';
import { fieldsOf, type NameKind } from '../lookup/name-resolver.js';
import { phoneKey } from '../contact/phone.js';
import type { DingTalk, Log } from '../dingtalk/connect.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Found, LookUps } from '../lookup/look-ups.js';
import type { Stop } from './stop.js';
import type { Columns } from '../source/columns/choose-columns.js';

/** The look-ups of a run: none once it has stopped, the first of each kind alone, and a refusal says which column needed it. */
export function asker({ directory }: DingTalk, stop: Stop, columns: Columns): LookUps {
  const ask = <Value>(
    call: string,
    kind: NameKind,
    work: () => Promise<Found<Value>>,
  ): Promise<Found<Value>> =>
    stop.lookUp(call, async () => {
      const found = await work();
      if (found.kind !== 'refused') return found;
      const needed = fieldsOf(kind, columns).map((field) => nameOf(columns, field));
      return { ...found, error: `${needed.join(' and ')} can't be looked up. ${found.error}` };
    });
  return {
    labels: () => ask('labels', 'label', () => directory.labels()),
    departments: (parent) => ask('departments', 'department', () => directory.departments(parent)),
    hasDepartment: (id) => ask('department ids', 'department', () => directory.hasDepartment(id)),
    employee: (mobile) => ask('employees', 'employee', () => directory.employee(mobile)),
  };
}

/**
 * Lists the organisation's contacts into the ledger, for `--match-existing`, so that rows that have one cost no create.
 * Gives the number of contacts listed. What can't be listed stops the run: without it contacts would be sent that are there.
 */
export async function listExisting(
  { directory }: DingTalk,
  ledger: Ledger,
  stop: Stop,
  log: Log,
): Promise<number> {
  let listed = 0;
  let phones = 0;
  for await (const page of directory.contacts()) {
    if (page.kind === 'stopped') break;
    if (page.kind === 'refused') {
      const error = `--match-existing can't list the organisation's contacts. ${page.error}`;
      stop.because({ kind: 'fatal', errcode: page.errcode, error });
      break;
    }
    listed += page.value.length;
    phones += page.value.filter(({ mobile }) => mobile !== '').length;
    await stop.need(() =>
      Promise.all(page.value.map((contact) => ledger.noteListed(phoneKey(contact), contact.userid))),
    );
  }
  log.info({ listed }, "the organisation's contacts are listed");
  if (listed > 0 && phones === 0) log.warn('the list shows this app no phones, so no row can be matched');
  return listed;
}
