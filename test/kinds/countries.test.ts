import { expect, test } from 'vitest';
import { countryColumn } from '../../src/source/columns/country-words.js';
import { importKinds } from '../harness/kinds.js';

const china = { state_code: '86' } as const;
const invalid = (text: string): unknown => expect.stringMatching(new RegExp(`^invalid: .*${text}`));

test.each([
  ['Country', 'Germany'],
  ['COUNTRY', 'DE'],
  ['Mailing Country', 'DEU'],
  ['Country/Region', 'Germany (+49)'],
  ['Business Country/Region', '+49 Germany'],
  ['Country Name', 'Federal Republic of Germany'],
  ['Country Code', '+49'],
  ['Phone Country', '0049'],
  ['ISD Code', '49'],
  ['Country Calling Code', '(+49)'],
  ['Dial Code', '49.0'],
  ['Mobile Country Code', 'germany'],
  ['国家', '德国'],
  ['国家/地区', '德国'],
  ['国家/地区代码', 'DE'],
  ['國家', '德國'],
  ['区号', '+49'],
  ['手机区号', '49'],
  ['Land', 'Deutschland'],
  ['Ländervorwahl', '+49'],
  ['Pays', 'Allemagne'],
  ['Indicatif pays', '+49'],
  ['País', 'Alemania'],
  ['Código do país', '49'],
  ['Paese', 'Germania'],
  ['国名', 'ドイツ'],
  ['国番号', '49'],
  ['국가', '독일'],
  ['Страна', 'Германия'],
])('a column %s with "%s" gives way to the phone, and wins over --set', async (column, germany) => {
  const csv = `name,phone,${column}\nMia,015123456761,${germany}\nTom,+447400123461,${germany}\n刘波,13912340001,\nAda,13912340003,Atlantis\nEve,+447400123462,Atlantis\n`;
  expect(await importKinds(csv, china)).toEqual([
    '49-15123456761',
    '44-7400123461',
    '86-13912340001',
    invalid('"Atlantis" is not a country code'),
    '44-7400123462',
  ]);
});

test.each([
  ['Address 1 - Country', 'address'],
  ['POCountry', 'address'],
  ['Default Address Country Code', 'address'],
  ['Billing Country', 'company address'],
  ['Phone Country', 'code'],
  ['Int. dialing code', 'code'],
  ['国际电话区号', 'code'],
  ['Country Prefix', 'country'],
  ['国家或地区', 'country'],
  ['国别', 'country'],
  ['Ländercode', 'country'],
  ['Prefijo', 'town'],
  ['Mailing Country', 'address'],
])('%s is a column of the kind %s', (name, kind) => {
  expect(countryColumn(name)).toBe(kind);
});

test.each([
  ['KOR', '01020000061', '82-1020000061'],
  ['Korea, Republic of', '01020000061', '82-1020000061'],
  ['Turkey (+90)', '5012345661', '90-5012345661'],
  ['United Arab Emirates (the)', '0501234561', '971-501234561'],
  ['Viet Nam', '0912345661', '84-912345661'],
  ['中国香港', '66123461', '852-66123461'],
  ['Österreich', '06641234561', '43-6641234561'],
  ['1-242', '2423591234', '1-2423591234'],
])('the country "%s" is understood', async (country, phone, sent) => {
  expect(await importKinds(`name,phone,Country Code\na,${phone},"${country}"\n`, china)).toEqual([sent]);
});

test.each(['区号', '電話区号', '區號', 'Vorwahl'])(
  'in a column %s a code with a leading zero is that of a town',
  async (column) => {
    const csv = `姓名,手机,${column}\n何文,66123461,+853\n林一,13912340002,0571\n林二,13912340003,20\n林三,13912340004,010\n`;
    expect(await importKinds(csv, china)).toEqual([
      '853-66123461',
      '86-13912340002',
      '86-13912340003',
      '86-13912340004',
    ]);
    expect(await importKinds(csv)).toEqual([
      '853-66123461',
      ...Array.from({ length: 3 }, () => invalid('state_code.* is empty')),
    ]);
  },
);

test('a column state_code wins over a country, and contradicts a phone as before', async () => {
  const csv = `name,phone,state_code,Country\na,13912340001,86,Germany\nb,015123456761,,Germany\nc,+447400123461,86,Germany\n`;
  expect(await importKinds(csv)).toEqual([
    '86-13912340001',
    '49-15123456761',
    invalid('Correct one of them'),
  ]);
});

test('a column with area codes of towns comes after one of countries', async () => {
  const csv = '姓名,手机,国家/地区,区号\n何文,13912340001,中国,0571\n林一,66123461,,+852\n李,13912340002,,\n';
  expect(await importKinds(csv)).toEqual([
    '86-13912340001',
    '852-66123461',
    invalid('column "国家/地区".* is empty'),
  ]);
});

test('of several countries the one of the phone comes first, then the first that is filled', async () => {
  const csv = `name,phone,Billing Country,Country,Phone Country\na,13912340001,France,Germany,China\nb,015123456761,France,Germany,\nc,0639981801,France,,\n`;
  expect(await importKinds(csv)).toEqual(['86-13912340001', '49-15123456761', '33-639981801']);
});

test.each(['Country', '国家', 'Land', 'País'])(
  'with a column %s no message suggests --set state_code',
  async (column) => {
    const rows = await importKinds(`name,phone,${column}\na,13912340001,\nb,,\nc,13912340001,Atlantis\n`);
    expect(rows).toEqual([invalid('is empty'), invalid('is empty'), invalid('Atlantis')]);
    expect(String(rows)).not.toContain('--set state_code');
  },
);

test.each([
  ['Street,City,Country', '7 Mill Ln,Bath,United Kingdom', '7 Mill Ln, Bath, United Kingdom'],
  ['详细地址,城市,国家', '文三路 9 号,杭州市,英国', '英国杭州市文三路 9 号'],
])('a country that feeds the phone stays in the address (%s)', async (header, cells, address) => {
  const csv = `name,phone,${header}\nMia,07400123461,${cells}\n`;
  expect(await importKinds(csv, china, (contact) => `${contact.state_code} ${contact.address}`)).toEqual([
    `44 ${address}`,
  ]);
});

test.each([
  '国籍',
  'Nationality',
  'Country of Birth',
  'Geburtsland',
  'Bundesland',
  'Country Manager',
  'Area Code',
  'Postal Code',
  '国际快递',
  'Staatsangehörigkeit',
  'Pays de naissance',
  'País de nacimiento',
  '出身国',
  'Landline',
  'Landkreis',
  'Region',
  '地区',
  'Country 2',
  'Address 2 - Country',
  'DDI Number',
  'IP Country',
  'Name',
  'Code',
  '',
])("%j is no column of the phone's country", (name) => {
  expect(countryColumn(name)).toBeUndefined();
});
