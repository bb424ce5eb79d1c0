import { expect, test } from 'vitest';
import type { Field } from '../../src/source/columns/fields.js';
import { importText } from '../harness/job.js';
import { withSandbox } from '../harness/sandbox.js';

const given = { follower_user_id: 'manager4220', state_code: '86' } as const;
const customer = 1_561_077_310;
const vip = 1_561_077_320;

/** For each row its labels and owner in the sandbox, or its problem; and what was noted. */
async function imported(
  csv: string,
  set: Readonly<Partial<Record<Field, string>>>,
): Promise<readonly unknown[]> {
  let rows: readonly unknown[] = [];
  await withSandbox({ callsPerSecond: Infinity }, async (sandbox) => {
    const { lines } = await importText(sandbox, csv, { set });
    const contacts = new Map([...sandbox.contacts.values()].map((contact) => [contact.userid, contact]));
    rows = lines.map(({ import_userid = '', import_error = '', import_note = '' }) => {
      const contact = contacts.get(import_userid);
      if (contact === undefined) return import_error;
      return [...contact.label_ids, contact.follower_user_id, ...(import_note === '' ? [] : [import_note])];
    });
  });
  return rows;
}

test.each(['Tags', '标签', 'Label', '客户标签', 'labels'])(
  'labels in the column %s win over those of --set; unknown ones are noted',
  async (column) => {
    const csv = `name,mobile,${column}\na,13912340005,VIP\nb,13912340006,\nc,13912340007,Wholesaler\nd,13912340008,Großhandel;VIP\n`;
    const unknown = /"Wholesaler": DingTalk has no such label; the label of --set was taken\.$/;
    const left = /"Großhandel": DingTalk has no such label; the others were taken\.$/;
    for (const labels of [{ label_ids: String(customer) }, { labels: 'Customer' }]) {
      expect(await imported(csv, { ...given, ...labels })).toEqual([
        [vip, 'manager4220'],
        [customer, 'manager4220'],
        [customer, 'manager4220', expect.stringMatching(unknown)],
        [vip, 'manager4220', expect.stringMatching(left)],
      ]);
    }
  },
);

test('without labels of --set an unknown label makes the row invalid', async () => {
  const rows = await imported('name,mobile,Tags\nc,13912340007,Wholesaler\n', given);
  expect(rows).toEqual([expect.stringContaining('no label has this name')]);
});

test.each(['Owner Mobile', '负责人手机', 'owner_mobile'])(
  'an owner in the column %s wins over the one of --set, and one that is not found is invalid',
  async (column) => {
    const csv = `name,mobile,${column}\na,13912340005,19900008001\nb,13912340006,\nc,13912340007,13900000000\n`;
    expect(await imported(csv, { ...given, label_ids: String(customer) })).toEqual([
      [customer, '0423752'],
      [customer, 'manager4220'],
      expect.stringContaining('no present employee has this phone'),
    ]);
  },
);

test('beside a column of ids a column of names counts where the ids are blank', async () => {
  const csv = 'name,mobile,label_ids,Tags\na,13912340005,1561077310,Wholesaler\nb,13912340006,,VIP\n';
  expect(await imported(csv, { ...given, label_ids: '1561077311' })).toEqual([
    [customer, 'manager4220'],
    [vip, 'manager4220'],
  ]);
});
