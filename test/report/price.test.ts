import { expect, test } from 'vitest';
import { noCalls, type Calls } from '../../src/dingtalk/connect.js';
import { priceOf } from '../../src/report/price.js';

function price(create: number, asked: Partial<Calls>, ownTokens = true): ReturnType<typeof priceOf> {
  return priceOf(create, (kind) => asked[kind] ?? 0, 10, ownTokens);
}

test('the list comes first, all other kinds go side by side, each at the full rate', () => {
  expect(price(50, { list: 20, employees: 70, labels: 1 }).time).toBe(9_000);
  expect(price(50, {}).time).toBe(5_000);
});

test('a token is needed for the first call, and another for each 110 minutes', () => {
  expect(price(0, {}).calls).toEqual(noCalls);
  expect(price(1, {}).calls.token).toBe(1);
  expect(price(0, { labels: 1 }).calls.token).toBe(1);
  expect(price(66_000, {}).calls.token).toBe(2);
  expect(price(66_000, {}, false).calls.token).toBe(0);
});
