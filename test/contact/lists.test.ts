import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitList } from '../../src/contact/lists.js';

test.each([
  ['1;2;3', ['1', '2', '3']],
  ['1|2, 3', ['1', '2', '3']],
  [' 1 ;; 2 ;', ['1', '2']],
  ['[1, 2]', ['1', '2']],
  ['["011250026469774889", "0423752"]', ['011250026469774889', '0423752']],
  ['7;7;8', ['7', '8']],
  ['[“023420013644”]', ['023420013644']],
  ['[“a”,„b”]', ['a', 'b']],
  ['[]', []],
  ['', []],
])('the cell %j holds %j', (cell, items) => {
  expect(splitList(cell)).toMatchObject({ ok: true, items });
});

test('a repeated item is kept once, and that is told', () => {
  expect(splitList('7;7;8')).toMatchObject({ items: ['7', '8'], repeated: true });
  expect(splitList('7;;8')).toMatchObject({ repeated: false });
});

test.each(['[1,', '[1.5]', '[011250026469774889]', '[11250026469774889999]', '[{"id":1}]', '[null]'])(
  'the cell %j is refused, not guessed at',
  (cell) => {
    expect(splitList(cell).ok).toBe(false);
  },
);

test('a JSON array and a separated cell of the same ids are the same list', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z0-9]{1,20}$/)), (ids) => {
      expect(splitList(JSON.stringify(ids))).toEqual(splitList(ids.join(';')));
    }),
  );
});
