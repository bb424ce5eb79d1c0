import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskPhone, phoneKey, readPhone } from '../../src/contact/phone.js';

test('the key of a contact is its country code and phone', () => {
  expect(phoneKey({ state_code: '86', mobile: '19900001011' })).toBe('86-19900001011');
});

test.each([
  ['19900001011', '199******11'],
  ['+86 199-0000-1011', '+86 1**-****-**11'],
  ['1.99E+10', '1.99E+10'],
])('%s is shown as %s', (phone, shown) => {
  expect(maskPhone(phone)).toBe(shown);
});

test('no whole phone number is ever shown', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{7,15}$/), (phone) => {
      const shown = maskPhone(phone);
      expect(shown.replaceAll('*', '')).toHaveLength(5);
      expect(shown).toHaveLength(phone.length);
    }),
  );
});

const readsAs = (cell: string, callingCode: string | undefined, strict = false): string => {
  const read = readPhone(cell, callingCode, strict);
  return read.ok ? [`${read.state_code}-${read.mobile}`, ...read.peculiarities].join(', ') : read.kind;
};
const own = 'own country code';

test.each([
  ['19900001011', '86', '86-19900001011'],
  ['199-0000-1011', '86', '86-19900001011'],
  ['199.0000.1011', '86', '86-19900001011'],
  ['199 0000 1011', '86', '86-19900001011'],
  ['+86 199-0000-1011', '86', `86-19900001011, ${own}`],
  ['+86 199-0000-1011', undefined, `86-19900001011, ${own}`],
  ['0086 19900001011', '1', `86-19900001011, ${own}`],
  ['8619900001011', '86', `86-19900001011, ${own}`],
  ['86-19900001011', undefined, `86-19900001011, ${own}`],
  ['(86)19900001011', undefined, `86-19900001011, ${own}`],
  ['（+86）１９９００００１０１１', '1', `86-19900001011, ${own}`],
  ['852-91234567', '86', `852-91234567, ${own}`],
  ['91234567', '852', '852-91234567'],
  ['+886 0912 345 678', '86', `886-912345678, ${own}`],
  ['(202) 555-0123', '1', '1-2025550123'],
  ['1 202 555 0123', '1', '1-2025550123'],
  ['+44 (0)7911 123456', '86', `44-7911123456, ${own}`],
  ['07911 123456', '44', '44-7911123456'],
  ['tel:19900001011', '86', '86-19900001011'],
  ['手机：19900001011', '86', '86-19900001011'],
  ["'19900001011", '86', '86-19900001011'],
  ['="19900001011"', '86', '86-19900001011'],
  ['19900001011.0', '86', '86-19900001011'],
  ['1.9900001011E+10', '86', '86-19900001011, restored'],
  ['1.99E+10', '86', 'shortened'],
  ['1.99000010111E+10', '86', 'shortened'],
  ['19900001011.5', '86', 'fraction'],
  ['19900001011/19900001012', '86', 'several numbers'],
  ['19900001011 19900001012', '86', 'several numbers'],
  ['+1 202-555-0115 ::: +1 202-555-0116', undefined, 'several numbers'],
  ['19900001011;+8619900001011', '86', '86-19900001011, twice'],
  ['010-85120000', '86', '86-1085120000, landline'],
  ['010-85120000 转 12', '86', 'extension'],
  ['010-85120000 ext. 12', '86', 'extension'],
  ['010-85120000/12', '86', 'extension'],
  ['1990000101', '86', 'wrong length'],
  ['199000010111', '86', 'wrong length'],
  ['12345', '86', 'wrong length'],
  ['1034567890123456', '86', 'wrong length'],
  ['1790919900001011', '86', 'wrong length'],
  ['8 495 123-45-67', '7', '7-4951234567, landline'],
  ['+999 12345678', '86', 'wrong length'],
  ['10345678901', '86', '86-10345678901, in no known plan'],
  ['19900001011', undefined, 'no country code'],
  ['8619900001011', undefined, 'no country code'],
  ['n/a', '86', 'letters'],
  ['-', '86', 'letters'],
])('%j with country code %s reads as %s', (cell, callingCode, expected) => {
  expect(readsAs(cell, callingCode)).toBe(expected);
});

test('strictly, a phone that no numbering plan has is refused', () => {
  expect(readsAs('10345678901', '86', true)).toBe('in no plan');
  expect(readsAs('19900001011', '86', true)).toBe('86-19900001011');
});

test('whatever a cell holds, it is read without an error, and no digit is made up', () => {
  const cell = fc.string({
    unit: fc.constantFrom(...'0 1 2 3 4 5 6 7 8 9 + - ( ) . / ; , x E # 转'.split(' '), ' '),
    maxLength: 30,
  });
  fc.assert(
    fc.property(cell, fc.constantFrom('86', '1', undefined), (text, callingCode) => {
      const read = readPhone(text, callingCode, false);
      if (!read.ok) return;
      const digits = text.replace(/\D/g, '');
      expect(digits).toContain(read.mobile.replace(/^0+/, '').slice(-6));
      // Besides the number there are a country code and a trunk prefix at most, unless it stands there twice.
      if (!read.peculiarities.includes('twice'))
        expect(digits.length - read.mobile.length).toBeLessThanOrEqual(6);
    }),
    { numRuns: 3_000 },
  );
});
