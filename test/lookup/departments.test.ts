import { expect, test } from 'vitest';
import { DepartmentTree } from '../../src/lookup/departments.js';
import { found, type Department } from '../../src/lookup/look-ups.js';

/** A tree of departments by parent, and how often it was asked. */
function treeOf(children: (parent: number) => readonly Department[]) {
  const asked: number[] = [];
  const tree = new DepartmentTree({
    departments: (parent) => {
      asked.push(parent);
      return Promise.resolve(found(children(parent)));
    },
    hasDepartment: () => Promise.resolve(found(true)),
  });
  return { tree, asked };
}

test('departments in a circle are asked once each, and a name among them is found', async () => {
  const circle = new Map([
    [1, [{ name: 'Sales', id: 2 }]],
    [2, [{ name: 'East', id: 3 }]],
    [
      3,
      [
        { name: 'Sales', id: 2 },
        { name: 'top', id: 1 },
      ],
    ],
  ]);
  const { tree, asked } = treeOf((parent) => circle.get(parent) ?? []);
  expect(await tree.find('East')).toEqual(found({ kind: 'one', id: '3' }));
  expect(await tree.find('West')).toMatchObject({ value: { kind: 'none' } });
  expect(asked.sort()).toEqual([1, 2, 3]);
});

test('a long path among departments that contain themselves ends', async () => {
  const { tree, asked } = treeOf(() => [
    { name: 'a', id: 2 },
    { name: 'a', id: 3 },
  ]);
  expect(await tree.find(Array(500).fill('a').join('/'))).toMatchObject({ kind: 'found' });
  expect(asked.sort()).toEqual([1, 2, 3]);
});

test('departments without end are given up, in words', async () => {
  const { tree, asked } = treeOf((parent) => [
    { name: 'a', id: parent * 2 },
    { name: 'b', id: parent * 2 + 1 },
  ]);
  const refused = await tree.find('c');
  expect(refused).toMatchObject({ kind: 'refused' });
  expect(JSON.stringify(refused)).toContain('more than 20000 departments');
  expect(asked.length).toBeLessThan(40_000);
});
