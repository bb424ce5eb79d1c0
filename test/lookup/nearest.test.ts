import { expect, test } from 'vitest';
import { LabelIndex } from '../../src/lookup/labels.js';
import { comparable, nearest } from '../../src/lookup/nearest.js';

const names = ['Customer', 'Partner', 'Channel partner', 'VIP', '大客户', '小客户', '供应商'].map((name) => ({
  name,
  path: `Type/${name}`,
}));

test.each([
  ['Custommer', ['Type/Customer']],
  ['partners', ['Type/Partner']],
  ['partner', ['Type/Partner', 'Type/Channel partner']],
  ['type/custmer', ['Type/Customer']],
  ['客户', ['Type/大客户', 'Type/小客户']],
  ['VPI', []],
  ['VIPs', ['Type/VIP']],
  ['Quelle', []],
])('nearest to %s: %j', (wanted, expected) => {
  expect(nearest(wanted, names)).toEqual(expected);
});

test('names are compared without regard to case, width, and spaces around them and around slashes', () => {
  expect(comparable('  Ｓａｌｅｓ /  EAST  team ')).toBe('sales/east team');
});

test('a label is found by name, path and id; case matters only where it tells two apart', () => {
  const labels = new LabelIndex([
    { group: 'A', name: 'VIP', id: 11 },
    { group: 'A', name: 'vip', id: 12 },
    { group: 'B', name: '12', id: 13 },
    { group: 'B', name: 'A/B test', id: 14 },
  ]);
  const idOf = (text: string): unknown => {
    const match = labels.find(text);
    return match.kind === 'one' ? match.id : match.kind;
  };
  expect(['VIP', 'vip', 'a/VIP', 'Vip', '12', 'b/12', 'a/b TEST', 'B/A/B test', '99'].map(idOf)).toEqual([
    '11',
    '12',
    'several',
    'several',
    '12',
    '13',
    '14',
    '14',
    'none',
  ]);
});
