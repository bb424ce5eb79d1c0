import { expect, test } from 'vitest';
import { ThrottleCount } from '../../src/dingtalk/throttle-count.js';

test('pauses add up, those of two paths at the same time count once, and one that goes on counts as far as it came', () => {
  const throttles = new ThrottleCount();
  expect(throttles.sum(0)).toEqual({ calls: 0, time: 0 });
  throttles.add(100, 1_100);
  throttles.add(600, 1_600);
  throttles.add(700, 900);
  expect(throttles.sum(2_000)).toEqual({ calls: 3, time: 1_500 });
  throttles.add(5_000, 9_000);
  expect(throttles.sum(6_000)).toEqual({ calls: 4, time: 2_500 });
});
