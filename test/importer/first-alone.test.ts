import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { FirstAlone } from '../../src/importer/first-alone.js';

/** Work that takes a moment and writes down when it begins and ends. */
function noting(events: string[], name: string): () => Promise<string> {
  return async () => {
    events.push(`${name} begins`);
    await sleep(5);
    events.push(`${name} ends`);
    return name;
  };
}

test('the very first goes alone, then the first of each other kind, then all', async () => {
  const events: string[] = [];
  const alone = new FirstAlone();
  const done = await Promise.all([
    alone.run('a', noting(events, 'a1')),
    alone.run('b', noting(events, 'b1')),
    alone.run('a', noting(events, 'a2')),
    alone.run('b', noting(events, 'b2')),
    alone.run('b', noting(events, 'b3')),
  ]);
  expect(done).toEqual(['a1', 'b1', 'a2', 'b2', 'b3']);
  expect(events.slice(0, 4)).toEqual(['a1 begins', 'a1 ends', 'b1 begins', 'a2 begins']);
  expect(events.indexOf('b1 ends')).toBeLessThan(events.indexOf('b2 begins'));
  expect(events.indexOf('b3 begins')).toBeLessThan(events.indexOf('b2 ends'));
});

test('a first that fails holds nobody up', async () => {
  const alone = new FirstAlone();
  const first = alone.run('a', () => Promise.reject(new Error('no')));
  const second = alone.run('a', () => Promise.resolve('yes'));
  await expect(first).rejects.toThrow('no');
  expect(await second).toBe('yes');
});
