import { expect, test } from 'vitest';
import { createPath, header, importText, mobileOf } from '../harness/job.js';
import { countBy } from '../harness/folder.js';
import { withSandbox } from '../harness/sandbox.js';

const fast = { callsPerSecond: Infinity };

/** Rows with this owner, the first of them with a good one. */
function rowsOf(count: number, owner: string, good = 0): string {
  const rows = Array.from(
    { length: count },
    (_, at) => `联系人${at},${mobileOf(at)},86,${at < good ? 'manager4220' : owner},1561077310`,
  );
  return [header, ...rows, ''].join('\n');
}

test.each([1, 20, 50])(
  'rows that are all refused alike stop the run after 20 creates, at concurrency %i',
  (concurrency) =>
    withSandbox(fast, async (sandbox) => {
      const { lines, summary, exitCode } = await importText(sandbox, rowsOf(100, 'nobody'), { concurrency });
      expect(sandbox.calls(createPath)).toBe(20);
      expect(exitCode).toBe(3);
      expect(countBy(lines, 'import_status')).toEqual({ failed: 20, pending: 80 });
      expect(JSON.stringify(summary.stopped)).toContain('The first 20 rows were all refused alike.');
      expect(JSON.stringify(summary.stopped)).toContain(
        'All 20 have follower_user_id nobody; label_ids 1561077310; state_code 86.',
      );
    }),
);

test('what all have from --set is said to be from there', () =>
  withSandbox(fast, async (sandbox) => {
    const csv = rowsOf(30, 'x').replaceAll(',x,', ',').replace('follower_user_id,', '');
    const { summary } = await importText(sandbox, csv, { set: { follower_user_id: 'nobody' } });
    expect(JSON.stringify(summary.stopped)).toContain('follower_user_id nobody, from --set');
  }));

test.each<[string, string, object]>([
  ['one success', rowsOf(100, 'nobody', 1), {}],
  ['--max-failed', rowsOf(100, 'nobody'), { limits: { failed: 1_000 } }],
])('with %s all rows are tried', (_, csv, changes) =>
  withSandbox(fast, async (sandbox) => {
    const { lines, exitCode } = await importText(sandbox, csv, changes);
    expect(sandbox.calls(createPath)).toBe(100);
    expect(exitCode).toBe(1);
    expect(lines).toHaveLength(100);
  }),
);

test.each([5, 19, 20, 21])('a limit of %i rows ends the run, and nothing waits for ever', (limit) =>
  withSandbox(fast, async (sandbox) => {
    const { lines } = await importText(sandbox, rowsOf(100, 'nobody'), {
      concurrency: 50,
      limits: { rows: limit },
    });
    expect(sandbox.calls(createPath)).toBe(Math.min(limit, 20));
    expect(lines).toHaveLength(100);
  }),
);

test('rows that are refused for different reasons are all tried', () =>
  withSandbox(fast, async (sandbox) => {
    const mixed = rowsOf(40, 'nobody').split('\n');
    const csv = mixed
      .map((line, at) => (at % 2 === 1 ? line.replace('nobody,1561077310', 'manager4220,5') : line))
      .join('\n');
    await importText(sandbox, csv);
    expect(sandbox.calls(createPath)).toBe(40);
  }));

test.each([
  ['a country code that the phones carry', 'follower_user_id,label_ids', 'nobody,1561077310'],
  ['a label that came from its name', 'follower_user_id,label_names', 'nobody,Customer'],
])('%s is not said to be from --set', (_, columns, cells) =>
  withSandbox(fast, async (sandbox) => {
    const rows = Array.from({ length: 30 }, (_row, at) => `Contact ${at},+86${mobileOf(at)},${cells}`);
    const { summary } = await importText(sandbox, [`name,mobile,${columns}`, ...rows, ''].join('\n'));
    expect(JSON.stringify(summary.stopped)).toContain('All 20 have follower_user_id nobody');
    expect(JSON.stringify(summary.stopped)).not.toContain('from --set');
  }),
);

test.each(['张三', 'Иван', 'さくら', 'タロウ', '김', 'José', 'سارة', 'Ivan Petrov', 'a@b.com'])(
  'the owner %s can be no userid, and costs no call',
  (owner) =>
    withSandbox(fast, async (sandbox) => {
      const { lines } = await importText(sandbox, rowsOf(1, owner));
      expect(lines[0]).toMatchObject({ import_status: 'invalid', import_attempts: '0' });
      expect(sandbox.calls(createPath)).toBe(0);
    }),
);
