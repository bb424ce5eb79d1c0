import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { StoredContact } from '../../src/sandbox/organisation.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { countBy, Folder } from '../harness/folder.js';
import { createPath, importText, mobileOf, type JobChanges } from '../harness/job.js';
import { organisationWith } from '../harness/organisation.js';
import { withSandbox } from '../harness/sandbox.js';

const fast = { callsPerSecond: Infinity };
const columns = 'name,mobile,state_code,follower_user_id,label_ids,title,company_name';

/** A row of invented person number `at`, with other cells where given. */
function rowOf(
  at: number,
  changes: Partial<Record<'name' | 'owner' | 'labels' | 'title', string>> = {},
): string {
  const {
    name = `人${at}`,
    owner = 'manager4220',
    labels = '1561077310;1561077320',
    title = `经理${at}`,
  } = changes;
  return [name, mobileOf(at), '86', owner, labels, title, `公司${at}`].map((cell) => `"${cell}"`).join(',');
}

function csvOf(rows: readonly string[], header = columns): string {
  return [header, ...rows, ''].join('\n');
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at + 1);

/** A later night: the same server, whose contacts were changed meanwhile. */
async function atNight(
  sandbox: Sandbox,
  edit: (contact: StoredContact) => readonly StoredContact[],
  test: (sandbox: Sandbox) => Promise<void>,
): Promise<void> {
  const contacts = [...sandbox.contacts.values()].flatMap(edit);
  const port = Number(sandbox.url.port);
  await sandbox[Symbol.asyncDispose]();
  await withSandbox({ ...fast, port, organisation: organisationWith(contacts) }, test);
}

