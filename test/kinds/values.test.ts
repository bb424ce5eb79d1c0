import { readFile, stat, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { Folder, readCells, readResults } from '../harness/folder.js';
import { header, mobileOf } from '../harness/job.js';
import { runImport, type Finished } from '../harness/program.js';
import { startSandbox } from '../../src/sandbox/server.js';
import { environmentAt, withSandbox } from '../harness/sandbox.js';

const fast = { callsPerSecond: Infinity };

/** The contacts that a sandbox has at its start. */
async function startedWith(): Promise<ReadonlyMap<string, unknown>> {
  await using sandbox = await startSandbox();
  return new Map(sandbox.contacts);
}

/** GBK bytes of a text, by the tables that Node has. */
function gbk(text: string): Buffer {
  const decoder = new TextDecoder('gb18030');
  const bytes: number[] = [];
  for (const character of text) {
    if (character < '\u0080') bytes.push(character.charCodeAt(0));
    else bytes.push(...codeOf(decoder, character));
  }
  return Buffer.from(bytes);
}

function codeOf(decoder: TextDecoder, character: string): readonly number[] {
  for (let high = 0xb0; high <= 0xf7; high += 1)
    for (let low = 0xa1; low <= 0xfe; low += 1)
      if (decoder.decode(Uint8Array.of(high, low)) === character) return [high, low];
  throw new Error(`${character} is in no table here`);
}

const chinese = [
  '姓名,手机,国家,负责人,标签',
  `刘波,${mobileOf(1)},中国,张三,重要客户`,
  '何文,66123461,澳门,李四,重要客户;VIP',
  `林一,${mobileOf(2)},,张三,老同学`,
  '',
].join('\r\n');
const german = [
  'Name;Mobil;Land;Betreuer;Labels',
  'Mia Moor;015123456761;Deutschland;Ute Voss;Stammkunde',
  'Jan Berg;0664123456;Österreich;k.lang@example.com;VIP',
  'Ida Kern;015123456762;Deutschland;Ute Voss;Messe',
  '',
].join('\n');

test.concurrent.each([
  {
    file: gbk(chinese),
    owner: '负责人',
    meanings: { 张三: 'manager4220', 李四: '023420013644', 重要客户: 'Customer', 老同学: 'Lead' },
  },
  {
    file: Buffer.from(`\uFEFF${german}`),
    owner: 'Betreuer',
    meanings: {
      'Ute Voss': 'manager4220',
      'k.lang@example.com': '023420013644',
      Stammkunde: 'Customer',
      Messe: 'Lead',
    },
  },
])(
  'an export with owners by name ($owner), a country column and tags is imported in three commands',
  ({ file, owner, meanings }) =>
    withSandbox(fast, async (sandbox) => {
      await using folder = await Folder.create();
      await writeFile(folder.at('export.csv'), file);
      const command = ['export.csv', '--map', `follower_user_id=${owner}`, '--set', 'state_code=86'];
      const run = (...more: readonly string[]): Promise<Finished> =>
        runImport([...command, '--values', 'values.csv', ...more], {
          cwd: folder.path,
          environment: environmentAt(sandbox.url.origin),
        });
      const first = await run('--dry-run');
      expect(first.stdout).toContain('Fill in the column "to" of values.csv');
      const path = folder.at('values.csv');
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      const [head, ...lines] = await readCells(path);
      expect(head).toEqual(['field', 'from', 'to', 'rows']);
      expect(lines.map((line) => line[1]).sort()).toEqual(Object.keys(meanings).sort());
      const counts = lines.map((line) => Number(line[3]));
      expect(counts).toEqual([...counts].sort((one, other) => other - one));
      let text = await readFile(path, 'utf8');
      for (const [from, to] of Object.entries(meanings)) text = text.replace(`${from},,`, `${from},${to},`);
      await writeFile(path, text);
      expect((await run('--dry-run')).exitCode).toBe(0);
      const done = await run();
      expect(done.exitCode).toBe(0);
      const before = new Set((await startedWith()).keys());
      const contacts = [...sandbox.contacts].filter(([key]) => !before.has(key)).map(([, one]) => one);
      expect(contacts.map((contact) => contact.follower_user_id).sort()).toEqual([
        '023420013644',
        'manager4220',
        'manager4220',
      ]);
      expect(contacts.map((contact) => contact.label_ids.length).sort()).toEqual(
        owner === '负责人' ? [1, 1, 2] : [1, 1, 1],
      );
    }),
);

/** Imports rows with a file of values, as a dry run against nothing. */
async function withValues(values: string, csv: string, ...options: readonly string[]): Promise<Finished> {
  await using folder = await Folder.create();
  await folder.write('x.csv', csv);
  await folder.write('values.csv', values);
  const done = await runImport(['x.csv', '--dry-run', '--json', '--values', 'values.csv', ...options], {
    cwd: folder.path,
  });
  const lines = await readResults(folder.at('x.dry-run.csv')).catch(() => []);
  return { ...done, stderr: done.stderr + lines.map((line) => line.import_contact).join('\n') };
}

const rows = [
  header,
  `张一,${mobileOf(1)},86,张三,1561077310`,
  `张二,${mobileOf(2)},86,manager4220,1561077310`,
  `张三,${mobileOf(3)},86,王五,1561077310`,
  `张四,${mobileOf(4)},86,王五,1561077310`,
  '',
].join('\n');

test.concurrent(
  'values without a translation are listed once with their rows; one that others are translated to means itself',
  async () => {
    const done = await withValues(
      'field;from;to\nfollower_user_id; 张三 ;manager4220\nfollower_user_id;王五;\n',
      rows,
    );
    expect(done.exitCode).toBe(1);
    expect(done.stdout).toContain('"untranslated":[{"value":"follower_user_id \\"王五\\"","count":2}]');
    expect(done.stderr.match(/"follower_user_id":"manager4220"/g)).toHaveLength(2);
  },
);

test.concurrent('a file of values may name a column, and is translated before any check', async () => {
  const csv = `name,mobile,land,Betreuer,label_ids\n张一,${mobileOf(1)},PRC,Chef,1561077310\n`;
  const values = 'field,from,to\nBetreuer,Chef,manager4220\nland,PRC,86\n';
  const done = await withValues(
    values,
    csv,
    '--map',
    'follower_user_id=Betreuer',
    '--map',
    'state_code=land',
  );
  expect(done.exitCode).toBe(0);
  expect(done.stderr).toContain('"state_code":"86","follower_user_id":"manager4220"');
});

test.concurrent.each([
  ['a,b,c\n1,2,3\n', 'line 1', 'it has no columns field, from, to'],
  ['field,from,to\nfollower_user_id,,x\n', 'line 2', 'from is empty'],
  ['field,from,to\n\nnoname,a,b\n', 'line 3', 'no column feeds "noname"'],
  ['field,from,to\nfollower_user_id,a,b\nfollower_user_id,a,c\n', 'line 3', '"a" has two meanings'],
])('a file of values that can’t be used is refused: %j', async (values, line, why) => {
  const done = await withValues(values, rows);
  expect(done.exitCode).toBe(2);
  expect(done.stderr).toContain(`values.csv, ${line}: this file of values can't be used: ${why}`);
});

test.concurrent('only a dry run writes a file of values, and it replaces none', async () => {
  await using folder = await Folder.create();
  await folder.write('x.csv', rows);
  const missing = await runImport(['x.csv', '--values', 'new.csv', '--sandbox'], { cwd: folder.path });
  expect([missing.exitCode, missing.stderr.includes('there is no such file of values')]).toEqual([2, true]);
  const same = await runImport(['x.csv', '--values', 'x.csv', '--dry-run'], { cwd: folder.path });
  expect(same.exitCode).toBe(2);
  const output = await runImport(['x.csv', '--values', 'v.csv', '-o', 'v.csv', '--dry-run'], {
    cwd: folder.path,
  });
  expect(output.exitCode).toBe(2);
});
