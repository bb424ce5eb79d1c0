import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Fault, FaultSettings } from '../src/sandbox/faults.js';
import type { Sandbox } from '../src/sandbox/server.js';
import { countBy, Folder } from './harness/folder.js';
import { createPath, goodRows, importText, mobileOf, tokenPath, type Imported } from './harness/job.js';
import { withSandbox } from './harness/sandbox.js';
import { long } from './harness/size.js';

const fast = { callsPerSecond: Infinity };

type Plan = FaultSettings['fault'];

/** Meets the creates with these numbers with a fault. */
const atCreates =
  (fault: Fault, ...numbers: readonly number[]): Plan =>
  ({ path, number }) =>
    path === createPath && numbers.includes(number) ? fault : undefined;

const refused = (sub_code: string): Fault => ({ kind: 'refuse', errcode: 88, sub_code });

const appOf = ({ appKey, appSecret }: Sandbox): { kind: 'app'; appKey: string; appSecret: string } => ({
  kind: 'app',
  appKey,
  appSecret,
});

describe('throttles', () => {
  test.concurrent.each<[string, Fault]>([
    ['90018 inside 88', refused('90018')],
    ['90018 bare', { kind: 'refuse', errcode: 90018 }],
    ['HTTP 429 that says how long', { kind: 'status', status: 429, commit: false, retryAfter: 0 }],
  ])('%s is no retry of its row, and the summary tells what it cost', (_, fault) =>
    withSandbox({ ...fast, fault: atCreates(fault, 3, 8) }, async (sandbox) => {
      const { lines, summary } = await importText(sandbox, goodRows(12), {
        server: { retries: 0 },
        concurrency: 2,
      });
      expect(countBy(lines, 'import_status')).toEqual({ created: 12 });
      expect(sandbox.calls(createPath)).toBe(14);
      expect(summary.throttled.calls).toBe(2);
      if (fault.kind === 'refuse') expect(summary.throttled.time).toBeGreaterThanOrEqual(1_000);
    }),
  );

  test.concurrent('a server that takes less than --rate gets what it takes, and hardly more', () =>
    withSandbox({ callsPerSecond: 50 }, async (sandbox) => {
      const { lines } = await importText(sandbox, goodRows(200), { server: { rate: 1_000 } });
      expect(countBy(lines, 'import_status')).toEqual({ created: 200 });
      expect(sandbox.seen().throttled).toBeLessThan(30);
    }),
  );
});

describe('the ban of this address', () => {
  test.concurrent.each([false, true])('holds back every path, once; as a page: %j', (page) => {
    let bannedUntil = 0;
    const callsWhileBanned: string[] = [];
    const fault: Plan = ({ path, number }) => {
      if (path === createPath && number === 5) bannedUntil = performance.now() + 150;
      if (performance.now() >= bannedUntil) return undefined;
      callsWhileBanned.push(path);
      return { kind: 'ban', page };
    };
    return withSandbox({ ...fast, tokenCalls: 8, fault }, async (sandbox) => {
      const { lines, exitCode, summary } = await importText(sandbox, goodRows(30), {
        server: { banPause: 300, retries: 0, credentials: appOf(sandbox) },
        concurrency: 4,
      });
      expect(exitCode).toBe(0);
      expect(countBy(lines, 'import_status')).toEqual({ created: 30 });
      expect(callsWhileBanned.length).toBeLessThanOrEqual(4);
      expect(summary.throttled.time).toBeGreaterThan(0);
    });
  });

  test.concurrent('that outlasts its pause ends the run', () =>
    withSandbox({ ...fast, banAt: 5, banFor: 60_000 }, async (sandbox) => {
      const { lines, exitCode, summary } = await importText(sandbox, goodRows(30), {
        server: { banPause: 100 },
        concurrency: 1,
      });
      expect(exitCode).toBe(3);
      expect(countBy(lines, 'import_status')).toEqual({ created: 4, failed: 1, pending: 25 });
      expect(sandbox.calls(createPath)).toBe(6);
      expect(JSON.stringify(summary.stopped)).toContain('again after the importer waited');
    }),
  );

  test.concurrent('is left at once by an interruption', () =>
    withSandbox({ ...fast, banAt: 2, banFor: 60_000 }, async (sandbox) => {
      const interruption = new AbortController();
      const running = importText(sandbox, goodRows(5), {
        server: { banPause: 3_600_000 },
        signal: interruption.signal,
      });
      while (sandbox.calls(createPath) < 2) await sleep(5);
      interruption.abort('SIGTERM');
      const { lines, exitCode } = await running;
      expect(exitCode).toBe(143);
      expect(countBy(lines, 'import_status')).toEqual({ created: 1, pending: 4 });
    }),
  );
});

