import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { noCalls } from '../../src/dingtalk/connect.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { createPath, goodRows, header, importText, mobileOf, tokenPath } from '../harness/job.js';
import { countBy } from '../harness/folder.js';
import { withSandbox } from '../harness/sandbox.js';
import { sized } from '../harness/size.js';

const rows = sized(500, 2_000);

const fast = { callsPerSecond: Infinity };

describe('a long file', () => {
  test('many rows, some busy at first: every line has the userid the server gave to that phone', () =>
    withSandbox({ ...fast, latency: 2, faults: { busy: 0.05 } }, async (sandbox) => {
      const { lines, summary, exitCode } = await importText(sandbox, goodRows(rows), {
        concurrency: 20,
        server: { retries: 9 },
      });
      expect(exitCode).toBe(0);
      expect(lines).toHaveLength(rows);
      lines.forEach((line, at) => {
        expect(line).toMatchObject({
          import_row: String(at + 1),
          mobile: mobileOf(at + 1),
          import_status: 'created',
        });
        expect(line.import_userid).toBe(sandbox.contacts.get(`86-${mobileOf(at + 1)}`)?.userid);
      });
      const attempts = lines.reduce((sum, line) => sum + Number(line.import_attempts), 0);
      expect(attempts).toBeGreaterThan(rows);
      expect(sandbox.calls(createPath)).toBe(attempts);
      expect(summary.calls.create).toBe(attempts);
      expect(summary.repeated).toBe(attempts - rows);
      expect(sandbox.peakInFlight(createPath)).toBeLessThanOrEqual(20);
      expect(sandbox.peakInFlight(createPath)).toBeGreaterThan(5);
    }));

  test('one at a time is one at a time', () =>
    withSandbox({ ...fast, latency: 1 }, async (sandbox) => {
      const { exitCode } = await importText(sandbox, goodRows(50), { concurrency: 1 });
      expect(exitCode).toBe(0);
      expect(sandbox.peakInFlight(createPath)).toBe(1);
    }));

  test('the first create goes alone: the second is sent when the first contact is there', () => {
    const contactsAtSecond: number[] = [];
    let contacts: Sandbox['contacts'] = new Map();
    return withSandbox(
      {
        ...fast,
        fault: (call) => {
          if (call.path !== createPath) return undefined;
          if (call.number === 2) contactsAtSecond.push(contacts.size);
          return call.number === 1 ? { kind: 'delay', milliseconds: 50 } : undefined;
        },
      },
      async (sandbox) => {
        contacts = sandbox.contacts;
        const before = contacts.size;
        const { exitCode } = await importText(sandbox, goodRows(20), { concurrency: 10 });
        expect(exitCode).toBe(0);
        expect(contactsAtSecond).toEqual([before + 1]);
      },
    );
  });
});

