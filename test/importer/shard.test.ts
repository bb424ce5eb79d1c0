import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ShardFilter } from '../../src/importer/shard.js';
import { countBy, Folder, readResults } from '../harness/folder.js';
import { createPath, header, mobileOf } from '../harness/job.js';
import { runImport } from '../harness/program.js';
import { environmentAt, withSandbox } from '../harness/sandbox.js';

test.concurrent('every key is in exactly one shard, the same each time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.array(fc.string()), (of, keys) => {
      const shares = Array.from({ length: of }, (_, index) => new ShardFilter({ index, of }));
      for (const key of [...keys, ...keys]) {
        const takers = shares.filter((share) => share.takes(key));
        expect(takers).toHaveLength(1);
      }
      const own = shares.map((share) => share.rows(keys.length * 2));
      expect(own.reduce((sum, rows) => sum + rows, 0)).toBe(keys.length * 2);
    }),
  );
});

test.concurrent('phones that differ in their last digits only are dealt evenly', () => {
  const shares = Array.from({ length: 4 }, (_, index) => new ShardFilter({ index, of: 4 }));
  for (let number = 0; number < 10_000; number += 1)
    for (const share of shares) share.takes(`86-${mobileOf(number)}`);
  for (const share of shares) expect(Math.abs(share.rows(10_000) - 2_500)).toBeLessThan(250);
});

const phones = 300;

/** Every phone twice, in two forms, with rows between that are wrong in different ways. */
function withDuplicates(): string {
  const row = (number: number, mobile: string): string =>
    `联系人${number},${mobile},86,manager4220,1561077310`;
  const once = Array.from({ length: phones }, (_, at) => row(at, mobileOf(at)));
  const again = Array.from({ length: phones }, (_, at) => row(at, `+86 ${mobileOf(at)}`));
  const wrong = Array.from({ length: 50 }, (_, at) =>
    at % 2 === 0 ? row(at, 'n/a') : `,${mobileOf(at)},86,,`,
  );
  return [header, ...once, ...wrong, ...again, ''].join('\n');
}

test.concurrent(
  'four shards at the same time make each contact once, and their results hold each row once',
  () =>
    withSandbox({ callsPerSecond: Infinity, latency: 5 }, async (sandbox) => {
      await using folder = await Folder.create();
      await folder.write('people.csv', withDuplicates());
      const before = sandbox.contacts.size;
      const indexes = [0, 1, 2, 3];
      const runs = await Promise.all(
        indexes.map((index) =>
          runImport(['people.csv', '--json', '--rate', '2000'], {
            cwd: folder.path,
            environment: {
              ...environmentAt(sandbox.url.origin),
              IMPORT_SHARD: '4',
              JOB_COMPLETION_INDEX: String(index),
            },
          }),
        ),
      );
      const all = phones * 2 + 50;
      for (const [index, { exitCode, stdout, stderr }] of runs.entries()) {
        expect(exitCode, stderr).toBe(1);
        expect(JSON.parse(stdout)).toMatchObject({ shard: { index, of: 4, fileRows: all } });
      }
      const results = indexes.map((index) => readResults(folder.at(`people.${index}-of-4.results.csv`)));
      const lines = (await Promise.all(results)).flat();
      const numbers = lines.map((line) => Number(line.import_row)).sort((one, other) => one - other);
      expect(numbers).toEqual(Array.from({ length: all }, (_, at) => at + 1));
      expect(countBy(lines, 'import_status')).toEqual({ created: phones, skipped: phones, invalid: 50 });
      expect(new Set(lines.map((line) => line.import_userid)).size).toBe(phones + 1);
      expect(sandbox.contacts.size).toBe(before + phones);
      expect(sandbox.calls(createPath)).toBe(phones);
    }),
);

test.concurrent('a shard says what part of the file it was', () =>
  withSandbox({ callsPerSecond: Infinity }, async (sandbox) => {
    await using folder = await Folder.create();
    await folder.write('people.csv', withDuplicates());
    const done = await runImport(
      ['people.csv', '--shard', '1/4', '--rate', '2000', '--report', 'page.html'],
      {
        cwd: folder.path,
        environment: environmentAt(sandbox.url.origin),
      },
    );
    expect(done.stdout).toMatch(/^people\.csv: 1\d\d of 650 rows, shard 1\/4\n/);
    expect(done.stdout).toContain('Results: people.1-of-4.results.csv\nReport: page.1-of-4.html\n');
  }),
);