describe('tokens', () => {
  test.concurrent('are fetched once for each life, whatever the workers', () =>
    withSandbox({ ...fast, latency: 2, tokenCalls: 50 }, async (sandbox) => {
      const { lines, summary } = await importText(sandbox, goodRows(400), {
        server: { credentials: appOf(sandbox) },
        concurrency: 20,
      });
      expect(countBy(lines, 'import_status')).toEqual({ created: 400 });
      expect(sandbox.seen().tokensGiven).toBe(8);
      expect(summary.calls.token).toBe(8);
    }),
  );

  test.concurrent.each(['40014', '42001', '33001', '40001'])(
    '%s: one new token, and the call again',
    (code) =>
      withSandbox({ ...fast, fault: atCreates(refused(code), 1) }, async (sandbox) => {
        const { lines, summary } = await importText(sandbox, goodRows(3), {
          server: { credentials: appOf(sandbox), retries: 0 },
        });
        expect(countBy(lines, 'import_status')).toEqual({ created: 3 });
        expect(summary.calls).toMatchObject({ create: 4, token: 2 });
      }),
  );

  test.concurrent('one that was given and expires ends the run, with what to do', () =>
    withSandbox({ ...fast, tokenCalls: 3 }, async (sandbox) => {
      const { lines, exitCode } = await importText(sandbox, goodRows(10), { concurrency: 1 });
      expect(exitCode).toBe(3);
      expect(countBy(lines, 'import_status')).toEqual({ created: 3, failed: 1, pending: 6 });
      expect(lines[3]?.import_error).toContain('set DINGTALK_APP_KEY and DINGTALK_APP_SECRET');
    }),
  );
});

describe('a server that is gone', () => {
  test.concurrent('ten rows that ran out of retries end the run', () =>
    withSandbox(fast, async (sandbox) => {
      const { lines, exitCode, summary } = await importText(sandbox, goodRows(100), {
        server: { oapiUrl: new URL('http://127.0.0.1:1/') },
        concurrency: 3,
      });
      expect(exitCode).toBe(3);
      const { failed = 0, pending = 0 } = countBy(lines, 'import_status');
      expect(failed).toBeGreaterThanOrEqual(10);
      expect(failed).toBeLessThanOrEqual(12);
      expect(failed + pending).toBe(100);
      expect(JSON.stringify(summary.stopped)).toContain('unreachable or busy since');
    }),
  );

  test.concurrent(
    'one that takes calls and answers none ends the run, and what was sent stays in doubt for the next',
    () =>
      withSandbox(
        { ...fast, fault: ({ number }) => (number > 5 ? { kind: 'hang', commit: true } : undefined) },
        async (sandbox) => {
          await using folder = await Folder.create();
          const ledger = folder.at('contacts.ledger.ndjson');
          const { lines, exitCode, summary } = await importText(sandbox, goodRows(40), {
            server: { timeout: 300, silence: 200 },
            ledger,
          });
          expect(exitCode).toBe(3);
          expect(countBy(lines, 'import_status')).toEqual({ created: 5, unknown: 10, pending: 25 });
          expect(JSON.stringify(summary.stopped)).toContain('gave no answer since');
          const lost = [...(await readFile(ledger, 'utf8')).matchAll(/"lost".*"contact":"([^"]*)"/g)];
          expect(new Set(lost.map(([, contact]) => contact)).size).toBe(10);
        },
      ),
  );

  test.concurrent('one that is busy for every second row goes on', () =>
    withSandbox(
      {
        ...fast,
        fault: ({ mobile }) => (Number(mobile) % 2 === 0 ? { kind: 'refuse', errcode: -1 } : undefined),
      },
      async (sandbox) => {
        const { lines, exitCode } = await importText(sandbox, goodRows(60), { concurrency: 1 });
        expect(exitCode).toBe(1);
        expect(countBy(lines, 'import_status')).toEqual({ created: 30, failed: 30 });
      },
    ),
  );
});

