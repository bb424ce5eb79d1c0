import { expect, test } from 'vitest';
import { parseCommandLine } from '../../src/options/command-line.js';

const parse = (environment: Readonly<Record<string, string>>): unknown =>
  parseCommandLine(['x.csv'], environment, 80);

test.each([
  ['IMPORT_DRYRUN', 'IMPORT_DRY_RUN'],
  ['IMPORT_RATES', 'IMPORT_RATE'],
  ['IMPORT_MAX_FAIL', 'IMPORT_MAX_FAILED'],
])('the variable %s is refused, and the nearest is named', (name, nearest) => {
  expect(() => parse({ [name]: 'true' })).toThrow(`${name}: there is no such option.`);
  try {
    parse({ [name]: 'true' });
  } catch (error) {
    expect(error).toHaveProperty('hints', [expect.stringContaining(`Did you mean ${nearest}?`)]);
  }
});

test('variables of options, their files, empty ones and those of others pass', () => {
  expect(parse({ IMPORT_DRY_RUN: '1', IMPORT_NOTHING: '', OTHER_IMPORT_X: '1' })).toMatchObject({
    kind: 'run',
  });
});