describe('the server refuses', () => {
  test.each([
    { errcode: 33009, status: 'failed', exitCode: 3, calls: 1 },
    { errcode: 43007, status: 'failed', exitCode: 3, calls: 1 },
    { errcode: 60205, status: 'failed', exitCode: 3, calls: 1 },
    { errcode: 60203, status: 'failed', exitCode: 3, calls: 1 },
    { errcode: 40001, status: 'failed', exitCode: 3, calls: 1 },
    { errcode: 40036, status: 'failed', exitCode: 1, calls: 3 },
    { errcode: 60103, status: 'failed', exitCode: 1, calls: 3 },
    { errcode: 60112, status: 'failed', exitCode: 1, calls: 3 },
    { errcode: 60204, status: 'failed', exitCode: 1, calls: 3 },
    { errcode: 60200, status: 'failed', exitCode: 1, calls: 3 },
    { errcode: 22005, status: 'skipped', exitCode: 0, calls: 3 },
    { errcode: -1, status: 'failed', exitCode: 1, calls: 12 },
    { errcode: 88, sub_code: '40014', status: 'failed', exitCode: 3, calls: 1 },
    { errcode: 88, sub_code: '60011', status: 'failed', exitCode: 3, calls: 1 },
  ])('every create with $errcode $sub_code: $status, exit $exitCode, $calls calls for 3 rows', (expected) =>
    withSandbox({ ...fast, fault: (call) => refuse(call.path, expected) }, async (sandbox) => {
      const { lines, exitCode } = await importText(sandbox, goodRows(3));
      const code = expected.sub_code ?? String(expected.errcode);
      expect(lines[0]).toMatchObject({ import_status: expected.status, import_errcode: code });
      expect(lines[0]?.import_error).toContain(expected.status === 'skipped' ? 'exists already' : `(${code}`);
      expect(exitCode).toBe(expected.exitCode);
      expect(sandbox.calls(createPath)).toBe(expected.calls);
      expect(countBy(lines, 'import_status')).toEqual(
        expected.exitCode === 3 ? { failed: 1, pending: 2 } : { [expected.status]: 3 },
      );
    }),
  );

  test('a wrong kind of token costs one call, however many rows there are', () =>
    withSandbox({ ...fast, fault: (call) => refuse(call.path, { errcode: 33009 }) }, async (sandbox) => {
      const { lines, exitCode, summary } = await importText(sandbox, goodRows(500));
      expect(exitCode).toBe(3);
      expect(sandbox.calls(createPath)).toBe(1);
      expect(lines).toHaveLength(500);
      expect(countBy(lines, 'import_status')).toEqual({ failed: 1, pending: 499 });
      expect(lines[499]?.import_error).toContain('(33009)');
      expect(summary.stopped).toMatchObject({ kind: 'fatal', errcode: '33009' });
    }));

  test('an error that concerns every row, met in the middle, lets what is in flight settle', () =>
    withSandbox(
      {
        ...fast,
        latency: 5,
        fault: (call) =>
          call.path === createPath && call.number === 40 ? { kind: 'refuse', errcode: 90020 } : undefined,
      },
      async (sandbox) => {
        const { lines, exitCode } = await importText(sandbox, goodRows(300), { concurrency: 8 });
        const counts = countBy(lines, 'import_status');
        expect(exitCode).toBe(3);
        expect(counts.failed).toBe(1);
        expect(counts.created).toBe(sandbox.calls(createPath) - 1);
        expect(sandbox.calls(createPath)).toBeLessThanOrEqual(48);
        expect(
          lines.filter((line) => line.import_status === 'created').every((line) => line.import_userid !== ''),
        ).toBe(true);
      },
    ));

  test('a server that is always busy is asked once and as often again as --retries says', () =>
    withSandbox({ ...fast, fault: (call) => refuse(call.path, { errcode: -1 }) }, async (sandbox) => {
      const { lines } = await importText(sandbox, goodRows(1), { server: { retries: 5 } });
      expect(lines).toMatchObject([{ import_status: 'failed', import_errcode: '-1', import_attempts: '6' }]);
      expect(sandbox.calls(createPath)).toBe(6);
    }));

  test('without retries a busy row is asked for once', () =>
    withSandbox({ ...fast, fault: (call) => refuse(call.path, { errcode: -1 }) }, async (sandbox) => {
      await importText(sandbox, goodRows(2), { server: { retries: 0 } });
      expect(sandbox.calls(createPath)).toBe(2);
    }));

  test('server words are shown, without phone, token or formula', () =>
    withSandbox(
      {
        ...fast,
        fault: (call) =>
          call.path === createPath
            ? { kind: 'refuse', errcode: 60103, errmsg: `=HYPERLINK(1) ${mobileOf(1)} sandbox-access-token` }
            : undefined,
      },
      async (sandbox) => {
        const { lines } = await importText(sandbox, goodRows(1));
        const error = lines[0]?.import_error ?? '';
        expect(error).toMatch(/^The phone number is not valid \(60103: =HYPERLINK/);
        expect(error).not.toContain(mobileOf(1));
        expect(error).not.toContain(sandbox.accessToken);
      },
    ));
});

describe('answers are lost', () => {
  test('the contact was made but its answer lost: the retry finds it, and the line says whose it probably is', () =>
    withSandbox(
      { ...fast, fault: (call) => onFirstAttempt(call, { kind: 'lost', commit: true }) },
      async (sandbox) => {
        const { lines, exitCode } = await importText(sandbox, goodRows(2));
        expect(exitCode).toBe(0);
        expect(lines).toMatchObject([
          { import_status: 'skipped', import_errcode: '22005', import_attempts: '2' },
          { import_status: 'skipped', import_errcode: '22005', import_attempts: '2' },
        ]);
        expect(lines[0]?.import_error).toContain('the importer probably made this contact itself');
        expect(sandbox.contacts.has(`86-${mobileOf(1)}`)).toBe(true);
      },
    ));

  test('a contact that was there before is a plain skip', () =>
    withSandbox(fast, async (sandbox) => {
      await importText(sandbox, goodRows(1));
      const { lines } = await importText(sandbox, goodRows(1));
      expect(lines).toMatchObject([{ import_status: 'skipped', import_attempts: '1' }]);
      expect(lines[0]?.import_error).toBe(
        'The contact exists already. If you did not expect that, check the phone.',
      );
    }));

  test.each([
    { kind: 'lost', commit: false },
    { kind: 'html', commit: false },
    { kind: 'empty', commit: false },
    { kind: 'status', status: 502, commit: false },
    { kind: 'remote', commit: false },
  ] as const)('an answer lost once ($kind) before the work was done: the retry makes the contact', (fault) =>
    withSandbox({ ...fast, fault: (call) => onFirstAttempt(call, fault) }, async (sandbox) => {
      const { lines, exitCode } = await importText(sandbox, goodRows(2));
      expect(exitCode).toBe(0);
      expect(countBy(lines, 'import_status')).toEqual({ created: 2 });
      expect(sandbox.calls(createPath)).toBe(4);
    }),
  );

  test('answers that never come leave the row unknown, and nothing is claimed', () =>
    withSandbox({ ...fast, fault: () => ({ kind: 'hang', commit: true }) }, async (sandbox) => {
      const { lines, exitCode } = await importText(sandbox, goodRows(1), {
        server: { timeout: 150, retries: 1 },
      });
      expect(exitCode).toBe(1);
      expect(lines).toMatchObject([
        { import_status: 'unknown', import_errcode: 'no-answer', import_userid: '', import_attempts: '2' },
      ]);
    }));

  test('lost once and then busy to the end is unknown, not failed', () =>
    withSandbox(
      {
        ...fast,
        fault: (call) =>
          onFirstAttempt(call, { kind: 'lost', commit: true }) ?? { kind: 'refuse', errcode: -1 },
      },
      async (sandbox) => {
        const { lines } = await importText(sandbox, goodRows(1));
        expect(lines).toMatchObject([
          { import_status: 'unknown', import_errcode: '-1', import_attempts: '4' },
        ]);
      },
    ));

  test('a server that is not there: nothing was sent, and the rows failed', () =>
    withSandbox(fast, async (sandbox) => {
      const nowhere = new URL('http://127.0.0.1:1/');
      const { lines, exitCode } = await importText(sandbox, goodRows(2), {
        server: { oapiUrl: nowhere, retries: 1 },
      });
      expect(exitCode).toBe(1);
      expect(lines[0]).toMatchObject({
        import_status: 'failed',
        import_errcode: 'no-connection',
        import_attempts: '2',
      });
    }));
});

describe('tokens', () => {
  test('an app gets its own token, once for all workers', () =>
    withSandbox({ ...fast, latency: 2 }, async (sandbox) => {
      const { appKey, appSecret } = sandbox;
      const { exitCode, summary } = await importText(sandbox, goodRows(100), {
        server: { credentials: { kind: 'app', appKey, appSecret } },
      });
      expect(exitCode).toBe(0);
      expect(sandbox.calls(tokenPath)).toBe(1);
      expect(summary.calls).toEqual({ ...noCalls, create: 100, token: 1 });
    }));

  test('a token that dies in the middle is replaced, and no row fails', () =>
    withSandbox({ ...fast, latency: 2, tokenCalls: 40 }, async (sandbox) => {
      const { appKey, appSecret } = sandbox;
      const { lines, exitCode } = await importText(sandbox, goodRows(200), {
        server: { credentials: { kind: 'app', appKey, appSecret } },
        concurrency: 10,
      });
      expect(exitCode).toBe(0);
      expect(countBy(lines, 'import_status')).toEqual({ created: 200 });
      expect(sandbox.calls(tokenPath)).toBeLessThanOrEqual(7);
    }));

  test('a token that is rejected even when new stops the run: two creates, one renewal', () =>
    withSandbox(
      { ...fast, fault: (call) => refuse(call.path, { errcode: 88, sub_code: '40014' }) },
      async (sandbox) => {
        const { appKey, appSecret } = sandbox;
        const { exitCode, lines } = await importText(sandbox, goodRows(5), {
          server: { credentials: { kind: 'app', appKey, appSecret } },
        });
        expect(exitCode).toBe(3);
        expect(sandbox.calls(createPath)).toBe(2);
        expect(sandbox.calls(tokenPath)).toBe(2);
        expect(countBy(lines, 'import_status')).toEqual({ failed: 1, pending: 4 });
      },
    ));

  test('wrong app credentials stop the run before any create', () =>
    withSandbox(fast, async (sandbox) => {
      const { exitCode, lines, summary } = await importText(sandbox, goodRows(3), {
        server: { credentials: { kind: 'app', appKey: sandbox.appKey, appSecret: 'wrong' } },
      });
      expect(exitCode).toBe(3);
      expect(sandbox.calls(createPath)).toBe(0);
      expect(lines[0]).toMatchObject({ import_status: 'failed', import_errcode: 'invalidClientIdOrSecret' });
      expect(summary.stopped).toMatchObject({ kind: 'fatal' });
      expect(JSON.stringify(lines)).not.toContain(sandbox.appKey);
    }));
});

describe('pace', () => {
  test('throttled calls wait and go again without using up retries', () =>
    withSandbox(
      {
        ...fast,
        fault: (call) =>
          call.path === createPath && call.number === 3
            ? { kind: 'refuse', errcode: 88, sub_code: '90018' }
            : undefined,
      },
      async (sandbox) => {
        const { lines, exitCode } = await importText(sandbox, goodRows(6), { server: { retries: 0 } });
        expect(exitCode).toBe(0);
        expect(countBy(lines, 'import_status')).toEqual({ created: 6 });
        expect(sandbox.calls(createPath)).toBe(7);
      },
    ));

  test('below the server’s limit no call is refused', () =>
    withSandbox({ callsPerSecond: 50 }, async (sandbox) => {
      const { exitCode } = await importText(sandbox, goodRows(60), { server: { rate: 40 } });
      expect(exitCode).toBe(0);
      expect(sandbox.calls(createPath)).toBe(60);
    }));
});

describe('the rows themselves', () => {
  test('invalid rows cost no call, and good ones beside them go through', () =>
    withSandbox(fast, async (sandbox) => {
      const csv = `${header}\n张远,${mobileOf(1)},86,manager4220,1\n,12-3,86,manager4220,\n`;
      const { lines, exitCode } = await importText(sandbox, csv.replace(',1\n', ',1561077310\n'));
      expect(exitCode).toBe(1);
      expect(lines.map((line) => line.import_status)).toEqual(['created', 'invalid']);
      expect(lines[1]).toMatchObject({ import_line: '3', import_attempts: '0' });
      expect(sandbox.calls(createPath)).toBe(1);
    }));

  test('what was repaired in a row is noted beside it', () =>
    withSandbox(fast, async (sandbox) => {
      const csv = `${header}\n张远,${mobileOf(1)},86,manager4220,1561077310;1561077310\n`;
      const { lines } = await importText(sandbox, csv);
      expect(lines[0]?.import_note).toBe('label_ids has an id more than once; it was sent once.');
    }));

  test('all eleven fields arrive as the server wants them', () =>
    withSandbox(fast, async (sandbox) => {
      const csv = [
        `${header},title,company_name,address,remark,share_dept_ids,share_user_ids`,
        `沈若兰,${mobileOf(1)},86,0423752,1561077310|1561077320,CTO,"A, ""B""","x\r\ny",=1+1,379000095,"[""0423752"",""manager4220""]"`,
      ].join('\n');
      const { exitCode } = await importText(sandbox, csv);
      expect(exitCode).toBe(0);
      expect(sandbox.contacts.get(`86-${mobileOf(1)}`)).toMatchObject({
        name: '沈若兰',
        mobile: mobileOf(1),
        state_code: '86',
        follower_user_id: '0423752',
        label_ids: [1561077310, 1561077320],
        title: 'CTO',
        company_name: 'A, "B"',
        address: 'x\r\ny',
        remark: '=1+1',
        share_dept_ids: [379000095],
        share_user_ids: ['0423752', 'manager4220'],
      });
    }));

  test('a file of a header only is an import of no rows', () =>
    withSandbox(fast, async (sandbox) => {
      const { lines, exitCode } = await importText(sandbox, `${header}\n`);
      expect(exitCode).toBe(0);
      expect(lines).toEqual([]);
      expect(sandbox.calls(createPath)).toBe(0);
    }));
});

describe('an interruption', () => {
  test('lets calls in flight settle and leaves the rest pending', () =>
    withSandbox({ ...fast, latency: 20 }, async (sandbox) => {
      const interruption = new AbortController();
      const running = importText(sandbox, goodRows(500), { concurrency: 5, signal: interruption.signal });
      while (sandbox.calls(createPath) < 20) await sleep(5);
      interruption.abort('SIGTERM');
      const { lines, exitCode } = await running;
      const counts = countBy(lines, 'import_status');
      expect(exitCode).toBe(143);
      expect(lines).toHaveLength(500);
      expect(counts.created).toBe(sandbox.calls(createPath));
      expect((counts.created ?? 0) + (counts.pending ?? 0)).toBe(500);
    }));

  test('ends the wait between two attempts, and owns up to the doubt', () =>
    withSandbox({ ...fast, fault: () => ({ kind: 'lost', commit: true }) }, async (sandbox) => {
      const interruption = new AbortController();
      const running = importText(sandbox, goodRows(3), {
        server: { firstWait: 3_600_000 },
        signal: interruption.signal,
      });
      while (sandbox.calls(createPath) < 1) await sleep(5);
      await sleep(50);
      interruption.abort('SIGINT');
      const { lines, exitCode } = await running;
      expect(exitCode).toBe(130);
      expect(countBy(lines, 'import_status')).toEqual({ unknown: 1, pending: 2 });
      expect(lines[0]?.import_error).toContain('The run stopped before another attempt.');
    }));
});

interface RefusalCode {
  readonly errcode: number;
  readonly sub_code?: string | undefined;
}

function refuse(
  path: string,
  { errcode, sub_code }: RefusalCode,
): { kind: 'refuse'; errcode: number; sub_code?: string } | undefined {
  if (path !== createPath) return undefined;
  return sub_code === undefined ? { kind: 'refuse', errcode } : { kind: 'refuse', errcode, sub_code };
}

function onFirstAttempt<Fault>(
  call: { readonly path: string; readonly attempt: number },
  fault: Fault,
): Fault | undefined {
  return call.path === createPath && call.attempt === 1 ? fault : undefined;
}