/** Makes a ledger's contacts so old that a list has to show them. */
async function longAgo(ledger: string): Promise<void> {
  const text = await readFile(ledger, 'utf8');
  await writeFile(ledger, text.replaceAll(/"at":"[^"]*"/g, '"at":"2026-01-02T03:04:05.000Z"'));
}

test('of a nightly export, only new rows are sent, and changed ones are named with their fields', () =>
  withSandbox(fast, async (sandbox) => {
    await using folder = await Folder.create();
    const changes: JobChanges = { ledger: folder.at('x.ndjson') };
    const first = csvOf(numbers(100).map((at) => rowOf(at)));
    await importText(sandbox, first, changes);
    const second = csvOf([
      ...numbers(90).map((at) => {
        if (at <= 3) return rowOf(at, { title: '总监' });
        if (at === 4) return rowOf(at, { name: '王新', labels: '1561077310' });
        return at <= 30 ? rowOf(at, { labels: '1561077320; 1561077310', name: ` 人${at} ` }) : rowOf(at);
      }),
      rowOf(101),
    ]);
    const { summary, lines, exitCode } = await importText(sandbox, second, changes);
    expect(sandbox.calls(createPath)).toBe(101);
    expect(exitCode).toBe(0);
    expect(countBy(lines, 'import_status')).toEqual({ created: 87, changed: 4 });
    expect(lines[0]?.import_note).toBe('Changed, and not sent: title. The contact in DingTalk is as it was.');
    expect(lines[3]?.import_note).toContain('name, label_ids');
    expect(lines[0]?.import_userid).toBe(sandbox.contacts.get(`86-${mobileOf(1)}`)?.userid);
    expect(summary).toMatchObject({
      changed: { title: 3, name: 1, label_ids: 1 },
      earlier: { created: 86, skipped: 0 },
    });
    const dry = await importText(sandbox, second, { ...changes, dryRun: true });
    expect(countBy(dry.lines, 'import_status')).toEqual({ created: 87, changed: 4 });
  }));

test('a column that is gone is no change; an emptied cell is none either, and is noted; a new value is one', () =>
  withSandbox(fast, async (sandbox) => {
    await using folder = await Folder.create();
    const changes: JobChanges = { ledger: folder.at('x.ndjson') };
    await importText(sandbox, csvOf([rowOf(1), rowOf(2), rowOf(3, { title: '' })]), changes);
    const without = csvOf(
      numbers(3).map((at) => rowOf(at).split(',').slice(0, 5).join(',')),
      columns.split(',').slice(0, 5).join(','),
    );
    const gone = await importText(sandbox, without, changes);
    expect(gone.lines.map((line) => [line.import_status, line.import_note])).toEqual(
      numbers(3).map(() => ['created', '']),
    );
    const now = csvOf([rowOf(1, { title: '' }), rowOf(2), rowOf(3, { title: '总监' })]);
    const emptied = await importText(sandbox, now, changes);
    expect(emptied.lines.map((line) => line.import_status)).toEqual(['created', 'created', 'changed']);
    expect(emptied.lines[0]?.import_note).toContain('Empty now, but sent before: title.');
  }));

test('an id in place of its name is no change, and unchanged names cost no look-up', () =>
  withSandbox(fast, async (sandbox) => {
    await using folder = await Folder.create();
    const changes: JobChanges = { ledger: folder.at('x.ndjson') };
    const withNames = (labels: string): string =>
      csvOf(
        [`人1,${mobileOf(1)},86,manager4220,${labels}`],
        'name,mobile,state_code,follower_user_id,labels',
      );
    await importText(sandbox, withNames('VIP; Lead'), changes);
    const again = await importText(sandbox, withNames('Lead;VIP'), changes);
    expect([again.summary.counts.created, again.summary.calls.labels]).toEqual([1, 0]);
    const ids = await importText(sandbox, csvOf([rowOf(1, { labels: '1561077320;1561077317' })]), changes);
    expect(ids.summary.changed).toEqual({ title: 1, company_name: 1 });
    const other = await importText(sandbox, withNames('Customer'), changes);
    expect(other.summary.changed).toEqual({ label_ids: 1 });
  }));

test('a known row whose names can’t be looked up is failed, and counts for --max-failed', async () => {
  let isBusy = false;
  await withSandbox(
    {
      ...fast,
      fault: ({ path }) =>
        isBusy && path.includes('listlabelgroups') ? { kind: 'refuse', errcode: -1 } : undefined,
    },
    async (sandbox) => {
      await using folder = await Folder.create();
      const ledger = folder.at('x.ndjson');
      const rows = (label: string): string =>
        csvOf(
          numbers(3).map((at) => `人${at},${mobileOf(at)},86,manager4220,${label}`),
          'name,mobile,state_code,follower_user_id,labels',
        );
      await importText(sandbox, rows('VIP'), { ledger });
      isBusy = true;
      const { lines, exitCode } = await importText(sandbox, rows('Lead'), {
        ledger,
        concurrency: 1,
        limits: { failed: 1 },
        server: { retries: 0 },
      });
      expect(lines.map((line) => line.import_status)).toEqual(['failed', 'pending', 'pending']);
      expect(exitCode).toBe(4);
    },
  );
});

test('a ledger of the older format goes on: no row is changed, none is sent twice', () =>
  withSandbox(fast, async (sandbox) => {
    await using folder = await Folder.create();
    const ledger = folder.at('x.ndjson');
    const lines = [
      { ledger: 1, host: sandbox.url.origin, app: '' },
      { event: 'run', at: 1_770_000_000_000, by: 'an older version' },
      { event: 'sent', contact: `86-${mobileOf(1)}`, at: 1_770_000_000_001 },
      { event: 'created', userid: '01', contact: `86-${mobileOf(1)}`, at: 1_770_000_000_002 },
      { event: 'sent', contact: `86-${mobileOf(2)}`, at: 1_770_000_000_003 },
      { event: 'lost', errcode: 'no-answer', contact: `86-${mobileOf(2)}`, at: 1_770_000_000_004 },
    ];
    await writeFile(ledger, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const first = await importText(sandbox, csvOf(numbers(3).map((at) => rowOf(at))), { ledger });
    expect(first.lines.map((line) => line.import_status)).toEqual(['created', 'created', 'created']);
    expect(first.lines[0]?.import_time).toBe('2026-02-02T02:40:00Z');
    expect(sandbox.calls(createPath)).toBe(2);
    const titles = csvOf(numbers(3).map((at) => rowOf(at, { title: '总监' })));
    const second = await importText(sandbox, titles, { ledger });
    expect(second.lines.map((line) => line.import_status)).toEqual(['created', 'changed', 'changed']);
    expect(sandbox.calls(createPath)).toBe(2);
    expect(await readFile(ledger, 'utf8')).toContain('"format":2,"key":"');
  }));

test('a create whose answer was lost may have arrived: a row is changed only if it differs from all that was sent', () =>
  withSandbox(
    {
      ...fast,
      fault: ({ path, number }) =>
        path === createPath && number === 1 ? { kind: 'lost', commit: true } : undefined,
    },
    async (sandbox) => {
      await using folder = await Folder.create();
      const changes: JobChanges = { ledger: folder.at('x.ndjson'), server: { retries: 0 } };
      const first = await importText(sandbox, csvOf([rowOf(1)]), changes);
      expect(first.lines[0]?.import_status).toBe('unknown');
      const second = await importText(sandbox, csvOf([rowOf(1, { title: '总监' })]), changes);
      expect(second.summary).toMatchObject({ changed: { title: 1 }, calls: { create: 1 } });
      const third = await importText(sandbox, csvOf([rowOf(1)]), changes);
      expect(third.lines[0]?.import_status).toBe('skipped');
      const fourth = await importText(sandbox, csvOf([rowOf(1, { title: '总监' })]), changes);
      expect(fourth.summary.changed).toEqual({ title: 1 });
    },
  ));

test('the list names what was deleted and what was edited in DingTalk, and remembers what is equal', () =>
  withSandbox(fast, async (sandbox) => {
    await using folder = await Folder.create();
    const changes: JobChanges = { ledger: folder.at('x.ndjson'), matchExisting: true };
    const csv = csvOf(numbers(20).map((at) => rowOf(at)));
    await importText(sandbox, csv, changes);
    await longAgo(folder.at('x.ndjson'));
    const edit = (contact: StoredContact): readonly StoredContact[] => {
      const at = Number(contact.mobile) - Number(mobileOf(0));
      if (at <= 3) return [];
      if (at <= 5) return [{ ...contact, title: 'edited by hand' }];
      return at === 6 ? [{ ...contact, company_name: '新公司' }] : [contact];
    };
    await atNight(sandbox, edit, async (later) => {
      const dry = await importText(later, csv, { ...changes, dryRun: true });
      expect(dry.summary).toMatchObject({ gone: 3, edited: 3, changed: {} });
      for (const line of dry.lines.slice(0, 3)) expect(line.import_note).toContain('seems to be gone');
      expect(dry.lines.slice(3, 6).map((line) => line.import_note)).toEqual([
        'Edited in DingTalk since it was sent: title.',
        'Edited in DingTalk since it was sent: title.',
        'Edited in DingTalk since it was sent: company_name.',
      ]);
      const both = csvOf(numbers(20).map((at) => rowOf(at, at === 4 ? { title: 'edited by hand' } : {})));
      const equal = await importText(later, both, changes);
      expect(equal.lines[3]).toMatchObject({ import_status: 'created', import_note: '' });
      const remembered = await importText(later, both, { ledger: folder.at('x.ndjson') });
      expect(remembered.summary.changed).toEqual({});
      const price = await importText(later, csv, { ...changes, forgetMissing: true, dryRun: true });
      expect(price.summary.price?.calls.create).toBe(3);
      const forgotten = await importText(later, csv, { ...changes, forgetMissing: true });
      expect(forgotten.summary).toMatchObject({ gone: 0, calls: { create: 3 } });
      expect(later.contacts.size).toBe(20);
    });
  }));

test('a contact that was just made is not called gone, although the list lacks it', () =>
  withSandbox(fast, async (sandbox) => {
    await using folder = await Folder.create();
    const changes: JobChanges = { ledger: folder.at('x.ndjson'), matchExisting: true };
    await importText(sandbox, csvOf([rowOf(1)]), changes);
    await atNight(
      sandbox,
      () => [],
      async (later) => {
        const { summary } = await importText(later, csvOf([rowOf(1)]), changes);
        expect(summary.gone).toBe(0);
      },
    );
  }));

test('a contact that was there before is compared by its fields, or named where it has another name', () =>
  withSandbox(fast, async (sandbox) => {
    await importText(sandbox, csvOf(numbers(4).map((at) => rowOf(at))));
    await using folder = await Folder.create();
    const changes: JobChanges = { ledger: folder.at('x.ndjson'), matchExisting: true };
    const csv = csvOf([
      rowOf(1),
      rowOf(2, { title: '总监' }),
      rowOf(3, { name: '赵某', title: '总监' }),
      rowOf(4, { name: '人 4' }),
    ]);
    const { lines, summary } = await importText(sandbox, csv, changes);
    expect(lines.map((line) => line.import_status)).toEqual(['skipped', 'changed', 'skipped', 'changed']);
    expect(lines[2]?.import_error).toContain('another name in DingTalk: "人3". Check the phone');
    expect(summary).toMatchObject({ otherNames: 1, changed: { title: 1, name: 1 } });
    expect(summary.groups.map(({ code, count }) => [code, count])).toContainEqual(['other name', 1]);
  }));

test('of rows with one phone the first counts: others with another name or other fields say so', () =>
  withSandbox(fast, async (sandbox) => {
    const csv = csvOf([rowOf(1), rowOf(1, { title: '总监' }), rowOf(1, { name: '赵某' }), rowOf(1)]);
    for (const dryRun of [true, false]) {
      const { lines, summary } = await importText(sandbox, csv, { dryRun });
      const [, fields, name, same] = lines;
      expect(fields?.import_note).toContain('Other fields than in row 1');
      expect(name?.import_error).toContain('row 1 but another name, "人1"');
      expect(same?.import_note).toBe('');
      expect(summary.otherNames).toBe(1);
    }
    const far = csvOf([rowOf(1), ...numbers(4_100).map((at) => rowOf(at + 1)), rowOf(1, { name: '钱某' })]);
    const { lines } = await importText(sandbox, far, { dryRun: true });
    expect(lines.at(-1)?.import_error).toContain('Same phone as row 1 but another name, which');
  }));
