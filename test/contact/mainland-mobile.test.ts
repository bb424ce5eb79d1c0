import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { expect, test } from 'vitest';
import { isMainlandMobile } from '../../src/contact/mainland-mobile.js';
import { sized } from '../harness/size.js';

test('it agrees with the library about every prefix of eleven digits', () => {
  let mobiles = 0;
  for (let prefix = 13_000; prefix < 20_000; prefix += sized(7, 1)) {
    for (const rest of ['000000', '123456', '999999']) {
      const text = `${prefix}${rest}`;
      const type = parsePhoneNumberFromString(text, { defaultCallingCode: '86', extract: false })?.getType();
      expect([text, isMainlandMobile(text)]).toEqual([text, type === 'MOBILE']);
      if (type === 'MOBILE') mobiles += 1;
    }
  }
  expect(mobiles).toBeGreaterThan(100);
});

test.each([
  '',
  '1391234000',
  '139123400011',
  '+8613912340001',
  ' 13912340001',
  '12912340001',
  '13912340001a',
])('%j is none', (text) => {
  expect(isMainlandMobile(text)).toBe(false);
});
