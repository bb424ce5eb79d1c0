import { encode } from 'iconv-lite';
import { expect, test } from 'vitest';
import { importKinds, phoneOf } from '../harness/kinds.js';

const china = { state_code: '86' } as const;

test.each([
  ['919876543261', '86', '91-9876543261'],
  ['8613912340004', '86', '86-13912340004'],
  ['447400123461', '86', '44-7400123461'],
  ['4915123456761', '1', '49-15123456761'],
  ['12025550123', '86', expect.stringContaining('may be one of another country')],
  ['16412345678', '86', '86-16412345678'],
  ['61010202', '86', expect.not.stringContaining('61-')],
])('%s with --set state_code=%s is %s', async (phone, state_code, expected) => {
  expect(await importKinds(`name,mobile\na,${phone}\n`, { state_code })).toEqual([expected]);
});

test.each([
  ['手机号码: 13912340031', '86-13912340031'],
  ['联系电话：13912340031', '86-13912340031'],
  ['Mobile : +86 13912340031', '86-13912340031'],
  ['p:13912340031', '86-13912340031'],
  ['M: 13912340031', '86-13912340031'],
  ['Mob. 13912340031', '86-13912340031'],
  ['wa:+8613912340031', '86-13912340031'],
  ['WhatsApp: +86 139 1234 0031', '86-13912340031'],
  ['13912340031;', '86-13912340031'],
  ['13912340031/', '86-13912340031'],
  ['传真: 021-61010299', expect.stringContaining('is the number of a fax')],
  ['Fax: 021-61010299', expect.stringContaining('is the number of a fax')],
  ['QQ：139123400', expect.stringContaining('is not a phone number')],
  ['139****0042', expect.stringContaining('was masked by the program that exported it')],
  ['139xxxx0042', expect.stringContaining('was masked by the program that exported it')],
  ['2026-01-01', expect.stringContaining('is a date')],
  ['2026/1/1', expect.stringContaining('is a date')],
  ['1.3912340037E10', '86-13912340037'],
  ['1.39E10', expect.stringContaining('was shortened by a spreadsheet')],
  ['1.39E+10', expect.stringContaining('was shortened by a spreadsheet')],
])('the phone cell %j is %s', async (cell, expected) => {
  expect(await importKinds(`name,mobile\na,${cell}\n`, china)).toEqual([expected]);
});

test.each(['NULL', 'nan', 'NaN', 'None', '\\N', '#N/A', '#REF!', '#NAME?', '#VALUE!', 'N/A'])(
  'a program’s mark for a missing value, %s, is none; a person of that name in other letters is one',
  async (mark) => {
    const csv = `name,mobile,company\n${mark},13912340041,Acme\nAnn,13912340042,${mark}\nNan Null,13912340043,Null Ltd\nnull,13912340044,Acme\n`;
    const rows = await importKinds(csv, china, ({ name, company_name }, note) =>
      [name, company_name, note].filter((text) => text !== '').join(' | '),
    );
    expect(rows).toEqual([
      'invalid: name is empty. Fill it in.',
      `Ann | Left out: "${mark}" is a program's mark for a missing value.`,
      'Nan Null | Null Ltd',
      'null | Acme',
    ]);
  },
);

test.each([
  ['"""Lead"", ""VIP"""', [1_561_077_317, 1_561_077_320]],
  ['* myContacts ::: Lead', [1_561_077_317]],
  ['* starred ::: VIP ::: * myContacts', [1_561_077_320]],
])('the labels %s are read', async (cell, expected) => {
  const rows = await importKinds(
    `name;mobile;labels\na;13912340045;${cell}\n`,
    { ...china, label_ids: '' },
    ({ label_ids }) => [...label_ids].sort().join(),
  );
  expect(rows).toEqual([expected.join()]);
});

test.each(['\v', '\u2028', '<br>', '<br />', '_x000D_'])('%j in an address is a line break', async (sign) => {
  const csv = `name,mobile,address\nAnn,13912340047,"Gate 3${sign}7 Mill Ln"\n\u001A`;
  expect(await importKinds(csv, china, ({ address }) => address)).toEqual(['Gate 3\n7 Mill Ln']);
});

