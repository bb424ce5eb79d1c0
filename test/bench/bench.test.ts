import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { long } from '../harness/size.js';

const run = promisify(execFile);

test.runIf(long)(
  'the benchmark runs from its first part to its last, and prints its table',
  async () => {
    await run('npx', ['tsc', '-p', 'test/bench']);
    const { stdout } = await run(process.execPath, ['dist/bench/bench.js', '--smallest']);
    const lines = stdout.split('\n').filter((line) => line.startsWith('| '));
    const cells = lines.map((line) => line.split('|').map((cell) => cell.trim()));
    expect(cells.slice(2).map(([, what]) => what)).toEqual([
      'rows/s / bare loop of its HTTP client',
      'rows/s / naive script, all calls at once',
      'rows/s / Python requests, 10 threads',
      'rows/s / `xargs -P10 curl`',
      'dry run, MB/s / csv-parse alone',
      'import, peak memory, 20 / 10 rows',
      'import, peak memory, 40 / 10 rows',
      'import, CPU a row, 20 to 40 / 10 to 20',
      'paced: time / (rows / rate)',
      'paced: busiest second / rate',
      'creates / row',
    ]);
    for (const [, what, ratio, , figures] of cells.slice(2)) {
      if (figures?.startsWith('skipped') !== true)
        expect(`${what ?? ''}: ${ratio ?? ''}`).toMatch(/: -?\d+\.\d\d( |$)/);
    }
    expect(cells.at(-1)).toContain('1.00');
  },
  120_000,
);
