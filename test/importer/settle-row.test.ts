import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { noCalls } from '../../src/dingtalk/connect.js';
import { countBy, Folder } from '../harness/folder.js';
import { createPath, goodRows, header, importText, mobileOf } from '../harness/job.js';
import { withSandbox } from '../harness/sandbox.js';
import { sized } from '../harness/size.js';

const fast = { callsPerSecond: Infinity };

/** A CSV with one row for each number; equal numbers are equal phones. */
function rowsOf(numbers: readonly number[], label = '1561077310'): string {
  return [
    header,
    ...numbers.map((number, at) => `人${at + 1},${mobileOf(number)},86,manager4220,${label}`),
  ].join('\n');
}

describe('the same phone more than once in a file', () => {
  test.each([1, 2, 10])('later rows take the contact of the first, at concurrency %i', (concurrency) =>
    withSandbox({ ...fast, latency: 3 }, async (sandbox) => {
      const { lines, exitCode } = await importText(sandbox, rowsOf([1, 1, 2, 1, 3, 2]), { concurrency });
      expect(exitCode).toBe(0);
      expect(sandbox.calls(createPath)).toBe(3);
      const userid = sandbox.contacts.get(`86-${mobileOf(1)}`)?.userid;
      expect(lines.map((line) => line.import_status)).toEqual([
        'created',
        'skipped',
        'created',
        'skipped',
        'created',
        'skipped',
      ]);
      expect(lines[3]).toMatchObject({
        import_userid: userid,
        import_errcode: '',
        import_error:
          'Same phone as row 1 but another name, "人1", which has this contact; nothing was sent for this row. Check the phone: it may be somebody else\'s.',
        import_attempts: '0',
      });
      expect(lines[5]?.import_error).toContain('Same phone as row 3');
    }),
  );

  test.each([1, 10])('a row after one that failed gets its own attempt, at concurrency %i', (concurrency) =>
    withSandbox(
      {
        ...fast,
        latency: 2,
        fault: ({ attempt }) => (attempt === 1 ? { kind: 'refuse', errcode: 60112 } : undefined),
      },
      async (sandbox) => {
        const { lines, exitCode } = await importText(sandbox, rowsOf([1, 1, 1]), { concurrency });
        expect(exitCode).toBe(1);
        expect(lines.map((line) => line.import_status)).toEqual(['failed', 'created', 'skipped']);
        expect(lines[2]?.import_error).toContain('Same phone as row 2');
        expect(sandbox.calls(createPath)).toBe(2);
      },
    ),
  );

  test('an invalid row holds nobody up', () =>
    withSandbox(fast, async (sandbox) => {
      const csv = `${rowsOf([1])}\n,${mobileOf(2)},86,manager4220,1561077310\n人,${mobileOf(2)},86,manager4220,1561077310\n`;
      const { lines } = await importText(sandbox, csv);
      expect(lines.map((line) => line.import_status)).toEqual(['created', 'invalid', 'created']);
    }));

  test('a row after one that stayed unknown is sent, and owns up to the doubt', () =>
    withSandbox(
      { ...fast, fault: ({ attempt }) => (attempt === 1 ? { kind: 'lost', commit: true } : undefined) },
      async (sandbox) => {
        const [header = '', row = ''] = rowsOf([1]).split('\n');
        const csv = [header, row, row].join('\n');
        const { lines } = await importText(sandbox, csv, { server: { retries: 0 } });
        expect(lines.map((line) => line.import_status)).toEqual(['unknown', 'skipped']);
        expect(lines[1]?.import_error).toContain('probably made this contact itself');
      },
    ));

  test('many rows of few phones, at random, end in one contact for each phone', () =>
    withSandbox({ ...fast, faults: { busy: 0.2, lostAfter: 0.1, lostBefore: 0.1 } }, async (sandbox) => {
      const numbers = Array.from({ length: 400 }, (_, at) => 1 + ((at * 7_919) % 37));
      const { lines, exitCode } = await importText(sandbox, rowsOf(numbers), { server: { retries: 15 } });
      expect(exitCode).toBe(0);
      expect(lines).toHaveLength(400);
      expect([...sandbox.contacts.keys()].filter((key) => key.startsWith('86-1991'))).toHaveLength(37);
    }));
});

