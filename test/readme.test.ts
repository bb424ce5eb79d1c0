import { access, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { longName, optionGroups } from '../src/options/option-table.js';
import { exitCodes } from '../src/report/exit-code.js';
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

test('the options are those of the program, each with its default', () => {
  const options = Object.values(optionGroups).flat();
  expect(
    table('Options').map(([cell = '', standard = '']) => [/--[\w-]+/.exec(cell)?.[0], standard]),
  ).toEqual(
    options
      .filter((option) => longName(option) !== '--help')
      .map((option) => [longName(option), option.standard ?? '']),
  );
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

test('the exit codes are those of the program, with their meanings', () => {
  expect(table('Exit codes').map(([code, meaning]) => [code, meaning])).toEqual(Object.entries(exitCodes));
});

test('the reserved phones end as the sandbox says', () => {
  const rows = new Map(table('The sandbox').map(([mobile = '', words = '']) => [mobile, words]));
  for (const [mobile, { words }] of Object.entries(reservedPhones)) expect(rows.get(mobile)).toBe(words);
});

test('the guide lists every dependency with its licence, and nothing else', async () => {
  const guide = await readFile('src/README.md', 'utf8');
  const listed = [...guide.matchAll(/^\| `([@\w/-]+)` +\| [^|]+ \| ([\w.-]+) +\|$/gm)];
  const manifest = await readFile('package.json', 'utf8');
  const names = ['dependencies', 'devDependencies'].flatMap((kind) => {
    const [, block = ''] = new RegExp(`"${kind}": \\{(.*?)\\}`, 's').exec(manifest) ?? [];
    return [...block.matchAll(/"([^"]+)":/g)].map(([, name]) => name);
  });
  expect(listed.map(([, name]) => name)).toEqual(names);
  for (const [, name = '', licence] of listed) {
    const installed: unknown = JSON.parse(await readFile(`node_modules/${name}/package.json`, 'utf8'));
    expect(installed).toMatchObject({ name, license: licence });
  }
});

test('every file that the guide names is there', async () => {
  const guide = await readFile('src/README.md', 'utf8');
  const paths = [...guide.matchAll(/`([a-z]+\/[\w/-]+\.(?:ts|json))`/g)].map(([, path = '']) => path);
  expect(paths.length).toBeGreaterThan(20);
  for (const path of paths) await access(`src/${path}`);
});

test('the README is for users and short', () => {
  expect(Buffer.byteLength(readme)).toBeLessThan(25_000);
});
