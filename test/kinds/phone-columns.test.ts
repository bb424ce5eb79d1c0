import { expect, test } from 'vitest';
import { phoneColumn } from '../../src/source/columns/phone-words.js';
import { importKinds, phoneOf } from '../harness/kinds.js';

const china = { state_code: '86' } as const;
const [mobile, landline] = ['13912340008', '021-61010201'];

test.each([
  '移动电话（11 位数字）',
  '手机号码（必填，11位）',
  '*手机号',
  '联系人手机',
  '客户手机号码',
  '手机1',
  '個人手機',
  'Contact Mobile',
  'Personal Mobile',
  'Contact/Personal Mobile',
  'Phone - Mobile',
  'Phone (Mobile)',
  'Mobile No (with country code)',
  'Mobile No.',
  'MOBILE PHONE NUMBER *',
  'Cell #',
  'mobilePhone',
  'Handynummer',
  'Mobilnummer (mit Ländervorwahl)',
  'Telefon (mobil)',
  'Handy-Nr.',
  'Téléphone portable',
  'N° de portable (obligatoire)',
  'Tél. mobile',
  'Móvil',
  'Teléfono móvil (9 dígitos)',
  'Celular',
  'Telemóvel',
  'Telefone celular (com DDD)',
  'Cellulare',
  'Numero di cellulare',
  'Mobiele telefoon',
  '携帯電話番号（ハイフンなし）',
  '携帯',
  '휴대폰 번호',
  'Мобильный телефон',
  'No. HP',
  'Số điện thoại di động',
  'เบอร์มือถือ',
  'رقم الجوال',
  'मोबाइल नंबर',
])('the mobile column %s beats other phones', async (column) => {
  const csv = `姓名,公司电话,电话,${column}\n钱多,${landline},${landline},${mobile}\n`;
  expect(await importKinds(csv, china)).toEqual([`86-${mobile}`]);
});

test.each([
  'Referrer Mobile',
  'Mobile Operator',
  'Mobile Opt-in',
  'Emergency Contact Mobile',
  'Mobile (emergency)',
  "Assistant's Mobile",
  'Contact 2 Mobile',
  'Automobile',
  '紧急联系人手机',
  '手机（紧急联系人）',
  '推荐人手机号',
  '手机归属地',
  '手机型号',
  '联系人2手机',
  'Notfall-Handy',
  'Handymarke',
  'Portable du conjoint',
  'Opérateur mobile',
  'Móvil del gerente',
  'Operador móvil',
  'Celular do responsável',
  '緊急連絡先携帯',
  '携帯会社名',
  'Fax',
  'Mobile Fax',
  '传真号码',
])('the column %s is never taken, also where the phone is empty', async (column) => {
  const csv = `Name,Phone,${column}\nKim,+8613912340009,+8613912340011\nBo,,+8613912340012\n`;
  expect(await importKinds(csv)).toEqual([
    '86-13912340009',
    expect.stringContaining('(column "Phone") is empty'),
  ]);
});

test.each([
  ['手机', '电话', '办公电话'],
  ['Mobile', 'Phone', 'Home Phone'],
  ['手机1', '手机2', '座机'],
  ['Phone', 'Phone 2', 'Phone 3'],
  ['Handy', 'Telefon', 'Telefon (privat)'],
  ['Portable', 'Téléphone', 'Tél. bureau'],
  ['Móvil', 'Teléfono', 'Teléfono oficina'],
  ['Celular', 'Telefone', 'Telefone comercial'],
  ['携帯電話', '電話番号', '会社電話番号'],
  ['Person - Phone - Mobile', 'Person - Phone - Work', 'Person - Phone - Other'],
])('where %s is empty, a row takes %s, then %s, but no fax; and says so', async (...columns) => {
  const csv = `name,Fax,${columns.join()}\na,+862161010299,+8613912340001,+8613912340002,+8613912340003\nb,+862161010299,,+8613912340004,+8613912340005\nc,+862161010299,-,,+8613912340006\nd,+862161010299,,,\n`;
  const rows = await importKinds(csv, {}, (contact, note) => `${phoneOf(contact)} ${note}`);
  const taken = (column: string): unknown => expect.stringContaining(`The phone is that of "${column}"`);
  const [, second, third] = columns;
  expect(rows).toEqual([
    '86-13912340001 Country code 86 taken from the phone.',
    taken(second),
    taken(third),
    expect.stringContaining('is empty'),
  ]);
  expect(rows[1]).toContain('86-13912340004');
  expect(rows[2]).toContain('86-13912340006');
});

