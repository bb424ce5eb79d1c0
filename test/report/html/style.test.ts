import { expect, test } from 'vitest';
import { pageStyle } from '../../../src/report/html/style.js';

const schemes = [...pageStyle.matchAll(/--ground: [^}]*/g)].map(([text]) => text);

/** WCAG 2: relative luminance of `#rrggbb`. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].sort((left, right) => left - right);
  return (bright + 0.05) / (dark + 0.05);
}

test.each(schemes.map((text, at) => [['light', 'dark', 'paper'][at], text] as const))(
  'every text colour has 4.5 : 1 on both grounds: %s',
  (_, text) => {
    const colours = new Map(
      [...text.matchAll(/--([\w-]+): (#\w{6})/g)].map(([, name = '', colour = '']) => [name, colour]),
    );
    const of = (name: string): string => colours.get(name) ?? '';
    const texts = ['text', 'muted', 'link', 'created', 'skipped', 'invalid', 'failed', 'unknown', 'pending'];
    for (const ground of ['ground', 'raised'])
      for (const name of texts)
        expect(contrast(of(name), of(ground)), `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of('warn-text'), of('warn-ground'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of('edge'), of('ground'))).toBeGreaterThanOrEqual(3);
  },
);

test('there are three schemes', () => {
  expect(schemes).toHaveLength(3);
});
