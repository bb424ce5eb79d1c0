import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskPhone, phoneKey } from '../../src/contact/phone.js';

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
