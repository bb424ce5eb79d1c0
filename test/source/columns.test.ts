import { expect, test } from 'vitest';
import { chooseColumns, parseAssignment, type ColumnChoice } from '../../src/source/columns.js';
import { fields, type Field } from '../../src/source/fields.js';
import { UserError } from '../../src/user-error.js';

const nothing: ColumnChoice = { map: new Map(), set: new Map() };
const owner: readonly (readonly [Field, string])[] = [
  ['state_code', '86'],
  ['follower_user_id', 'manager4220'],
  ['label_ids', '1'],
];

function refusal(act: () => unknown): UserError {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('expected a refusal, and there was none');
}

test("DingTalk's own names are found in any case and with spaces around", () => {
  const columns = chooseColumns(
    'x.csv',
    fields.map((field) => ` ${field.toUpperCase()} `),
    nothing,
  );
  expect([...columns.sources].map(([field, { positions }]) => [field, positions])).toEqual(
    fields.map((field, at) => [field, [at]]),
  );
});

test('--map names a column, or several that are joined, and --set stands in for a column', () => {
  const columns = chooseColumns('x.csv', ['First Name', 'Last Name', 'Mobile Phone'], {
    map: new Map([
      ['name', 'first name+Last Name'],
      ['mobile', 'Mobile Phone'],
    ]),
    set: new Map(owner),
  });
  expect(columns.sources.get('name')).toEqual({
    positions: [0, 1],
    column: 'First Name+Last Name',
    fallback: '',
  });
  expect(columns.sources.get('mobile')?.positions).toEqual([2]);
  expect(columns.sources.get('state_code')).toEqual({ positions: [], column: 'state_code', fallback: '86' });
});

test('a column that has a plus in its own name can be mapped', () => {
  const columns = chooseColumns('x.csv', ['a+b', 'mobile'], {
    map: new Map([['name', 'a+b']]),
    set: new Map(owner),
  });
  expect(columns.sources.get('name')?.positions).toEqual([0]);
});

test('a mapped column that is not there is refused with the columns that are', () => {
  const error = refusal(() =>
    chooseColumns('x.csv', ['name', 'Phone'], { map: new Map([['mobile', 'Nope']]), set: new Map(owner) }),
  );
  expect(error.message).toBe('--map mobile=Nope: x.csv has no column "Nope".');
  expect(error.hints).toEqual(['Its columns are: name, Phone.']);
});

test('all required fields without a column are named at once', () => {
  const error = refusal(() => chooseColumns('x.csv', ['name', ''], nothing));
  expect(error.message).toBe('x.csv: no column for mobile, state_code, follower_user_id, label_ids.');
  expect(error.hints[0]).toBe('Its columns are: name, (no name).');
});

test('a file with another separator is told so', () => {
  expect(refusal(() => chooseColumns('x.csv', ['name;mobile'], nothing)).hints).toContain(
    'The cells have to be separated by commas.',
  );
});

test('a needed column that is there twice is refused, an unused one is not', () => {
  const choice = { map: new Map<Field, string>(), set: new Map(owner) };
  expect(refusal(() => chooseColumns('x.csv', ['name', 'mobile', 'mobile'], choice)).message).toContain(
    '"mobile" is there twice (columns 2 and 3)',
  );
  expect(() =>
    chooseColumns('x.csv', ['name', 'mobile', 'e-mail', 'e-mail', '__proto__'], choice),
  ).not.toThrow();
});

test('an assignment has a known field, an equals sign and a value that may hold more of them', () => {
  expect(parseAssignment('--set', 'remark=a=b')).toEqual(['remark', 'a=b']);
  expect(refusal(() => parseAssignment('--set', 'remark')).message).toBe(
    '--set "remark": not of the form FIELD=VALUE.',
  );
  expect(refusal(() => parseAssignment('--map', 'phone=Phone')).message).toBe(
    '--map "phone=Phone": there is no field "phone".',
  );
});
