import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Gate } from '../../src/importer/gate.js';

/** Passes the gate, works for a moment, and writes down when the work begins and ends. */
async function work(gate: Gate, kind: string, name: string, events: string[]): Promise<void> {
  using pass = await gate.enter(kind);
  events.push(`${name} begins`);
  await sleep(5);
  events.push(`${name} ends`);
}

test('the first call of all goes alone, then the first of each other kind, then all', async () => {
  const events: string[] = [];
  const gate = new Gate();
  await Promise.all([
    work(gate, 'a', 'a1', events),
    work(gate, 'b', 'b1', events),
    work(gate, 'a', 'a2', events),
    work(gate, 'b', 'b2', events),
    work(gate, 'b', 'b3', events),
  ]);
  expect(events.slice(0, 2)).toEqual(['a1 begins', 'a1 ends']);
  expect(events.slice(2, 4).sort()).toEqual(['a2 begins', 'b1 begins']);
  expect(events.indexOf('b1 ends')).toBeLessThan(events.indexOf('b2 begins'));
  expect(events.indexOf('b3 begins')).toBeLessThan(events.indexOf('b2 ends'));
});

test('a first call that throws lets the others go', async () => {
  const gate = new Gate();
  const fails = async (): Promise<void> => {
    using pass = await gate.enter('a');
    await sleep(1);
    throw new Error('no');
  };
  const first = fails();
  await expect(first).rejects.toThrow('no');
  using pass = await gate.enter('a');
  expect(pass).toBeDefined();
});
