import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { problems } from '../../../src/contact/messages.js';
import { html as escaped, scriptJson } from '../../../src/report/html/escape.js';
import { HtmlReport } from '../../../src/report/html/html-report.js';
import { printable } from '../../../src/printable.js';
import { failure } from '../../harness/collect.js';
import { Folder } from '../../harness/folder.js';
import { otherName } from '../../../src/outcome.js';
import { about, created, refused, rowsIn, summaryOf, writePage } from '../../harness/html-report.js';

const person = { name: '张伟', mobile: '13800138000' };
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 60 }),
  fc.constantFrom(
    '</script><script>alert(1)</script>',
    '<!--<script>',
    ']]>',
    '\u2028\u2029',
    '&lt;b&gt;',
    '{{x}}',
    '$&',
    '\0',
  ),
);

async function pageOf(
  ...[rows, over, stopped]: [
    Parameters<typeof writePage>[1],
    Parameters<typeof writePage>[2]?,
    Parameters<typeof writePage>[3]?,
  ]
): Promise<string> {
  await using folder = await Folder.create();
  await writePage(folder.at('page.html'), rows, over, stopped);
  return await readFile(folder.at('page.html'), 'utf8');
}

test('the table has the rows that need mending, each with its place, status, codes, name, phone and error', async () => {
  const invalid = {
    status: 'invalid' as const,
    problems: [
      problems.empty({ field: 'mobile', name: 'mobile' }),
      problems.empty({ field: 'name', name: 'name' }),
    ],
  };
  const rows = rowsIn(
    await pageOf([
      { outcome: created, person },
      { outcome: refused('60103', 'The phone 13800138000 is wrong.'), person },
      { outcome: invalid, person: { name: '', mobile: '' } },
      {
        outcome: {
          status: 'unknown',
          cause: 'exhausted',
          errcode: 'timeout',
          error: 'No answer.',
          attempts: 4,
          requestId: '',
          at: 0,
        },
        person,
      },
      { outcome: { status: 'pending', cause: 'stopped', error: 'Not reached.' }, person },
      { outcome: { status: 'pending', cause: 'dry-run', error: '' }, person },
    ]),
  );
  expect(rows).toEqual([
    [2, 3, 'failed', ['60103'], '张伟', '138******00', 'The phone 138******00 is wrong.'],
    [
      3,
      4,
      'invalid',
      ['mobile is empty', 'name is empty'],
      '',
      '',
      expect.stringMatching(/^mobile is empty.* name is empty/),
    ],
    [4, 5, 'unknown', ['timeout'], '张伟', '138******00', 'No answer.'],
    [5, 6, 'pending', [], '张伟', '138******00', 'Not reached.'],
  ]);
});

test('phones are whole only where that is asked for, and then the page warns', async () => {
  const rows = [
    {
      outcome: refused('60103', 'The phone 13800138000 is wrong.'),
      person: { name: 'A 13900139000', mobile: '13800138000' },
    },
  ];
  const masked = await pageOf(rows);
  expect(masked).not.toContain('13800138000');
  expect(masked).not.toContain('13900139000');
  const full = await pageOf(rows, { full: true });
  expect(rowsIn(full)[0]?.slice(4)).toEqual([
    'A 13900139000',
    '13800138000',
    'The phone 13800138000 is wrong.',
  ]);
  expect(full).toContain('This report shows whole phone numbers.');
});

test('any cells come back as text on one line, and no character of theirs can be markup', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ name: anyText, mobile: anyText, error: anyText }), {
        minLength: 1,
        maxLength: 20,
      }),
      async (cells) => {
        const html = await pageOf(
          cells.map(({ name, mobile, error }) => ({
            outcome: refused('60103', error),
            person: { name, mobile },
          })),
          { full: true },
        );
        expect(rowsIn(html).map(([, , , , name, mobile, error]) => ({ name, mobile, error }))).toEqual(
          cells.map(({ name, mobile, error }) => ({
            name: printable(name, 120),
            mobile: printable(mobile, 120),
            error: printable(error, 1_000),
          })),
        );
        const json = html.slice(html.indexOf('id="rows">') + 10, html.indexOf(']</script>'));
        expect(json).not.toMatch(/[<>&\u2028\u2029]/);
      },
    ),
    { numRuns: 50 },
  );
});

test('any value is JSON without a character that ends a script, and any text is HTML without a mark', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(scriptJson(text)).not.toMatch(/[<>&\u2028\u2029]/);
      expect(JSON.parse(scriptJson(text))).toBe(text);
      expect(escaped(text).replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toMatch(/[&<>"'\0]/);
    }),
  );
});

