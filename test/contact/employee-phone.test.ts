import { expect, test } from 'vitest';
import { lookUpForms, employeePhone } from '../../src/contact/employee-phone.js';

test.each([
  ['13800138000', '13800138000'],
  ['+86 138-0013-8000', '13800138000'],
  ['0086 (138) 0013.8000', '13800138000'],
  ['8613800138000', '13800138000'],
  ["'13800138000", '13800138000'],
  ['１３８００１３８０００', '13800138000'],
  ['+852 9123 4567', '+852-91234567'],
  ['9123 4567', '91234567'],
  ['138001380', '138001380'],
  ['1.38E+10', undefined],
  ['Wanda', undefined],
  ['13800138000 / 13900139000', undefined],
  ['123', undefined],
  ['1234567890123456', undefined],
])('%s is %s', (text, digits) => {
  expect(employeePhone(text)).toBe(digits);
});

test.each([
  ['13800138000', ['13800138000']],
  ['+852-91234567', ['+852-91234567', '85291234567', '91234567']],
  ['+55-13987654321', ['+55-13987654321', '5513987654321']],
  ['+49-15112345678901', ['15112345678901']],
])('%s is asked for as %j: never as a number that a colleague in the mainland may have', (phone, forms) => {
  expect(lookUpForms(phone)).toEqual(forms);
});
