import { encode } from 'iconv-lite';
import { stringify } from 'csv-stringify/sync';
import { expect, test } from 'vitest';
import type { StoredContact } from '../src/sandbox/organisation.js';
import { importText, mobileOf } from './harness/job.js';
import { withSandbox } from './harness/sandbox.js';
import { sized } from './harness/size.js';

const header = ['name', 'mobile', 'state_code', 'follower_user_id', 'label_ids', 'address', 'other column'];

const count = sized(20, 1_000);

/** People with every character that CSV has to quote; `rare` names need four bytes in GB18030. */
function people(rare: boolean): readonly (readonly string[])[] {
  return Array.from({ length: count }, (_, at) => [
    `${rare && at % 7 === 0 ? '𠮷田' : '沈若兰'}${at}`,
    mobileOf(at),
    '86',
    'manager4220',
    '1561077310',
    at % 3 === 0 ? '文三路 99 号\n二楼' : '12 Mill Lane, "Unit; 4"\tBristol',
    at % 5 === 0 ? ' "=1+1" |' : '',
  ]);
}

/** What has to be equal for every encoding, delimiter and line end. */
async function imported(
  bytes: Buffer,
): Promise<{ contacts: readonly StoredContact[]; cells: readonly unknown[] }> {
  const seen: { contacts: readonly StoredContact[]; cells: readonly unknown[] } = { contacts: [], cells: [] };
  await withSandbox({ callsPerSecond: 10_000 }, async (sandbox) => {
    const { lines } = await importText(sandbox, bytes);
    const byKey = [...sandbox.contacts.entries()].sort(([one], [other]) => one.localeCompare(other));
    seen.contacts = byKey.map(([, contact]) => ({ ...contact, userid: '' }));
    seen.cells = lines.map((line) => header.map((column) => line[column]));
  });
  return seen;
}

const encodings = [
  ['utf-8', '', true],
  ['utf-8', '\uFEFF', true],
  ['gbk', '', false],
  ['gb18030', '', true],
  ['utf-16le', '\uFEFF', true],
  ['utf-16be', '\uFEFF', true],
] as const;
const forms = encodings.flatMap(([encoding, mark, rare]) =>
  [',', ';', '\t'].flatMap((delimiter) =>
    ['\n', '\r\n'].map((end) => ({ encoding, mark, rare, delimiter, end })),
  ),
);
const plain = new Map(
  [true, false].map((rare) => [rare, imported(Buffer.from(stringify([header, ...people(rare)])))]),
);

test.each(forms)(
  'rows in $encoding with mark $mark, delimiter $delimiter and line end $end give the same contacts and cells',
  async ({ encoding, mark, rare, delimiter, end }) => {
    const text = stringify([header, ...people(rare)], {
      delimiter,
      record_delimiter: end,
      quoted_match: /[\r\n]/,
    });
    const expected = await plain.get(rare);
    expect(expected?.contacts).toHaveLength(count + 1);
    expect(await imported(encode(mark + text, encoding))).toEqual(expected);
  },
);
