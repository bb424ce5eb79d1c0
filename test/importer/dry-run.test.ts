import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { Folder, readResults } from '../harness/folder.js';
import { createPath, goodRows, header, importText, mobileOf } from '../harness/job.js';
import { contactOf, employeeMobile, largeOrganisation, organisationWith } from '../harness/organisation.js';
import { runImport } from '../harness/program.js';
import { environmentAt, withSandbox } from '../harness/sandbox.js';

const fast = { callsPerSecond: Infinity };

/** Rows with names, some of which are unknown, doubled, known or wrong; every case in which a row costs no create. */
function mixedCsv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, at) => {
    const phone = mobileOf(at % 10 === 9 ? at : at + 1);
    const label = at % 20 === 4 ? 'Nope' : `Only ${1 + (at % 40)}`;
    const mobile = at % 25 === 7 ? '12-3' : phone;
    return `人${at},${mobile},86,${label},${employeeMobile(1 + (at % 30))},Sales/East`;
  });
  return ['name,mobile,state_code,labels,owner_mobile,share_departments', ...lines, ''].join('\n');
}

describe('a dry run', () => {
  test.concurrent.each([false, true])(
    'predicts the import: the same rows are sent, and calls are equal by kind; matching: %s',
    (matchExisting) =>
      withSandbox(
        { ...fast, organisation: largeOrganisation(350, (number) => mobileOf(number * 3)) },
        async (sandbox) => {
          await using folder = await Folder.create();
          const { appKey, appSecret } = sandbox;
          const changes = {
            ledger: folder.at('x.ndjson'),
            matchExisting,
            server: { credentials: { kind: 'app', appKey, appSecret } },
          } as const;
          await importText(sandbox, mixedCsv(40), changes);
          const ledger = await readFile(changes.ledger, 'utf8');
          const before = sandbox.calls(createPath);
          const contacts = sandbox.contacts.size;

          const dry = await importText(sandbox, mixedCsv(400), { ...changes, dryRun: true });
          expect(sandbox.calls(createPath)).toBe(before);
          expect(sandbox.contacts.size).toBe(contacts);
          expect(await readFile(changes.ledger, 'utf8')).toBe(ledger);
          expect(await readdir(folder.path)).toEqual(['x.ndjson']);
          expect(dry.exitCode).toBe(1);

          const real = await importText(sandbox, mixedCsv(400), changes);
          expect(real.summary.calls).toEqual(dry.summary.price?.calls);
          expect(real.summary.calls.create).toBe(sandbox.calls(createPath) - before);
          expect(real.summary.calls.list).toBe(matchExisting ? 4 : 0);
          const sent = real.lines.map(({ import_attempts }) => import_attempts === '1');
          expect(dry.lines.map(({ import_status }) => import_status === 'pending')).toEqual(sent);
          dry.lines.forEach((line, at) => {
            if (line.import_status === 'pending')
              expect(line.import_note).toBe('A dry run: the import would send this row.');
            else if (line.import_errcode !== '' || line.import_status === 'invalid')
              expect(line).toEqual({ ...real.lines[at], import_contact: '' });
          });
          expect(dry.summary.unknownNames).toEqual(real.summary.unknownNames);
        },
      ),
  );

  test.concurrent('counts neither a repeated look-up nor the rows of its own faults', () =>
    withSandbox(
      {
        ...fast,
        fault: ({ path, number }) =>
          path.includes('listlabelgroups') && number <= 2 ? { kind: 'refuse', errcode: -1 } : undefined,
        organisation: largeOrganisation(),
      },
      async (sandbox) => {
        const dry = await importText(sandbox, mixedCsv(8), { dryRun: true });
        expect(dry.summary.calls.labels).toBe(3);
        expect(dry.summary.price?.calls.labels).toBe(1);
        const real = await importText(sandbox, mixedCsv(8));
        expect(real.summary.calls).toEqual(dry.summary.price?.calls);
      },
    ),
  );

  test.concurrent('a row in doubt from an earlier run would be sent, and is told so', () =>
    withSandbox({ ...fast, fault: () => ({ kind: 'lost', commit: true }) }, async (sandbox) => {
      await using folder = await Folder.create();
      const changes = { ledger: folder.at('x.ndjson'), server: { retries: 0 } };
      await importText(sandbox, goodRows(1), changes);
      const dry = await importText(sandbox, goodRows(2), { ...changes, dryRun: true });
      expect(dry.lines.map((line) => line.import_status)).toEqual(['pending', 'pending']);
      expect(dry.summary.price?.calls.create).toBe(2);
    }),
  );
});

