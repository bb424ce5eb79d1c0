import { expect, test } from 'vitest';
import { importText } from '../harness/job.js';
import { importKinds, phoneOf } from '../harness/kinds.js';
import { withSandbox } from '../harness/sandbox.js';

test.each([
  ['a,b', ','],
  ['Kommentar;mehr', ';'],
  ['备注\t更多', '\t'],
])(
  'a quote that is never closed is named with its line, also where the delimiter shows only in the header: %j',
  async (more, delimiter) => {
    const names = ['name', 'mobile', ...more.split(delimiter)].join(delimiter);
    const row = (name: string, at: number): string => [name, `1391234000${at}`, 'x', 'y'].join(delimiter);
    const csv = [names, row('Ann', 1), row('Bo', 2).replace(/x/, '"x'), row('Cy', 3), ''].join('\n');
    expect(await importKinds(csv, { state_code: '86' })).toMatch(/line 3: a quote \("\) is opened here/);
  },
);

test.each([
  ['客户,,联系人,,备注\n编号,公司,姓名,手机,备注\n1,云杉,何文,13912340001,好\n', '何文'],
  ['Customer,,Contact,,Remark\nNo,Company,Name,Mobile,Text\n1,Moor,Lea Moor,13912340001,fine\n', 'Lea Moor'],
  ['Firma;;Kontakt;;Telefon\nNr;Firma;Name;Mobil;Büro\n1;Moor;Ida Kern;13912340001;\n', 'Ida Kern'],
])('a line of groups above the names of the columns is no header: %j', async (csv, name) => {
  const rows = await importKinds(
    csv,
    { state_code: '86' },
    (contact) => `${contact.name} ${phoneOf(contact)}`,
  );
  expect(rows).toEqual([`${name} 86-13912340001`]);
});

test('entities of web pages are characters where the file has them throughout, and that is noted', async () => {
  const csv = (company: string): string =>
    `name,mobile,company\nAnn,13912340001,Tom &amp; Co\nBo,13912340002,${company}\n`;
  const describe = (contact: { readonly company_name: string }, note: string): string =>
    `${contact.company_name} | ${note}`;
  const set = { state_code: '86' };
  const [read] = await importKinds(csv('&lt;Hill&gt; O&#39;Neill'), set, describe);
  expect(read).toMatch(/^Tom & Co \| Entities of a web page in company_name/);
  expect(await importKinds(csv('&lt;Hill&gt; O&#39;Neill'), set, describe)).toContainEqual(
    expect.stringContaining("<Hill> O'Neill"),
  );
  expect(await importKinds(csv('Hill & Sons'), set, describe)).toEqual(['Tom &amp; Co | ', 'Hill & Sons | ']);
});

test('an empty phone names the other columns of the row that have one, and never a fax', () =>
  withSandbox({ callsPerSecond: Infinity }, async (sandbox) => {
    const csv =
      'name,Handy,Office Phone,Fax\nAnn,,+86 21 6101 0202,+86 21 6101 0203\nBo,,,+86 21 6101 0204\n';
    const columns = {
      map: new Map([['mobile', 'Handy'] as const]),
      set: new Map([['follower_user_id', 'manager4220'] as const, ['label_ids', '1561077310'] as const]),
    };
    const { lines } = await importText(sandbox, csv, { columns });
    expect(lines.map((line) => line.import_error)).toEqual([
      'mobile (column "Handy") is empty. There is a phone in "Office Phone": fill it in, or choose that column with --map mobile=COLUMN.',
      'mobile (column "Handy") is empty. Fill it in.',
    ]);
  }));

test('the results show a phone as the row has it', async () => {
  const [row] = await importKinds('name,mobile\nAnn,1391234000\n', { state_code: '86' });
  expect(row).toContain('mobile "1391234000" has 10 digits');
});