test.each([
  ['Phone 1 - Label', 'Phone 1 - Value', 'Phone 2 - Label', 'Phone 2 - Value', 'Home Fax', 'Mobile'],
  ['Phone 1 - Type', 'Phone 1 - Value', 'Phone 2 - Type', 'Phone 2 - Value', 'Work', 'iPhone'],
  ['Phone Number Type', 'Phone Number', 'Phone Number 2 Type', 'Phone Number 2', 'Other', 'Cell'],
  ['Telefon 1 - Art', 'Telefon 1 - Wert', 'Telefon 2 - Art', 'Telefon 2 - Wert', 'Fax privat', 'Mobil'],
  ['Tél. 1 - Type', 'Tél. 1 - Valeur', 'Tél. 2 - Type', 'Tél. 2 - Valeur', 'Télécopie', 'Portable'],
  ['Teléfono 1 - Tipo', 'Teléfono 1 - Valor', 'Teléfono 2 - Tipo', 'Teléfono 2 - Valor', 'Fax', 'Móvil'],
  ['Telefone 1 - Tipo', 'Telefone 1 - Valor', 'Telefone 2 - Tipo', 'Telefone 2 - Valor', 'Fax', 'Celular'],
  ['电话1类型', '电话1', '电话2类型', '电话2', '传真', '手机'],
  ['電話1種別', '電話1', '電話2種別', '電話2', '勤務先FAX', '携帯'],
])('of labelled phones (%s, %s, %s, %s) the mobile one is taken', async (...words) => {
  const [label1, value1, label2, value2, other, mobileWord] = words;
  const csv = `First Name,Last Name,${label1},${value1},${label2},${value2}\nLea,Moor,${other},+86 21 6101 0202,${mobileWord},+86 13912340012\nKai,Moor,Work Fax,+86 21 6101 0203,,\nIda,Moor,Work Fax,+86 21 6101 0203,Home,+86 13912340013\n`;
  expect(await importKinds(csv)).toEqual([
    '86-13912340012',
    expect.stringContaining('is the number of a fax'),
    '86-13912340013',
  ]);
});

test.each([
  ['Name,Personal Mobile,Work Mobile', 'refused'],
  ['Name,手机1,Mobile 1', 'refused'],
  ['Name,会员手机号,您的手机号', 'refused'],
])('nothing is guessed where columns are equally good or unclear: %s', async (header) => {
  expect(await importKinds(`${header}\na,+8613912340001,+8613912340002\n`)).toContain('refused: ');
});

test.each([
  ['手机号码（必填，11位）', 'mobile', 0],
  ['Mobile (2)', 'mobile', 2],
  ['Home Phone 2', 'other phone', 2],
  ['备用手机', 'second mobile', 0],
  ['Company Main Phone', 'company phone', 0],
  ['Telefax', 'fax', 0],
])('%s is a column of the kind %s with the number %i', (name, kind, number) => {
  expect(phoneColumn(name)).toMatchObject({ kind, number });
});

test.each(['', '13912340001', '3', 'Name', 'Country', '张三', 'Contact', 'Work', 'Number'])(
  '%j is no column of phones',
  (name) => {
    expect(phoneColumn(name)).toBeUndefined();
  },
);

test.each(['Owner Mobile', '负责人手机', '跟进人手机'])(
  'the phone of the owner in %s is not that of the contact',
  async (column) => {
    const csv = `Name,Phone,${column}\nKim,+8613912340009,19900008001\nBo,,19900008001\n`;
    expect(await importKinds(csv)).toEqual([
      '86-13912340009',
      expect.stringContaining('(column "Phone") is empty'),
    ]);
  },
);
