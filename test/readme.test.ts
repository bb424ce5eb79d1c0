import { access, readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { longName, optionGroups } from '../src/options/option-table.js';
import { exitCodes } from '../src/report/exit-code.js';
import { statuses } from '../src/outcome.js';
import { importColumns } from '../src/source/import-columns.js';
import { reservedPhones } from '../src/sandbox/faults.js';
import { fields, requiredFields } from '../src/source/columns/fields.js';

const readme = await readFile('README.md', 'utf8');
const guide = await readFile('src/README.md', 'utf8');
const facts = await readFile('src/dingtalk/README.md', 'utf8');

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
  const paths = [...guide.matchAll(/`([a-z]+\/[\w/-]+\.(?:ts|json))`/g)].map(([, path = '']) => path);
  expect(paths.length).toBeGreaterThan(20);
  for (const path of paths) await access(`src/${path}`);
});

test('the arrows between the folders are those of the linter', async () => {
  const rules = await readFile('eslint.config.js', 'utf8');
  const [, block = ''] = /const mayImport = \{(.*?)\n\};/s.exec(rules) ?? [];
  const arrows = [...block.matchAll(/^ {2}(\w+): \[([^\]]*)\]/gm)].map(([, folder = '', names = '']) => [
    folder,
    [...names.matchAll(/'([\w.-]+)'/g)].map(([, name]) => name).sort(),
  ]);
  const said = [...guide.matchAll(/^- `(\w+)\/`: .* Imports (.*)\.$/gm)].map(
    ([, folder = '', names = '']) => [
      folder,
      [...names.matchAll(/`([\w.-]+)`/g)].map(([, name]) => name).sort(),
    ],
  );
  expect(said.length).toBe(11);
  expect(Object.fromEntries(said)).toEqual(Object.fromEntries(arrows));
});

test('every section of the facts that the code names is there', async () => {
  const files = (await readdir('src', { recursive: true })).filter((file) => file.endsWith('.ts'));
  const code = await Promise.all(files.map((file) => readFile(join('src', file), 'utf8')));
  const named = code.flatMap((text) =>
    [...text.replace(/\s+(?:\* )?/g, ' ').matchAll(/README\.md, ((?:[A-Z][a-z-]+(?:, | and )?)+)/g)].flatMap(
      ([, sections = '']) => sections.split(/, | and /),
    ),
  );
  expect(named.length).toBeGreaterThan(20);
  const sections = [...facts.matchAll(/^## (.*)$/gm)].map(([, section]) => section);
  expect(sections).toEqual(expect.arrayContaining([...new Set(named)]));
});

test('every fact says how sure it is, and every source has an address', () => {
  const list = facts.split('## Hosts')[1] ?? '';
  const sure = /documented|recorded|SDK|report|inferred|unknown/i;
  for (const section of list.split(/^## /m)) {
    if (section.startsWith('Create\n')) continue; // said once, for the whole list
    for (const fact of section.match(/^- .*$/gm) ?? []) expect(fact).toMatch(sure);
  }
  const sources = [...facts.matchAll(/^\[([\w-]+)\]: https?:\/\/\S+$/gm)].map(([, name]) => name);
  const cited = [...facts.matchAll(/\[([\w-]+)\](?![:(])/g)].map(([, name]) => name);
  expect([...new Set(cited)].sort()).toEqual([...sources].sort());
});

test('every file that a README links to is there', async () => {
  for (const [path, text] of [
    ['README.md', readme],
    ['src/README.md', guide],
  ] as const) {
    const targets = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, target = '']) => target);
    for (const target of targets) await access(join(dirname(path), target));
  }
});

test('every option, variable and file in the README exists', async () => {
  const known = [...Object.values(optionGroups).flat().map(longName), '--help', '--port'];
  const docker = ['--rm', '--read-only', '--cap-drop'];
  for (const [option] of readme.matchAll(/(?<![\w-])--[a-z][\w-]*/g))
    expect([...known, ...docker]).toContain(option);
  const paths = [...readme.matchAll(/`((?:fixtures|src)\/[\w./-]+)`/g)].map(([, path = '']) => path);
  expect(paths.length).toBeGreaterThan(0);
  for (const path of paths) await access(path);
});

test('the READMEs are short', () => {
  expect(Buffer.byteLength(readme)).toBeLessThan(25_000);
  expect(Buffer.byteLength(guide)).toBeLessThan(12_000);
  expect(Buffer.byteLength(facts)).toBeLessThan(17_000);
});
