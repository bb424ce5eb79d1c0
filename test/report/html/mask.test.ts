import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskPhone } from '../../../src/contact/phone.js';
import { maskError, maskName } from '../../../src/report/html/mask.js';

test.each([
  ['13800138000', '138******00'],
  ['+86 138-0013-8000', '+86 1**-****-**00'],
  ['１３８００１３８０００', '１３８******００'],
  ['1380013; 13900139000', '138****; *********00'],
  ['138_1234_5678', '138_****_**78'],
  ['①③⑧⓪⓪①③⑧⓪⓪⓪', '①③⑧******⓪⓪'],
  ['一三八〇〇一三八〇〇〇', '一三八******〇〇'],
  ['1.38E+10', '1.38E+10'],
  ['none', 'none'],
])('the phone cell %s is shown as %s', (cell, shown) => {
  expect(maskPhone(cell)).toBe(shown);
});

test.each([
  ['张伟 13800138000', '张伟 138******00'],
  ['Anna (020) 7946-0018', 'Anna (020) ****-**18'],
  ['Room 12, 3rd floor', 'Room 12, 3rd floor'],
])('the name %s is shown as %s', (name, shown) => {
  expect(maskName(name)).toBe(shown);
});

test.each([
  ['the phone itself', 'the number 91234567 is wrong', '91234567', 'the number 912***67 is wrong'],
  ['with a country code', '85291234567 is wrong', '91234567', '852******67 is wrong'],
  ['in other groups', '912 345 67 is wrong', '9123-4567', '912 *** 67 is wrong'],
  [
    'in words as it stands',
    'mobile "9a1b2c3d4e5f6g7" has letters',
    '9a1b2c3d4e5f6g7',
    'mobile "9a1b2c*d*e*f6g7" has letters',
  ],
  ['of somebody else', 'used by 13900139000 already', '', 'used by 139******00 already'],
  ['with a plus', 'used by +85291234567 already', '', 'used by +852******67 already'],
])('a phone in an error is masked: %s', (_, error, phone, shown) => {
  expect(maskError(error, phone)).toBe(shown);
});

test.each([
  ['ids of labels', 'label_ids: there is no 1561077399; 1561077310 is there'],
  ['userids', 'follower_user_id "0423752" is nobody'],
  ['row numbers and dates', 'row 12345 of 2026-11-23 10:30'],
])('other numbers in an error stay: %s', (_, error) => {
  expect(maskError(error, '13800138000')).toBe(error);
});

test('however a phone is grouped, wherever it stands, no more than five of its digits are shown', () => {
  const separator = fc.constantFrom('', ' ', '-', '.', ') ', ' - ');
  const phone = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), separator), {
    minLength: 8,
    maxLength: 15,
  });
  const around = fc.stringMatching(/^[^\d]*$/);
  fc.assert(
    fc.property(phone, around, around, (digits, before, after) => {
      const cell = digits.map(([digit]) => digit).join('');
      const written = digits
        .map(([digit, gap], at) => (at === digits.length - 1 ? digit : `${digit}${gap}`))
        .join('');
      for (const shown of [
        maskError(`${before}${written}${after}`, cell),
        maskName(`${before}${written}${after}`),
      ])
        expect(shown.match(/\d/g)?.length ?? 0).toBeLessThanOrEqual(5);
    }),
  );
});
