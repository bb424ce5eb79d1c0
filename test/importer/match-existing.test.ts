import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { contactsAt, createsAt, untilCreates } from '../harness/kill.js';
import { countBy, Folder, readResults } from '../harness/folder.js';
import { createPath, goodRows, importText, mobileOf } from '../harness/job.js';
import { contactOf, existingMobile, largeOrganisation, organisationWith } from '../harness/organisation.js';
import { runImport } from '../harness/program.js';
import { environmentAt, spawnSandbox, withSandbox } from '../harness/sandbox.js';
import { sized } from '../harness/size.js';

const fast = { callsPerSecond: Infinity };
const listPath = '/topapi/extcontact/list';
const labelOfLarge = { label_ids: '1600000000', follower_user_id: 'employee1' };

/** Rows with no more than name and phone; owner and label come from `--set`. */
function phonesCsv(phones: readonly string[]): string {
  return ['name,mobile,state_code', ...phones.map((phone, at) => `人${at + 1},${phone},86`), ''].join('\n');
}

const rows = sized(600, 3_000);
const listed = rows * 8 + 999;

/** Phones, every third one of a contact that is there. */
const phones = Array.from({ length: rows }, (_, at) =>
  at % 3 === 0 ? existingMobile(1 + at * 8) : mobileOf(at + 1),
);

