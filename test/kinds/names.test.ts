import { expect, test } from 'vitest';
import { chooseColumns } from '../../src/source/columns/choose-columns.js';
import { importKinds } from '../harness/kinds.js';

/** The names that the rows of a file are sent with; each row gets a phone. */
async function namesIn(
  header: string,
  rows: readonly string[],
  delimiter = ',',
): Promise<readonly string[] | string> {
  const lines = rows.map((row, at) => `${row}${delimiter}+861391234000${at}`);
  const csv = `${header}${delimiter}Mobile\n${lines.join('\n')}\n`;
  return importKinds(csv, {}, ({ name }) => name);
}

test.each([
  'Display Name,First Name,Family name / Surname',
  'Full Name,Given Name,Last Name (Surname)',
  '姓名,名,姓',
  '姓名 (Name),名 (First Name),姓/Last Name',
  'Vollständiger Name,Vorname,Nachname',
  'Nom complet,Prénom,Nom de famille',
  'Nombre completo,Nombre,Apellidos',
  'Nome completo,Nome,Sobrenome',
  'Nome completo,Nome,Cognome',
  '氏名,名,姓',
  'ФИО,Имя,Фамилия',
  'Name,Name (First),Name (Last)',
])('with %s each row has its whole name or its parts; a lone sign is none', async (header) => {
  const rows = [
    ',Lea,Moor',
    'Kai M.,,',
    ',明,.',
    ',-,Orth',
    '张三,三,张',
    '-,Ada,Kerr',
    '—,若兰,沈',
    ',"O\'Neil",…',
  ];
  expect(await namesIn(header, rows)).toEqual([
    'Lea Moor',
    'Kai M.',
    '明',
    'Orth',
    '张三',
    'Ada Kerr',
    '沈若兰',
    "O'Neil",
  ]);
});

test.each([
  ['Nombre,Apellidos', 'Lea,Moor'],
  ['Apellido,Nombre', 'Moor,Lea'],
  ['Nome,Sobrenome', 'Lea,Moor'],
  ['Nome,Cognome', 'Lea,Moor'],
  ['Name,Vorname', 'Moor,Lea'],
  ['Nom,Prénom', 'Moor,Lea'],
  ['Voornaam,Achternaam', 'Lea,Moor'],
  ['Förnamn,Efternamn', 'Lea,Moor'],
  ['Given Name,Surname / Family name', 'Lea,Moor'],
  ['Name,Vorname', 'Lea Moor,Lea'],
  ['First Name,Last Name', 'Lea Moor,Moor'],
])('the halves %s with %s are Lea Moor', async (header, row) => {
  expect(await namesIn(header, [row])).toEqual(['Lea Moor']);
});

test.each([
  ['张三,张', '张三'],
  ['三,张', '张三'],
  ['欧阳明,欧阳', '欧阳明'],
  ['高高,高', '高高高'],
  ['Anna,An', 'Anna An'],
  ['Thomas,Thomas', 'Thomas Thomas'],
  ['.,张', '张'],
])('a first and a last name %s are %s', async (row, name) => {
  expect(await namesIn('First Name,Last Name', [row])).toEqual([name]);
});

test('of a contact name beside first and last names the person is the name, as accounting programs have it', async () => {
  const header = '*ContactName,AccountNumber,FirstName,LastName';
  expect(await namesIn(header, ['Moor & Sons,7,Lea,Moor', 'Kai Orth,8,,'])).toEqual(['Lea Moor', 'Kai Orth']);
});

test('a column of companies is no name beside the parts of one', async () => {
  const csv = '客户名称,姓,名,手机\n远山科技,沈,若兰,+8613912340001\n';
  expect(await importKinds(csv, {}, ({ name, company_name }) => `${name} ${company_name}`)).toEqual([
    '沈若兰 远山科技',
  ]);
});

test.each([
  ['First Name', 'Nickname'],
  ['姓', '昵称'],
  ['Prénom', 'Surnom'],
])('a half of a name without the other, %s, is said', (half, other) => {
  const set = new Map([
    ['follower_user_id', 'x'],
    ['label_ids', '1'],
  ] as const);
  const { remarks, sources } = chooseColumns('x.csv', [half, other, 'Mobile'], { map: new Map(), set });
  expect(sources.get('name')?.column).toBe(half);
  expect(remarks).toEqual([expect.stringContaining(`"${half}" is one half of a name`)]);
});
