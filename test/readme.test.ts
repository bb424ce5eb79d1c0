import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { ErrorEntry, ErrorKind } from '../src/dingtalk/error-entry.js';
import { errorTable, findError } from '../src/dingtalk/error-table.js';
import { parseCommandLine } from '../src/options/command-line.js';
import { statuses } from '../src/outcome.js';
import { importColumns } from '../src/source/import-columns.js';
import { reservedPhones } from '../src/sandbox/faults.js';
import { fields, requiredFields } from '../src/source/columns/fields.js';

const readme = await readFile('README.md', 'utf8');

/** The rows of the table under a heading, or of the n-th one there, as cells without their code marks. */
function table(heading: string, nth = 0): readonly (readonly string[])[] {
  const section = readme.split(/^#{2,3} /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const tables = section.split(/\n\n/).filter((part) => part.startsWith('|'));
  const rows = (tables[nth] ?? '').trim().split('\n').slice(2);
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

const firstCells = (rows: readonly (readonly string[])[]): readonly string[] =>
  rows.map(([cell]) => cell ?? '');

test('the two commands stand there as they are typed', () => {
  expect(readme).toContain('\n    npm ci && node dist/import.js fixtures/contacts.csv --sandbox\n');
  expect(readme).toContain('\n    npm ci && npm test\n');
});

test('the options are those of the program', () => {
  const help = parseCommandLine(['--help'], {}, 80);
  const flags =
    help.kind === 'help'
      ? [...help.text.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, flag]) => flag)
      : [];
  const listed = firstCells(table('Options')).map((cell) => /--[\w-]+/.exec(cell)?.[0]);
  expect(listed).toEqual(flags.filter((flag) => flag !== '--help'));
});

test('the columns of the file are the fields, and the required ones are marked', () => {
  const rows = table('The file');
  expect(
    firstCells(rows)
      .flatMap((cell) => cell.split(', '))
      .sort(),
  ).toEqual([...fields].sort());
  expect(
    rows
      .filter(([, required]) => required === 'yes')
      .map(([field]) => field)
      .sort(),
  ).toEqual([...requiredFields].sort());
});

test('the columns and statuses of the results are those of the code', () => {
  expect(firstCells(table('Results'))).toEqual(importColumns);
  expect(firstCells(table('Results', 1))).toEqual(statuses);
});

test('the exit codes are those of the program', () => {
  expect(firstCells(table('Exit codes'))).toEqual(['0', '1', '2', '3', '4', '70', '130, 143']);
});

const kindWords: Readonly<Record<ErrorKind, string>> = {
  row: 'the row',
  exists: 'exists',
  busy: 'busy',
  throttled: 'throttled',
  token: 'token',
  fatal: 'every row',
  lost: 'lost',
};

test('every code stands there with its meaning and advice from the error table', () => {
  const byWords = new Map<string, { readonly codes: string[]; readonly entry: ErrorEntry }>();
  for (const [code, entry] of Object.entries<ErrorEntry>(errorTable)) {
    const words = `${entry.meaning} ${entry.advice}`;
    const alike = byWords.get(words) ?? { codes: [], entry };
    alike.codes.push(code);
    byWords.set(words, alike);
  }
  const expected = Object.entries(kindWords).flatMap(([kind, words]) =>
    [...byWords.values()]
      .filter(({ entry }) => entry.kind === kind)
      .map(({ codes, entry }) => [codes.join(', '), words, entry.meaning, entry.advice]),
  );
  expect(table('Every code')).toEqual(expected);
});

test('each code named as an example is of the kind it stands beside', () => {
  const rows = table('Errors');
  expect(rows).toHaveLength(7);
  for (const [words = '', examples = ''] of rows) {
    for (const [code] of examples.matchAll(/-?\d{1,6}\b/g)) {
      if (code === '429') continue;
      expect(`${code} ${kindWords[findError(code).kind]}`).toBe(`${code} ${words}`);
    }
  }
});

test('the reserved phones end as the sandbox says', () => {
  const rows = new Map(table('The sandbox').map(([mobile = '', words = '']) => [mobile, words]));
  for (const [mobile, { words }] of Object.entries(reservedPhones)) expect(rows.get(mobile)).toBe(words);
});

test('every dependency stands there with its licence, and nothing else does', async () => {
  const listed = [...table('What it stands on'), ...table('What it stands on', 1)];
  const manifest = await readFile('package.json', 'utf8');
  for (const [nth, kind] of ['dependencies', 'devDependencies'].entries()) {
    const [, block = ''] = new RegExp(`"${kind}": \\{(.*?)\\}`, 's').exec(manifest) ?? [];
    const names = [...block.matchAll(/"([^"]+)":/g)].map(([, name]) => name);
    expect(firstCells(table('What it stands on', nth)).toSorted()).toEqual(names.toSorted());
  }
  for (const [name = '', , licence] of listed) {
    const installed: unknown = JSON.parse(await readFile(`node_modules/${name}/package.json`, 'utf8'));
    expect(installed).toMatchObject({ name, license: licence });
  }
});