describe('matching what is there', () => {
  test.concurrent(
    'a third of the rows exist among many contacts: a list call for each 100, and every line has its userid',
    () =>
      withSandbox({ ...fast, organisation: largeOrganisation(listed) }, async (sandbox) => {
        const { lines, summary, exitCode } = await importText(sandbox, phonesCsv(phones), {
          matchExisting: true,
          set: labelOfLarge,
          concurrency: 20,
        });
        expect(exitCode).toBe(0);
        expect(sandbox.calls(listPath)).toBe(Math.ceil(listed / 100));
        expect(sandbox.calls(createPath)).toBe((rows * 2) / 3);
        expect(summary).toMatchObject({ listed, known: rows / 3, withoutUserid: 0 });
        expect(countBy(lines, 'import_status')).toEqual({ created: (rows * 2) / 3, skipped: rows / 3 });
        for (const line of lines)
          expect(line.import_userid).toBe(sandbox.contacts.get(`86-${line.mobile ?? ''}`)?.userid);
      }),
    60_000,
  );

  test.concurrent('a last page that is full takes one more call to know that it was the last', () =>
    withSandbox({ ...fast, organisation: largeOrganisation(200) }, async (sandbox) => {
      await importText(sandbox, phonesCsv([existingMobile(1)]), { matchExisting: true, set: labelOfLarge });
      expect(sandbox.calls(listPath)).toBe(3);
      expect(sandbox.calls(createPath)).toBe(0);
    }),
  );

  test.concurrent.each([false, true])(
    'contacts that are added meanwhile do no harm; the newest come first: %s',
    (newestFirst) => {
      let url = new URL('http://127.0.0.1');
      const adding: Promise<unknown>[] = [];
      const add = (number: number): Promise<unknown> =>
        fetch(new URL(`${createPath}?access_token=sandbox-access-token`, url), {
          method: 'POST',
          body: JSON.stringify({
            contact: {
              ...contactOf(number, existingMobile(number)),
              label_ids: [1600000000],
              follower_user_id: 'employee1',
            },
          }),
        });
      return withSandbox(
        {
          ...fast,
          newestFirst,
          latency: 1,
          organisation: largeOrganisation(1_999),
          fault: ({ path, number }) => {
            if (path === listPath) for (const one of [0, 1, 2]) adding.push(add(10_000 + number * 3 + one));
            return undefined;
          },
        },
        async (sandbox) => {
          url = sandbox.url;
          const phones = Array.from({ length: 500 }, (_, at) => existingMobile(1 + at * 4));
          const { lines, exitCode } = await importText(sandbox, phonesCsv(phones), {
            matchExisting: true,
            set: labelOfLarge,
          });
          await Promise.all(adding);
          expect(exitCode).toBe(0);
          expect(countBy(lines, 'import_status')).toEqual({ skipped: 500 });
          for (const line of lines)
            expect(line.import_userid).toBe(sandbox.contacts.get(`86-${line.mobile ?? ''}`)?.userid);
          expect(sandbox.contacts.size).toBe(1_999 + adding.length);
        },
      );
    },
  );

  test.concurrent('the list is in the ledger: the next file is matched without it', () =>
    withSandbox({ ...fast, organisation: largeOrganisation(150) }, async (sandbox) => {
      await using folder = await Folder.create();
      const changes = { ledger: folder.at('x.ndjson'), set: labelOfLarge };
      await importText(sandbox, phonesCsv([existingMobile(1)]), { ...changes, matchExisting: true });
      const { lines } = await importText(sandbox, phonesCsv([existingMobile(140)]), changes);
      expect(lines[0]).toMatchObject({ import_status: 'skipped', import_userid: '090000000140' });
      expect(sandbox.calls(listPath)).toBe(2);
      expect(sandbox.calls(createPath)).toBe(0);
    }),
  );

  test.concurrent(
    'the country code counts, and records without one, or with signs in it, are understood',
    () => {
      const contacts = [
        { ...contactOf(1, '13800000001'), state_code: '' },
        { ...contactOf(2, '7700900101'), state_code: '+44' },
        { ...contactOf(3, '7700900102'), state_code: '' },
        { ...contactOf(4, ''), state_code: '86' },
      ];
      return withSandbox({ ...fast, organisation: organisationWith(contacts) }, async (sandbox) => {
        const csv = [
          'name,mobile,state_code',
          '一,13800000001,86',
          '二,7700900101,44',
          '三,7700900101,1',
          '',
        ].join('\n');
        const { lines } = await importText(sandbox, csv, {
          matchExisting: true,
          set: { label_ids: '1561077310', follower_user_id: 'manager4220' },
        });
        expect(lines.map((line) => [line.import_status, line.import_userid])).toEqual([
          ['skipped', '090000000001'],
          ['skipped', '090000000002'],
          ['created', expect.stringMatching(/^01/)],
        ]);
      });
    },
  );

  test.concurrent('a contact that somebody made anew has its new userid', () =>
    withSandbox(fast, async (sandbox) => {
      await using folder = await Folder.create();
      const ledger = folder.at('x.ndjson');
      const first = await importText(sandbox, goodRows(1), { ledger });
      const call = (path: string, body: unknown): Promise<unknown> =>
        fetch(new URL(`${path}?access_token=sandbox-access-token`, sandbox.url), {
          method: 'POST',
          body: JSON.stringify(body),
        });
      await call('/topapi/extcontact/delete', { user_id: first.lines[0]?.import_userid });
      await call(createPath, { contact: contactOf(1, mobileOf(1)) });
      const { lines } = await importText(sandbox, goodRows(1), { ledger, matchExisting: true });
      expect(lines[0]?.import_status).toBe('skipped');
      expect(lines[0]?.import_userid).toBe(sandbox.contacts.get(`86-${mobileOf(1)}`)?.userid);
    }),
  );

  test.concurrent('what can’t be listed stops the run before any create, and says what is missing', () =>
    withSandbox({ ...fast, scopes: ['qyapi_ext_write'] }, async (sandbox) => {
      const { lines, summary, exitCode } = await importText(sandbox, goodRows(5), { matchExisting: true });
      expect(exitCode).toBe(3);
      expect(sandbox.calls(listPath)).toBe(1);
      expect(sandbox.calls(createPath)).toBe(0);
      expect(countBy(lines, 'import_status')).toEqual({ pending: 5 });
      expect(summary.stopped).toMatchObject({ kind: 'fatal', errcode: '60011' });
      const error = summary.stopped?.kind === 'fatal' ? summary.stopped.error : '';
      expect(error).toContain(
        "--match-existing can't list the organisation's contacts. The app lacks a permission",
      );
      expect(error).toContain('Grant the app the scope qyapi_ext_read in the developer console.');
    }),
  );
});

test.concurrent('an interruption while listing leaves all rows pending, and what was listed is kept', () =>
  withSandbox({ ...fast, latency: 5, organisation: largeOrganisation(5_000) }, async (sandbox) => {
    await using folder = await Folder.create();
    const changes = { ledger: folder.at('x.ndjson'), set: labelOfLarge };
    const interruption = new AbortController();
    const csv = phonesCsv([existingMobile(1), existingMobile(4_999)]);
    const running = importText(sandbox, csv, {
      ...changes,
      matchExisting: true,
      signal: interruption.signal,
    });
    while (sandbox.calls(listPath) < 3) await sleep(2);
    interruption.abort('SIGTERM');
    const { lines, exitCode } = await running;
    expect(exitCode).toBe(143);
    expect(sandbox.calls(listPath)).toBeLessThan(10);
    expect(lines.map((line) => line.import_status)).toEqual(['skipped', 'pending']);
    expect(sandbox.calls(createPath)).toBe(0);
  }),
);

