import { expect, test } from 'vitest';
import {
  cleanCode,
  cleanText,
  controlCharacter,
  decodedTwice,
  hasLostCharacters,
} from '../../src/contact/clean.js';
import { comparable } from '../../src/lookup/nearest.js';

test.each([
  ['\u00a0 沈若兰\u200b\u3000', '沈若兰'],
  ['Amelia  J. Hart', 'Amelia  J. Hart'],
  ['Zoe\u0308', 'Zoë'],
  ['👩‍👩‍👧 ❤️', '👩‍👩‍👧 ❤️'],
  ['"Tran, Bo" ', 'Tran, Bo'],
  ['"Ace"', '"Ace"'],
  ["'Aisha", "'Aisha"],
  ['ＡＢＣ', 'ＡＢＣ'],
])('as text, %j is %j', (cell, expected) => {
  expect(cleanText(cell)).toBe(expected);
});

test.each([
  ['="0423752"', '0423752'],
  ["'0423752", '0423752'],
  ['１５６１；７', '1561;7'],
  ['\u202d1561\u202c\ufe0f', '1561'],
  ['199\u20110000\u00a01011', '199-0000 1011'],
  ['7\n8', '7\n8'],
])('as a phone or id, %j is %j', (cell, expected) => {
  expect(cleanCode(cell)).toBe(expected);
});

test('control characters are told, line breaks and tabs are none', () => {
  expect(controlCharacter('a\tb\r\nc')).toBeUndefined();
  expect(controlCharacter('a\u0007b')).toBe('U+0007');
  expect(controlCharacter('a\u0085b')).toBe('U+0085');
});

test('text that lost characters, or was encoded twice, is told from text that has accents', () => {
  expect(['沈�兰', '锟斤拷', '沈若兰', 'Gaëlle'].map(hasLostCharacters)).toEqual([true, true, false, false]);
  const twice = (text: string, label: string): string => new TextDecoder(label).decode(Buffer.from(text));
  expect(decodedTwice(twice('张远', 'windows-1252'))).toBe('张远');
  expect(decodedTwice(twice('Gaëlle', 'windows-1252'))).toBe('Gaëlle');
  for (const text of ['Gaëlle', 'Ångström', 'São Tomé', 'Ñañez', '沈若兰', 'Â', 'naïve café']) {
    expect(decodedTwice(text)).toBeUndefined();
  }
});

test.each([' ', '\u3000', '\n', '\u200B'])(
  'a million blanks (%j) in the middle of a cell do not stop the run',
  (blank) => {
    const middle = blank.repeat(1_000_000);
    expect(cleanText(`${blank}a${middle}b${blank}`)).toHaveLength(1_000_002);
    expect(comparable(`a${middle}/${middle}b`).length).toBeLessThanOrEqual(1_000_003 * 2);
  },
);