test.each([
  '13912340017;吴一;部门甲\n13912340018;吴二;部门乙\n',
  'Anna,+4915123456701,Sales\nBen,+4915123456702,Sales\n',
])('the row of a person is no header: refused, without a whole phone', async (csv) => {
  const refused = await importKinds(csv, china);
  expect(refused).toMatch(/^refused: .*line 1: there are no column names/);
  expect(refused).not.toMatch(/\d{7}/);
});

test.each([
  ['name,phone', 'name,phone'],
  ['Name,Phone', 'name,phone'],
  ['姓名,手机', 'Name,Mobile'],
  ['Name,Telefon', '姓名,电话'],
])('a header that is repeated, %s and %s, is no person', async (first, second) => {
  const csv = `${first}\na,13912340022\n${second}\nb,13912340023\n`;
  expect(await importKinds(csv, china)).toEqual(['86-13912340022', '86-13912340023']);
});

test.each([
  ['name,phone,company', 'company,name,phone'],
  ['姓名,手机,公司', '公司,姓名,手机'],
  ['Name,Telefon,Firma', 'Firma,Name,Telefon'],
])('a second table in one file, %s and then %s, is refused with its line', async (first, second) => {
  const csv = `${first}\na,13912340024,Acme\n${second}\nHill,b,13912340025\n`;
  expect(await importKinds(csv, china)).toMatch(
    /^refused: .*line 3: another line of column names begins here/,
  );
});

test.each([
  '小计,2,',
  '合计,,',
  '总计：2人,,',
  'Total,2,',
  'Summe,2,',
  'Итого,2,',
  '-----,-----,-----',
  '(2 rows),,',
  '(2 行受影响),,',
])('the line %s is no person, and one who is called so is', async (line) => {
  const csv = `编号,姓名,电话\n1,甲,13912340026\n2,合计远,13912340027\n${line}\n`;
  expect(await importKinds(csv, china)).toEqual(['86-13912340026', '86-13912340027']);
});

test.each([
  ['操作,姓名,电话\n删除,丙,13912340028\n新增,丁,13912340029\n', 'says "删除"'],
  ['Action,Name,Phone\nDelete,c,13912340028\nAdd,d,13912340029\n', 'says "Delete"'],
  ['备注,姓名,电话\n,示例：丙,13912340028\n,丁,13912340029\n', 'is the example of a template'],
  ['Remark,Name,Phone\n,Example: c,13912340028\n,d,13912340029\n', 'is the example of a template'],
  ['备注,姓名,电话\n,（例）丙,13912340028\n,例丁,13912340029\n', 'is the example of a template'],
])('a row that is to go or is a sample is not sent: %j', async (csv, words) => {
  expect(await importKinds(csv, china)).toEqual([expect.stringContaining(words), '86-13912340029']);
});

test.each(['"Lea,+4915123456762,Acme"', '"Lea;+4915123456762;Acme"', '"Lea\t+4915123456762\tAcme"'])(
  'a whole row in one cell, %s, is said to be one',
  async (line) => {
    expect(await importKinds(`Name,Mobile,Company\n${line}\n`)).toEqual([
      'invalid: The whole row stands in one cell: there are quotes around it. Export the file again without them.',
    ]);
  },
);

test.each([
  ['cp949', 'name,mobile,company\n정우성,01020000062,하늘식품\n윤서아,01020000063,구름약국\n'],
  ['euc-kr', '이름,휴대폰,회사\n정우성,01020000062,하늘식품\n윤서아,01020000063,구름약국\n'],
  ['big5', '姓名,手機,公司\n林志明,0912345678,遠山食品\n黃淑芬,0912345679,雲端藥局\n'],
  ['euc-jp', '氏名,携帯,会社\n山田太郎,09012345678,株式会社サンプル\n鈴木花子,09012345679,東京薬局\n'],
])(
  'text in %s is refused with the line in it, never read as rare Chinese characters',
  async (encoding, csv) => {
    const refused = await importKinds(encode(csv, encoding), { state_code: '82' });
    expect(refused).toMatch(/^refused: .*the encoding is not clear/);
  },
);

test.each([
  '姓名,手机\n沈若兰,13912340001\n',
  'name,mobile\n何文,13912340001\n',
  '客户姓名,联系电话\n马晓燕,13912340001\n',
])('a small GBK file is readable: %j', async (csv) => {
  expect(await importKinds(encode(csv, 'gbk'), china, phoneOf)).toEqual(['86-13912340001']);
});
