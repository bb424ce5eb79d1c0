import { expect, test } from 'vitest';
import { readCallingCode } from '../../src/contact/countries.js';

test.each([
  ['86', '86'],
  ['+86', '86'],
  ['0086', '86'],
  ['86.0', '86'],
  ['(+86)', '86'],
  ['８６', '86'],
  ['CN', '86'],
  ['china', '86'],
  ['中国', '86'],
  ['中國', '86'],
  ['中国大陆', '86'],
  ['Hong Kong', '852'],
  ['香港', '852'],
  ['台湾', '886'],
  ['Germany', '49'],
  ['德国', '49'],
  ['UK', '44'],
  ['United States', '1'],
  ['999', undefined],
  ['8600', undefined],
  ['Atlantis', undefined],
  ['', undefined],
])('%j is the country code %s', (cell, expected) => {
  expect(readCallingCode(cell)).toBe(expected);
});
