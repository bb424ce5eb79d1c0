import fc from 'fast-check';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { Environment } from '../../src/options/environment.js';
import { parseCommandLine, wantsJson } from '../../src/options/command-line.js';
import { optionGroups } from '../../src/options/option-table.js';
import { UserError } from '../../src/user-error.js';
import { fuzz, fuzzTime } from '../harness/fuzz.js';
import { runOf } from '../harness/options.js';

const names = Object.values(optionGroups)
  .flat()
  .flatMap(({ flags }) => flags.split(/,? /).filter((word) => word.startsWith('-')));
const variables = [
  ...names
    .filter((flag) => flag.startsWith('--'))
    .map((flag) => `IMPORT_${flag.slice(2).replaceAll('-', '_').toUpperCase()}`),
  'DINGTALK_ACCESS_TOKEN',
  'DINGTALK_APP_KEY',
  'DINGTALK_APP_SECRET',
  'DINGTALK_OAPI_URL',
  'DINGTALK_API_URL',
  'HTTPS_PROXY',
  'https_proxy',
  'HTTP_PROXY',
  'NO_PROXY',
  'no_proxy',
  'JOB_COMPLETION_INDEX',
];
const files = ['/dev/null', '/no/such/file', '.', 'package.json', 'fixtures/contacts.csv'];

/** No system passes a NUL in a command line or in the environment. */
const withoutNul = (text: string): string => text.replaceAll('\0', '');

const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }).map(withoutNul),
  fc.constantFrom(
    '',
    ' ',
    '-',
    '--',
    '0',
    '1',
    '-1',
    '1.5',
    '1e3',
    '999999999999999999999',
    'NaN',
    'Infinity',
    '0x10',
    '٣',
  ),
  fc.constantFrom(
    'name=Name',
    'name=',
    '=x',
    'labels==a',
    '__proto__=1',
    'constructor=1',
    'mobile=#1',
    'name=a\nmobile=b',
  ),
  fc.constantFrom(
    '0/4',
    '4',
    '3/2',
    '0/0',
    '1/1001',
    'tab',
    '\\t',
    '"',
    '😀',
    'gbk',
    'utf-8',
    'none',
    'debug',
    'yes',
  ),
  fc.constantFrom(
    'https://oapi.dingtalk.io',
    'https://oapi.dingtalk.com/',
    'http://127.0.0.1:1',
    'http://[::1]',
    'ftp://x',
    'https://u:%@h',
    '://',
    'http://',
    'x:99999',
  ),
  fc.constantFrom(
    ...files,
    'x.csv',
    'a/../..',
    'x.results.csv',
    `${'d/'.repeat(300)}x`,
    '\n.csv',
    '.csv',
    '..',
  ),
);
const word = fc.oneof(
  value,
  fc.constantFrom(...names, '-h', '--help', '--version', '--no-json', '-o-', '--outputx', '--Rate'),
  fc.tuple(fc.constantFrom(...names), value).map(([flag, text]) => `${flag}=${text}`),
);
/** Mostly flags with one value each, so that many command lines are right but for one place. */
const command = fc.oneof(
  fc.array(word, { maxLength: 8 }),
  fc
    .array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 3 })
    .map((pairs) => ['x.csv', ...pairs.flat()]),
);
const environment: fc.Arbitrary<Environment> = fc.dictionary(
  fc.oneof(
    fc.constantFrom(...variables, ...variables.map((name) => `${name}_FILE`)),
    fc.string({ maxLength: 5 }),
  ),
  fc.oneof(value, fc.constant(undefined)),
  { maxKeys: 4 },
);

test(
  'any command line in any environment is a run, the help, or an error in words',
  () => {
    fc.assert(
      fc.property(command, environment, (line, around) => {
        wantsJson(line, around);
        try {
          const parsed = parseCommandLine(line, around, 80);
          if (parsed.kind === 'help') expect(parsed.text).toContain('Usage:');
          if (parsed.kind !== 'run') return;
          const { input, results, ledger, concurrency, server, limits, grace, shard } = runOf(line, around);
          for (const path of [input, results, ledger]) expect(path).not.toBe('');
          for (const path of [input, results, ledger]) expect(path).not.toContain('\0');
          for (const number of [
            concurrency,
            server.rate,
            server.timeout,
            limits.rows,
            limits.calls,
            limits.failed,
          ])
            expect(number).toBeGreaterThan(0);
          for (const number of [server.retries, grace, shard.index]) expect(number).toBeGreaterThanOrEqual(0);
          expect(shard.index).toBeLessThan(shard.of);
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          expect(error.exitCode).toBe(2);
          expect(error.message).toMatch(/^.+\.$/su);
        }
      }),
      fuzz(2_000),
    );
  },
  fuzzTime,
);

test(
  'every shard of a file has results of its own, whatever the names',
  () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).map(withoutNul),
      fc.constantFrom('x.csv', '.csv', 'a.b.c', '\n.csv'),
    );
    fc.assert(
      fc.property(name, fc.integer({ min: 2, max: 5 }), (input, of) => {
        const pathsOf = (shard: number): readonly string[] => {
          const { results, ledger } = runOf(['--shard', `${shard}/${of}`, '--', input]);
          return [results, ledger].map((path) => resolve(path));
        };
        try {
          const paths = Array.from({ length: of }, (_, shard) => pathsOf(shard)).flat();
          expect(new Set(paths).size).toBe(of * 2);
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
        }
      }),
      fuzz(300),
    );
  },
  fuzzTime,
);