describe('as a program', () => {
  test.concurrent(
    'without credentials a file of ids is checked and priced, and nothing is kept but the results',
    async () => {
      await using folder = await Folder.create();
      await folder.write('x.csv', `${goodRows(30)}张远,${mobileOf(3)},86,manager4220,1561077310\n`);
      const done = await runImport(['x.csv', '--dry-run', '--rate', '2'], { cwd: folder.path });
      expect(done).toMatchObject({ exitCode: 0 });
      expect(done.stdout).toContain('x.csv: 31 rows, a dry run: nothing was created\n');
      expect(done.stdout).toContain(
        'The import will cost:\n  30 create calls\n   0 look-ups\n   0 list calls\n   0 token calls\n  15.0 s at least, at 2 calls a second\nand no create call for 1 row with the phone of an earlier row\n',
      );
      expect(done.stdout).toMatch(/For the import, run:\n {2}node dist\/import\.js x\.csv --rate 2\n$/);
      expect((await readdir(folder.path)).sort()).toEqual(['x.csv', 'x.dry-run.csv']);
      expect(await readResults(folder.at('x.dry-run.csv'))).toHaveLength(31);
    },
  );

  test.concurrent.each([
    ['a name', [], `name,mobile,state_code,labels,follower_user_id\n一,${mobileOf(1)},86,VIP,manager4220\n`],
    ['--match-existing', ['--match-existing'], goodRows(2)],
  ])(
    'without credentials %s is a reason to ask for them: exit 2, and nothing is left behind',
    async (_, more, csv) => {
      await using folder = await Folder.create();
      await folder.write('x.csv', csv);
      const done = await runImport(['x.csv', '--dry-run', ...more], { cwd: folder.path });
      expect(done.exitCode).toBe(2);
      expect(done.stderr).toContain(
        'There are no credentials for DingTalk. This dry run needs them to look names up',
      );
      expect(await readdir(folder.path)).toEqual(['x.csv']);
    },
  );

  test.concurrent('reads the ledger of the import, also while that has it', () =>
    withSandbox(
      { ...fast, organisation: organisationWith([contactOf(1, mobileOf(99))]) },
      async (sandbox) => {
        await using folder = await Folder.create();
        await folder.write('x.csv', goodRows(5));
        const around = { cwd: folder.path, environment: environmentAt(sandbox.url.origin) };
        expect((await runImport(['x.csv', '--rate', '1000'], around)).exitCode).toBe(0);
        await folder.write('x.ledger.ndjson.lock', 'the lock of another run');
        await folder.write('x.csv', goodRows(7));
        const done = await runImport(['x.csv', '--dry-run'], around);
        expect(done.exitCode).toBe(0);
        expect(done.stdout).toContain('  2 create calls\n');
        expect(done.stdout).toContain('and no create call for 5 rows that are known\n');
        const lines = await readResults(folder.at('x.dry-run.csv'));
        expect(lines.map((line) => line.import_status)).toEqual([
          ...Array<string>(5).fill('created'),
          'pending',
          'pending',
        ]);
      },
    ),
  );

  test.concurrent('its results are no file to import by mistake, and still have the import’s ledger', () =>
    withSandbox(fast, async (sandbox) => {
      await using folder = await Folder.create();
      await folder.write('x.csv', goodRows(2));
      const around = { cwd: folder.path, environment: environmentAt(sandbox.url.origin) };
      await runImport(['x.csv', '--dry-run'], around);
      await runImport(['x.dry-run.csv'], around);
      expect((await readdir(folder.path)).sort()).toEqual([
        'x.csv',
        'x.dry-run.csv',
        'x.ledger.ndjson',
        'x.results.csv',
      ]);
    }),
  );

  test.concurrent('a file with a bad row: exit 1, and the rows by problem', async () => {
    await using folder = await Folder.create();
    await folder.write('x.csv', `${header}\n,${mobileOf(1)},86,a,1\n,${mobileOf(2)},86,a,1\n`);
    const done = await runImport(['x.csv', '--dry-run'], { cwd: folder.path });
    expect(done.exitCode).toBe(1);
    expect(done.stdout).toContain('name is empty  2 rows: 1, 2\n');
  });
});
