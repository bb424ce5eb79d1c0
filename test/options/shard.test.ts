import { expect, test } from 'vitest';
import type { Environment } from '../../src/options/environment.js';
import { shardPath } from '../../src/importer/file-names.js';
import { runOf } from '../harness/options.js';

const options = runOf;

test('a shard has files of its own, and its share of the rate', () => {
  expect(options(['data/x.csv', '--shard', '1/4', '--rate', '18', '--report', 'x.html'])).toMatchObject({
    shard: { index: 1, of: 4 },
    results: 'data/x.1-of-4.results.csv',
    ledger: 'data/x.1-of-4.ledger.ndjson',
    report: { path: 'x.1-of-4.html' },
    server: { rate: 4.5 },
  });
});

test('files that are named are told apart too, so that all shards can have the same options', () => {
  expect(options(['x.csv', '--shard', '0/2', '-o', 'out/y.csv', '--ledger', 's/org.ndjson'])).toMatchObject({
    results: 'out/y.0-of-2.csv',
    ledger: 's/org.0-of-2.ndjson',
  });
});

test('corrected results of a shard have the ledger of that shard', () => {
  expect(options(['x.1-of-4.results.csv']).ledger).toBe('x.1-of-4.ledger.ndjson');
});

test('the pod of an Indexed Job knows its shard by itself', () => {
  const environment = { IMPORT_SHARD: '4', JOB_COMPLETION_INDEX: '3' };
  expect(options(['x.csv'], environment).shard).toEqual({ index: 3, of: 4 });
  expect(options(['x.csv', '--shard', '2/4'], environment).shard).toEqual({ index: 2, of: 4 });
  expect(options(['x.csv'], { JOB_COMPLETION_INDEX: '3' }).shard).toEqual({ index: 0, of: 1 });
});

test.each<[string, Environment, string]>([
  ['4/4', {}, ': of 4 shards, the first is 0 and the last is 3'],
  ['4', { JOB_COMPLETION_INDEX: '9' }, ', JOB_COMPLETION_INDEX "9": of 4 shards, the first is 0'],
  ['4', {}, ": it doesn't say which shard, and JOB_COMPLETION_INDEX is not set"],
  ['1 of 4', {}, ': not a shard'],
  ['0/0', {}, ': there can be 1 to 1000 shards'],
  ['-1/4', {}, ': not a shard'],
])('--shard %s is refused with what to do', (shard, environment, message) => {
  expect(() => options(['x.csv', '--shard', shard], environment)).toThrow(`--shard "${shard}"${message}`);
});

test.each([
  ['x.csv', 'x.0-of-2.csv'],
  ['a.b/x.y.csv', 'a.b/x.y.0-of-2.csv'],
  ['x', 'x.0-of-2'],
  ['.csv', '.csv.0-of-2'],
  ['x.results.results.csv', 'x.0-of-2.results.results.csv'],
  ['x.dry-run.csv', 'x.0-of-2.dry-run.csv'],
])("a shard's own file for %s is %s", (path, own) => {
  expect(shardPath(path, { index: 0, of: 2 })).toBe(own);
  expect(shardPath(path, { index: 0, of: 1 })).toBe(path);
});