describe('limits of the user', () => {
  test.concurrent.each([1, 2, 5, 17, 40])(
    '--max-calls %i is never passed by even one call of any kind',
    (calls) =>
      withSandbox(
        { ...fast, latency: 3, tokenCalls: 7, faults: { busy: 0.2, lostAfter: 0.1 } },
        async (sandbox) => {
          const { lines, exitCode, summary } = await importText(sandbox, goodRows(100), {
            server: { credentials: appOf(sandbox) },
            concurrency: 20,
            limits: { calls },
          });
          expect(exitCode).toBe(4);
          expect(sandbox.calls(createPath) + sandbox.calls(tokenPath)).toBe(calls);
          expect(summary.stopped).toEqual({ kind: 'limit', option: '--max-calls', most: calls });
          expect(lines).toHaveLength(100);
          expect(countBy(lines, 'import_status').pending).toBeGreaterThan(0);
        },
      ),
  );

  test.concurrent('--max-calls that is enough is no reason to stop', () =>
    withSandbox(fast, async (sandbox) => {
      const { exitCode } = await importText(sandbox, goodRows(9), {
        server: { credentials: appOf(sandbox) },
        limits: { calls: 10 },
      });
      expect(exitCode).toBe(0);
    }),
  );

  test.concurrent(
    '--limit attempts so many rows with all their retries; the same again goes on behind them',
    () =>
      withSandbox({ ...fast, faults: { busy: 0.3 } }, async (sandbox) => {
        const csv = `${goodRows(30)}坏,x,86,manager4220,1561077310\n`;
        const first = await importText(sandbox, csv, { limits: { rows: 12 }, server: { retries: 9 } });
        expect(first.exitCode).toBe(4);
        expect(countBy(first.lines, 'import_status')).toEqual({ created: 12, invalid: 1, pending: 18 });
        expect(first.lines[12]?.import_error).toContain('at --limit 12');
      }),
  );

  test.concurrent('--max-failed begins no further row', () =>
    withSandbox(
      {
        ...fast,
        fault: ({ mobile }) =>
          mobile === mobileOf(3) || mobile === mobileOf(5) ? { kind: 'refuse', errcode: 60103 } : undefined,
      },
      async (sandbox) => {
        const { lines, exitCode } = await importText(sandbox, goodRows(20), {
          limits: { failed: 2 },
          concurrency: 1,
        });
        expect(exitCode).toBe(4);
        expect(countBy(lines, 'import_status')).toEqual({ created: 3, failed: 2, pending: 15 });
      },
    ),
  );
});

/** Whether each line says what is true of its contact at the server, and owns up to what it can't know. */
function checkAgainst({ contacts }: Sandbox, { lines }: Imported): void {
  for (const line of lines) {
    const contact = contacts.get(`86-${line.mobile ?? ''}`);
    const { import_status: status = '', import_userid, import_error = '' } = line;
    if (status === 'created') expect(import_userid).toBe(contact?.userid);
    else if (status === 'skipped') {
      expect(contact).toBeDefined();
      expect(import_error).toContain('the importer probably made this contact itself');
    } else if (status === 'failed') expect(contact).toBeUndefined();
    else expect(status).toBe('unknown');
  }
}

describe.concurrent('every fault at once', () => {
  const faults = {
    busy: 0.05,
    remote: 0.02,
    lostBefore: 0.03,
    lostAfter: 0.03,
    hang: 0.01,
    html: 0.02,
    cut: 0.02,
    truncated: 0.02,
    empty: 0.02,
    badGateway: 0.02,
  };
  const throttle = atCreates(refused('90018'), 60);
  const tooMany = atCreates({ kind: 'status', status: 429, commit: false, retryAfter: 1 }, 120);
  const fault: Plan = (call) => throttle(call) ?? tooMany(call);

  test.concurrent.each(long ? [1, 2, 3, 4, 5] : [1])(
    'seed %i: each row ends in the right status, and nothing is made twice',
    (seed) =>
      withSandbox(
        { ...fast, faults, fault, seed, tokenCalls: 50, banAt: 150, banFor: 200 },
        async (sandbox) => {
          const before = sandbox.contacts.size;
          const imported = await importText(sandbox, goodRows(200), {
            server: { credentials: appOf(sandbox), rate: 400, timeout: 500, firstWait: 20, banPause: 300 },
            concurrency: 20,
          });
          const {
            created = 0,
            skipped = 0,
            unknown = 0,
            pending = 0,
          } = countBy(imported.lines, 'import_status');
          checkAgainst(sandbox, imported);
          expect(pending).toBe(0);
          expect(created).toBeGreaterThan(150);
          expect(skipped).toBeGreaterThan(0);
          const made = sandbox.contacts.size - before;
          expect(made).toBeGreaterThanOrEqual(created + skipped);
          expect(made).toBeLessThanOrEqual(created + skipped + unknown);
        },
      ),
  );
});