describe('the same ledger again', () => {
  test('settled rows cost no call, all others are tried again, and the results are complete', () =>
    withSandbox(
      { ...fast, fault: ({ mobile, attempt }) => refuseFirst(mobile, attempt) },
      async (sandbox) => {
        await using folder = await Folder.create();
        const changes = { ledger: folder.at('x.ndjson'), server: { retries: 0 } };
        const csv = rowsOf([1, 2, 3, 4, 1]);
        const first = await importText(sandbox, csv, changes);
        expect(first.lines.map((line) => line.import_status)).toEqual([
          'created',
          'failed',
          'unknown',
          'failed',
          'skipped',
        ]);
        expect(sandbox.calls(createPath)).toBe(4);

        const second = await importText(sandbox, csv, changes);
        expect(second.exitCode).toBe(0);
        expect(sandbox.calls(createPath)).toBe(7);
        expect(second.summary.known).toBe(1);
        expect(second.lines.map((line) => [line.import_status, line.import_attempts])).toEqual([
          ['created', '0'],
          ['created', '1'],
          ['skipped', '1'],
          ['created', '1'],
          ['skipped', '0'],
        ]);
        expect(second.lines[2]?.import_error).toContain('probably made this contact itself');
        expect(second.lines[4]?.import_error).toContain('Same phone as row 1');

        const third = await importText(sandbox, csv, changes);
        expect(sandbox.calls(createPath)).toBe(7);
        expect(third.summary.calls).toEqual(noCalls);
        const lasting = (lines: typeof third.lines): unknown =>
          lines.map((line) => ({ ...line, import_attempts: '', import_request_id: '' }));
        expect(lasting(third.lines)).toEqual(lasting(second.lines));
      },
    ));

  test('one ledger over many exports: only phones that are not done cost calls', () =>
    withSandbox(fast, async (sandbox) => {
      await using folder = await Folder.create();
      const ledger = folder.at('org.ndjson');
      await importText(sandbox, goodRows(50), { ledger });
      await importText(sandbox, goodRows(80), { ledger });
      expect(sandbox.calls(createPath)).toBe(80);
      const { lines } = await importText(sandbox, rowsOf([90, 3, 70, 91]), { ledger });
      expect(sandbox.calls(createPath)).toBe(82);
      expect(countBy(lines, 'import_status')).toEqual({ created: 2, changed: 2 });
      expect(lines[1]?.import_userid).toBe(sandbox.contacts.get(`86-${mobileOf(3)}`)?.userid);
    }));

  test('with its ledger cut at any byte of the last three lines, the next run ends right', () =>
    withSandbox(fast, async (sandbox) => {
      await using folder = await Folder.create();
      const ledger = folder.at('x.ndjson');
      await importText(sandbox, goodRows(3), { ledger, concurrency: 1 });
      const whole = await readFile(ledger);
      const contacts = sandbox.contacts.size;
      const start = whole.toString().trimEnd().split('\n').slice(0, -3).join('\n').length + 1;
      for (let size = start; size < whole.length; size += sized(9, 1)) {
        await writeFile(ledger, whole.subarray(0, size));
        const { lines, exitCode } = await importText(sandbox, goodRows(3), { ledger });
        expect(exitCode).toBe(0);
        for (const line of lines) {
          const userid = sandbox.contacts.get(`86-${line.mobile ?? ''}`)?.userid;
          if (line.import_status === 'created') expect(line.import_userid).toBe(userid);
          else expect(line.import_errcode).toBe('22005');
        }
        expect(sandbox.contacts.size).toBe(contacts);
      }
    }));

  test('known rows get their line even when the run stops', () =>
    withSandbox(
      {
        ...fast,
        fault: ({ mobile }) => (mobile === mobileOf(9) ? { kind: 'refuse', errcode: 33009 } : undefined),
      },
      async (sandbox) => {
        await using folder = await Folder.create();
        const ledger = folder.at('x.ndjson');
        await importText(sandbox, rowsOf([1, 2]), { ledger });
        const { lines, exitCode } = await importText(sandbox, rowsOf([9, 8, 1, 2]), { ledger });
        expect(exitCode).toBe(3);
        expect(lines.map((line) => line.import_status)).toEqual(['failed', 'pending', 'changed', 'changed']);
      },
    ));
});

function refuseFirst(
  mobile: string,
  attempt: number,
): { kind: 'refuse'; errcode: number } | { kind: 'lost'; commit: boolean } | undefined {
  if (attempt > 1) return undefined;
  if (mobile === mobileOf(2)) return { kind: 'refuse', errcode: 60103 };
  if (mobile === mobileOf(3)) return { kind: 'lost', commit: true };
  if (mobile === mobileOf(4)) return { kind: 'refuse', errcode: -1 };
  return undefined;
}

test('copies of a phone that the server is busy for do not wait for it one after the other', () =>
  withSandbox({ ...fast, faults: { busy: 1 } }, async (sandbox) => {
    const { lines } = await importText(sandbox, rowsOf([1, 1, 1]), { server: { retries: 2 } });
    expect(sandbox.calls(createPath)).toBe(3);
    expect(lines.map((line) => line.import_attempts)).toEqual(['3', '0', '0']);
    expect(new Set(lines.map((line) => line.import_status)).size).toBe(1);
    expect(lines[2]?.import_error).toContain('Same phone as row 2, for which the server was busy');
  }));