test('names of files and words of the server are text in the page too', async () => {
  const evil = '<img src=x onerror=alert(1)>"\'';
  const html = await pageOf(
    [{ outcome: refused(evil, 'e'), person }],
    { input: evil, results: evil, host: evil },
    { kind: 'fatal', errcode: '33009', error: evil },
  );
  expect(html).not.toContain('<img');
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;');
});

test('the policy lets nothing be loaded, and only this script and this style in', async () => {
  const html = await pageOf([{ outcome: refused('60103', 'e'), person }]);
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
  const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? '';
  const script = /<script type="module">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  expect(html).not.toMatch(/\s(?:src|href|style|on\w+)=/);
  expect(html.match(/<script/g)).toHaveLength(2);
});

test('long cells are cut, and past 50,000 rows the page says where the rest is', async () => {
  const long = { name: '长'.repeat(500), mobile: '1'.repeat(500) };
  const [row] = rowsIn(await pageOf([{ outcome: refused('1', 'e'.repeat(5_000)), person: long }]));
  const lengths = [row?.[4], row?.[5], row?.[6]].map((cell) => String(cell).length);
  expect(Math.max(...lengths)).toBeLessThan(1_030);
  expect(Math.min(...lengths)).toBeLessThan(150);

  const many = Array.from({ length: 50_003 }, () => ({ outcome: refused('1', 'e'), person }));
  const html = await pageOf(many);
  expect(rowsIn(html)).toHaveLength(50_000);
  expect(html).toContain('The first 50,000 are here; 3 more are only in contacts.results.csv.');
});

test.each([
  ['nothing to mend', {}, undefined, 'The one row is done; nothing needs a fix.'],
  ['the sandbox', { sandbox: true }, undefined, 'nothing reached DingTalk'],
  ['a dry run', { dryRun: true }, undefined, 'This was a dry run: nothing was created'],
  [
    'an interruption',
    {},
    { kind: 'interrupted', by: 'SIGTERM' },
    'The run did not finish. Interrupted by SIGTERM',
  ],
] as const)('the page says so: %s', async (_, over, stopped, words) => {
  const html = await pageOf([{ outcome: created, person }], over, stopped);
  expect(html).toContain(words);
  expect(html).not.toContain('id="search"');
});

test('a page on which a row is changed does not say that all is done, and names the fields', async () => {
  const traffic = { attempts: 0, requestId: '', at: 0 };
  const changed = { status: 'changed', userid: '01', fields: ['title', 'label_ids'], ...traffic } as const;
  const html = await pageOf([
    { outcome: created, person },
    { outcome: changed, person },
    { outcome: otherName('Li Lei', '02', 0), person },
  ]);
  expect(html).toContain(
    'No row needs a fix, but not every contact in DingTalk is as 3 rows of the file say',
  );
  expect(html).toContain('title in 1 row, label_ids in 1 row');
  expect(html).not.toContain('nothing needs a fix');
  expect(html).not.toContain('Li Lei');
});

test('a page takes the place of an earlier one at its end, and one that is given up leaves nothing behind', async () => {
  await using folder = await Folder.create();
  const path = await folder.write('page.html', 'earlier');
  {
    await using page = await HtmlReport.open({ path, full: false }, about, { by: 'a test' });
    await page.add({ number: 1, line: 2 }, refused('1', 'e'), () => person);
    expect((await readdir(folder.path)).sort()).toEqual([
      'page.html',
      expect.stringMatching(/^page\.html\.[\da-f]{12}\.partial$/),
      'page.html.lock',
    ]);
  }
  expect(await readFile(path, 'utf8')).toBe('earlier');
  expect(await readdir(folder.path)).toEqual(['page.html']);
  expect(await writePage(path, [])).toEqual({ path, ok: true });
  expect(await readFile(path, 'utf8')).toContain('<!doctype html>');
  expect(await readdir(folder.path)).toEqual(['page.html']);
});

test('a page that has no place is refused at the start', async () => {
  await using folder = await Folder.create();
  const open = (name: string): Promise<unknown> =>
    HtmlReport.open({ path: folder.at(name), full: false }, about, { by: 'a test' });
  expect((await failure(open('missing/page.html'))).message).toContain('there is no such file or folder');
});

test('a page whose place is taken meanwhile is told, and throws nothing', async () => {
  await using folder = await Folder.create();
  const path = folder.at('page.html');
  await using page = await HtmlReport.open({ path, full: false }, about, { by: 'a test' });
  await mkdir(path);
  expect(await page.publish(summaryOf([created]))).toMatchObject({ path, ok: false });
});