describe('rows in doubt', () => {
  test.concurrent(
    'are settled by the list: no create for what is there, one for what is not, and every line has its userid',
    () =>
      withSandbox(
        {
          ...fast,
          fault: ({ path, number }) =>
            path === createPath && number <= 8 ? { kind: 'lost', commit: number % 2 === 0 } : undefined,
        },
        async (sandbox) => {
          await using folder = await Folder.create();
          const ledger = folder.at('x.ndjson');
          const first = await importText(sandbox, goodRows(8), { ledger, server: { retries: 0 } });
          expect(countBy(first.lines, 'import_status')).toEqual({ unknown: 8 });
          const { lines, exitCode } = await importText(sandbox, goodRows(8), { ledger, matchExisting: true });
          expect(exitCode).toBe(0);
          expect(countBy(lines, 'import_status')).toEqual({ created: 4, skipped: 4 });
          expect(sandbox.calls(createPath)).toBe(12);
          for (const line of lines)
            expect(line.import_userid).toBe(sandbox.contacts.get(`86-${line.mobile ?? ''}`)?.userid);
          for (const line of lines.filter(({ import_status }) => import_status === 'skipped'))
            expect(line.import_error).toContain('the importer probably made this contact itself');
        },
      ),
  );

  test.concurrent(
    'after kills, one run with --match-existing leaves no line without a userid and makes no second contact',
    async () => {
      await using sandbox = await spawnSandbox(['--calls-per-second', '1000000', '--latency', '4']);
      await using folder = await Folder.create();
      await folder.write('x.csv', goodRows(600));
      const { origin } = sandbox;
      const around = { cwd: folder.path, environment: environmentAt(origin) };
      const command = ['x.csv', '--rate', '10000', '--ledger', 'x.ndjson'];
      for (const target of [100, 220, 340]) {
        let ended = false;
        const killed = await runImport(command, {
          ...around,
          onStart: (kill) => {
            void untilCreates(origin, target, () => ended).then(() => {
              kill('SIGKILL');
            });
          },
        });
        ended = true;
        expect(killed.exitCode).toBeNull();
      }
      const before = await createsAt(origin);
      const inDoubt = (await contactsAt(origin)).size;
      const done = await runImport([...command, '--match-existing'], around);
      expect(done.exitCode, done.stderr).toBe(0);
      const contacts = await contactsAt(origin);
      expect(contacts.size).toBe(601);
      expect((await createsAt(origin)) - before).toBe(601 - inDoubt);
      const lines = await readResults(folder.at('x.results.csv'));
      expect(lines).toHaveLength(600);
      console.log(`kills and matching: ${countBy(lines, 'import_status').skipped ?? 0} rows were in doubt`);
      for (const line of lines) expect(line.import_userid).toBe(contacts.get(`86-${line.mobile ?? ''}`));
    },
    120_000,
  );
});

describe('the summary', () => {
  test.concurrent('suggests it, with its price, when userids are not known, and not when it was done', () =>
    withSandbox({ ...fast, organisation: largeOrganisation(40, mobileOf) }, async (sandbox) => {
      await using folder = await Folder.create();
      await folder.write('x.csv', phonesCsv(Array.from({ length: 50 }, (_, at) => mobileOf(at + 1))));
      const around = { cwd: folder.path, environment: environmentAt(sandbox.url.origin) };
      const command = [
        'x.csv',
        '--rate',
        '1000',
        '--set',
        'label_ids=1600000000',
        '--set',
        'follower_user_id=employee1',
      ];
      const first = await runImport(command, around);
      expect(first.stdout.replace(/\s+/g, ' ')).toContain(
        '40 rows have no userid, although the contact exists or may exist. --match-existing finds it: one list call for each 100 contacts of the organisation, at least 1. ' +
          'It also saves 40 create calls that only said that the contact exists. ' +
          'node dist/import.js x.csv --rate 1000 --set label_ids=1600000000 --set follower_user_id=employee1 --match-existing',
      );
      const second = await runImport([...command, '--match-existing'], around);
      expect(second.stdout).toContain('0 create calls, 1 list call, 1 token call;');
      expect(second.stdout).toContain(
        "50 rows known from an earlier run or the organisation's list, without a call\n",
      );
      expect(second.stdout).not.toContain('--match-existing finds out');
      const lines = await readResults(folder.at('x.results.csv'));
      expect(lines.every(({ import_userid }) => import_userid !== '')).toBe(true);
    }),
  );
});
