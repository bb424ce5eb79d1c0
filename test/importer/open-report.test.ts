import { expect, test } from 'vitest';
import { personIn } from '../../src/importer/open-report.js';
import { chooseColumns } from '../../src/source/columns/choose-columns.js';

test('the report shows the name and the phone that a row is sent with', () => {
  const header = ['Display Name', 'First Name', 'Last Name', 'Fax', 'Mobile', 'Phone'];
  const set = new Map([
    ['follower_user_id', 'x'],
    ['label_ids', '1'],
  ] as const);
  const columns = chooseColumns('x.csv', header, { map: new Map(), set });
  const person = (...cells: readonly string[]) => personIn({ number: 1, line: 2, cells }, columns);
  expect(person('Kai', '', '', '1', '2', '3')).toEqual({ name: 'Kai', mobile: '2' });
  expect(person('', 'Lea', 'Moor', '1', '', '3')).toEqual({ name: 'Lea Moor', mobile: '3' });
  expect(person('', '', '', '1')).toEqual({ name: '', mobile: '' });
});
