import { pino } from 'pino';
import { expect, test } from 'vitest';
import { chooseColumns } from '../../src/source/columns/choose-columns.js';
import { importText } from '../harness/job.js';
import { importKinds, phoneOf } from '../harness/kinds.js';
import { withSandbox } from '../harness/sandbox.js';

test.each([
  [
    'Name,Phone,City,State Code,ZIP',
    'Eve,415-555-0161,Boise,ID,83702\nSam,415-555-0162,Mobile,AL,36602',
    '1',
    '4155550161',
    '4155550162',
  ],
  [
    'Name,Phone,City,StateCode,Zip Code',
    'Eve,303-555-0161,Denver,CO,80202\nSam,302-555-0162,Dover,DE,19901',
    '1',
    '3035550161',
    '3025550162',
  ],
  [
    'name,phone,city,state_code,zip',
    'Eve,317-555-0161,Gary,IN,46402\nSam,312-555-0162,Cairo,IL,62914',
    '1',
    '3175550161',
    '3125550162',
  ],
  [
    'Name,Phone,Town,State Code',
    'Asha,9876543261,Pune,27\nRavi,9876543262,Chennai,33',
    '91',
    '9876543261',
    '9876543262',
  ],
  [
    'Name,Phone,City,State Code,Pincode',
    'Asha,9876543261,Delhi,07\nRavi,9876543262,Surat,24,395001',
    '91',
    '9876543261',
    '9876543262',
  ],
  [
    'Name;Telefon;PLZ;Ort;State Code',
    'Mia;015123456761;80331;München;BY\nTom;015123456762;10115;Berlin;BE',
    '49',
    '15123456761',
    '15123456762',
  ],
  [
    'Name;Celular;Cidade;State Code;CEP',
    'Ana;11961234561;São Paulo;SP;01000\nRui;11961234562;Belém;PA;66000',
    '55',
    '11961234561',
    '11961234562',
  ],
  ['Name,Phone,State Code', 'Eve,415-555-0161,TX\nSam,415-555-0162,ID', '1', '4155550161', '4155550162'],
])('%s has states, which are no countries', async (header, rows, code, ...phones) => {
  expect(await importKinds(`${header}\n${rows}\n`, { state_code: code })).toEqual(
    phones.map((phone) => `${code}-${phone}`),
  );
});

test.each([
  [
    'name,mobile,state_code,city,zip',
    'a,13912340001,86,杭州,310000\nb,66123461,852,香港,',
    ['86-13912340001', '852-66123461'],
  ],
  [
    'Name,Phone,State Code,City',
    'a,13912340001,+86,杭州\nb,015123456761,49,Bonn',
    ['86-13912340001', '49-15123456761'],
  ],
  [
    'name,mobile,state_code,city,zip',
    'a,13912340001,CN,杭州,310000\nb,66123461,HK,香港,',
    ['86-13912340001', '852-66123461'],
  ],
  ['Name,Phone,State Code', 'a,13912340001,CN\nb,015123456761,DE', ['86-13912340001', '49-15123456761']],
  ['name,mobile,state_code,city', 'a,+8613912340001,,杭州', ['86-13912340001']],
])('%s has countries, as its phones show', async (header, rows, phones) => {
  expect(await importKinds(`${header}\n${rows}\n`, { state_code: '1' })).toEqual(phones);
});

test('a column of states is used for the address, and a country beside it for the phone', async () => {
  const csv =
    'Name,Phone,Street,City,State Code,Zip,Country\nEve,415-555-0161,7 Mill Ln,Boise,ID,83702,United States\n';
  const rows = await importKinds(
    csv,
    { state_code: '86' },
    (contact) => `${phoneOf(contact)} ${contact.address}`,
  );
  expect(rows).toEqual(['1-4155550161 7 Mill Ln, Boise, ID, 83702, United States']);
});

test('the log says that a column of states is no country', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  await withSandbox({ callsPerSecond: Infinity }, async (sandbox) => {
    const csv = 'Name,Phone,City,State Code,ZIP\nEve,415-555-0161,Boise,ID,83702\n';
    const set = { state_code: '1', follower_user_id: 'manager4220', label_ids: '1561077310' };
    await importText(sandbox, csv, { set, log });
  });
  expect(lines).toEqual([expect.stringContaining('is taken for a part of the address')]);
});

test('what the column is taken for is said, and --map decides', () => {
  const header = ['name', 'mobile', 'City', 'State Code'];
  const set = new Map([
    ['follower_user_id', 'x'],
    ['label_ids', '1'],
  ] as const);
  const sample = [['Eve', '4155550161', 'Boise', 'ID']];
  const guessed = chooseColumns('x.csv', header, { map: new Map(), set }, sample);
  expect(guessed.sources.has('state_code')).toBe(false);
  expect(guessed.remarks).toEqual([
    '"State Code" is taken for a part of the address, not for a country. If it has country codes, use --map "state_code=State Code".',
  ]);
  const mapped = chooseColumns(
    'x.csv',
    header,
    { map: new Map([['state_code', 'State Code']]), set },
    sample,
  );
  expect([mapped.sources.get('state_code')?.positions, mapped.remarks]).toEqual([[3], []]);
});
