import { rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { countBy, Folder, readResults } from '../harness/folder.js';
import { createPath, goodRows, header, importFile, mobileOf } from '../harness/job.js';
import { withSandbox } from '../harness/sandbox.js';

const fast = { callsPerSecond: Infinity };

describe('an input that changes while the run goes on', () => {
  const count = 2_600;
  /** Rows of about 5 kB, so that the file is read in many steps. */
  const fileOf = (cells: (row: number) => string): string =>
    [
      `${header},about`,
      ...Array.from({ length: count }, (_, at) => `${cells(at + 1)},${'x'.repeat(5_000)}`),
      '',
    ].join('\n');
  const row = (at: number): string => `联系人${at},${mobileOf(at)},86,manager4220,1561077310`;
  const swapped = (at: number): string => `${mobileOf(at)},联系人${at},86,manager4220,1561077310`;

  test.each<[string, (path: string) => Promise<unknown>]>([
    ['is written again with two columns swapped', (path) => writeFile(path, fileOf(swapped))],
    ['is cut short', (path) => truncate(path, 12_000_000)],
    ['gets a quote that is never closed', (path) => writeFile(path, fileOf(row).replace(/,x/g, ',"x'))],
    ['gets bytes that are no text', (path) => writeFile(path, Buffer.alloc(13_000_000, 0xff))],
  ])('%s: it stops, no wrong row is sent, and every row has its line', async (_, change) => {
    await withSandbox(fast, async (sandbox) => {
      await using folder = await Folder.create();
      const path = await folder.write('contacts.csv', fileOf(row));
      const { summary, results, exitCode } = await importFile(sandbox, folder, 'contacts.csv', {
        onRow: async (done) => {
          if (done.row.number === 1) await change(path);
        },
      });
      expect(exitCode).toBe(3);
      expect(summary.stopped).toMatchObject({ kind: 'unreadable' });
      const lines = await readResults(results);
      expect(lines.map((line) => line.import_row)).toEqual(lines.map((__, at) => String(at + 1)));
      expect(lines).toHaveLength(count);
      const { created = 0, pending = 0, ...others } = countBy(lines, 'import_status');
      expect(others).toEqual({});
      expect(created + pending).toBe(count);
      expect(pending).toBeGreaterThan(0);
      expect(lines.at(-1)?.import_error).toContain('contacts.csv: the file changed while it was being read.');
      for (const { name } of sandbox.contacts.values()) expect(name).not.toMatch(/^\d/);
      expect(sandbox.calls(createPath)).toBe(created);
    });
  });

  test.each<[string, (path: string) => Promise<unknown>]>([
    ['touched', (path) => utimes(path, 1, 1)],
    ['moved', (path) => rename(path, `${path}.moved`)],
    ['deleted', (path) => rm(path)],
    ['replaced by another one', (path) => rm(path).then(() => writeFile(path, 'name\n'))],
  ])('is %s: the run goes on with the file that was surveyed', async (_, change) => {
    await withSandbox(fast, async (sandbox) => {
      await using folder = await Folder.create();
      const path = await folder.write('contacts.csv', goodRows(300));
      const { exitCode, results } = await importFile(sandbox, folder, 'contacts.csv', {
        onRow: async (done) => {
          if (done.row.number === 1) await change(path);
        },
      });
      expect(exitCode).toBe(0);
      expect(countBy(await readResults(results), 'import_status')).toEqual({ created: 300 });
    });
  });
});
