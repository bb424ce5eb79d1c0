import { expect, test } from 'vitest';
import { importKinds, phoneOf } from '../harness/kinds.js';

const spellings: readonly (readonly [string, (name: string) => string])[] = [
  ['lower case', (name) => name.toLowerCase()],
  ['upper case', (name) => name.toUpperCase()],
  ['as in titles', (name) => name],
  ['with underscores', (name) => name.toLowerCase().replaceAll(' ', '_')],
  ['without spaces', (name) => name.replaceAll(' ', '')],
  ['with spaces around and a star', (name) => ` *${name} `],
  [
    'full width',
    (name) => name.replace(/[A-Za-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
  ],
];

test.each(spellings)('a header in %s is read alike', async (_, spell) => {
  const names = [
    'Full Name',
    'Mobile',
    'Title',
    'Position',
    'Address',
    'City',
    'Zip',
    'Company Name',
    'Remark',
  ];
  const csv = `${names.map(spell).join()}\nLea Moor,+8613912340013,Dr.,Director,7 Mill Ln,Bath,BA1 1AA,Moor Ltd,met at the fair\n`;
  const rows = await importKinds(csv, {}, ({ name, title, address, company_name, remark }) =>
    [name, title, address, company_name, remark].join(' / '),
  );
  expect(rows).toEqual(['Lea Moor / Director / 7 Mill Ln, Bath, BA1 1AA / Moor Ltd / met at the fair']);
});

test.each([
  ['title,position', 'Dr.,Director', 'Director'],
  ['Title,Job Title', 'Ms.,Buyer', 'Buyer'],
  ['TITLE,JOB_TITLE', 'Herr,Einkäufer', 'Einkäufer'],
  ['title,function', 'M.,Acheteur', 'Acheteur'],
  ['title,职务', '先生,经理', '经理'],
  ['title', 'Director', 'Director'],
])('of %s with %s the job is the title', async (header, cells, title) => {
  const csv = `name,mobile,${header}\na,+8613912340013,${cells}\n`;
  expect(await importKinds(csv, {}, (contact) => contact.title)).toEqual([title]);
});

test.each([
  ['address,city,zip', '7 Mill Ln,Bath,BA1 1AA', '7 Mill Ln, Bath, BA1 1AA'],
  ['street,city,state,postcode', '7 Mill Ln,Bath,,BA1 1AA', '7 Mill Ln, Bath, BA1 1AA'],
  ['mailing_street,mailing_city', '7 Mill Ln,Bath', '7 Mill Ln, Bath'],
  ['address', '"7 Mill Ln, Bath"', '7 Mill Ln, Bath'],
])('the address of %s is whole', async (header, cells, address) => {
  const csv = `name,mobile,${header}\na,+8613912340013,${cells}\n`;
  expect(await importKinds(csv, {}, (contact) => contact.address)).toEqual([address]);
});

test.each(['mobile', 'Mobile', 'MOBILE', ' mobile '])(
  'the own name of a field, as in %j, wins over an alias',
  async (own) => {
    const csv = `name,Mobile Phone,${own}\na,+8613912340001,+8613912340002\nb,+8613912340003,\n`;
    expect(await importKinds(csv, {}, phoneOf)).toEqual(['86-13912340002', '86-13912340003']);
  },
);
