import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PhoneTable } from '../../src/ledger/phone-table.js';

const key = fc
  .tuple(fc.stringMatching(/^\d{1,3}$/), fc.stringMatching(/^\d{1,15}$/))
  .map(([country, phone]) => `${country}-${phone}`);

test('it keeps what a map would keep, whatever the phones', () => {
  const change = fc.record({
    key,
    flags: fc.nat({ max: 255 }),
    row: fc.nat({ max: 4_294_967_295 }),
    contact: fc.record({
      userid: fc.string({ maxLength: 30, unit: 'grapheme' }),
      at: fc.nat({ max: 4_294_967_295 }).map((seconds) => seconds * 1_000),
      sent: fc.option(
        fc.record({
          hashes: fc.record({ name: fc.nat({ max: 2 ** 24 - 1 }), others: fc.nat({ max: 2 ** 24 - 1 }) }),
          place: fc.integer({ min: 1, max: 2 ** 40 - 1 }),
        }),
        { nil: undefined },
      ),
    }),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 300 }), (changes) => {
      const table = new PhoneTable();
      const map = new Map<string, (typeof changes)[number]>();
      for (const entry of changes) {
        map.set(entry.key, entry);
        const slot = table.add(entry.key);
        table.setFlags(slot, entry.flags);
        table.setRow(slot, entry.row);
        table.setContact(slot, entry.contact);
      }
      expect(table.size).toBe(map.size);
      for (const [phone, { flags, row, contact }] of map) {
        const slot = table.find(phone);
        expect([table.flagsAt(slot), table.rowAt(slot), table.contactAt(slot)]).toEqual([
          flags,
          row,
          contact,
        ]);
      }
    }),
  );
});

test('it grows, and loses nothing', () => {
  const table = new PhoneTable();
  for (let number = 0; number < 50_000; number += 1) {
    const slot = table.add(`86-${13_000_000_000 + number}`);
    table.setRow(slot, number + 1);
    table.setContact(slot, { userid: `0${number}`, at: number * 1_000, sent: undefined });
  }
  expect(table.size).toBe(50_000);
  for (let number = 0; number < 50_000; number += 997) {
    const slot = table.find(`86-${13_000_000_000 + number}`);
    expect([table.rowAt(slot), table.contactAt(slot)?.userid]).toEqual([number + 1, `0${number}`]);
  }
  expect(table.find('86-12999999999')).toBe(-1);
});

test('leading zeros and the place of the dash count', () => {
  const table = new PhoneTable();
  const keys = [
    '8-61',
    '86-1',
    '86-01',
    '086-1',
    '86-001',
    '1-000000000000001',
    '999-999999999999999',
    '0-0',
  ];
  keys.forEach((phone, at) => {
    table.setRow(table.add(phone), at + 1);
  });
  expect(table.size).toBe(keys.length);
  expect(keys.map((phone) => table.rowAt(table.find(phone)))).toEqual(keys.map((_, at) => at + 1));
});

test.each(['', '-', '86', '86-', '-1', '1234-1', '86-1234567890123456', '86-1a', '+6-1', '86-1-1'])(
  '%j is no key',
  (text) => {
    const table = new PhoneTable();
    expect([table.add(text), table.find(text), table.size]).toEqual([-1, -1, 0]);
  },
);
