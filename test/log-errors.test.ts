import { expect, test } from 'vitest';
import { countBy, Folder, readResults } from './harness/folder.js';
import { goodRows } from './harness/job.js';
import { runImport } from './harness/program.js';
import { environmentAt, spawnSandbox } from './harness/sandbox.js';

test.concurrent.each([
  ['is full', '2>/dev/full', 'the disk is full (ENOSPC)'],
  ['is a pipe that nobody reads', '2> >(exec 0<&-)', 'EPIPE'],
])('a log that %s ends no import, and the summary says so', { timeout: 60_000 }, async (_, to, words) => {
  await using sandbox = await spawnSandbox(['--calls-per-second', '1000000']);
  await using folder = await Folder.create();
  await folder.write('people.csv', goodRows(50));
  const done = await runImport(['people.csv', '--rate', '1000', '--log-level', 'trace'], {
    cwd: folder.path,
    environment: environmentAt(sandbox.origin),
    redirected: to,
  });
  expect(done.exitCode).toBe(0);
  expect(done.stdout.replace(/\s+/g, ' ')).toContain(
    'Lines of the log are missing: it could not be written:',
  );
  expect(done.stdout.replace(/\s+/g, ' ')).toContain(words);
  expect(countBy(await readResults(folder.at('people.results.csv')), 'import_status')).toEqual({
    created: 50,
  });
});
