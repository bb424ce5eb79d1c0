import { expect, test } from 'vitest';
import { checkContact } from '../../src/contact/check.js';
import { chooseColumns, type Columns } from '../../src/source/columns/choose-columns.js';
import { fields, type Field } from '../../src/source/columns/fields.js';

type Cells = Partial<Record<Field, string>>;

const lenient = { strictPhones: false };

const good: Cells = {
  name: '沈若兰',
  mobile: '19900001011',
  state_code: '86',
  follower_user_id: 'manager4220',
  label_ids: '1561077310',
};

function columns(set: Cells = {}): Columns {
  const values = fields.flatMap((field) => (set[field] === undefined ? [] : [[field, set[field]] as const]));
  return chooseColumns('x.csv', fields, { map: new Map(), set: new Map(values) });
}

function check(
  cells: Cells,
  set: Cells = {},
  surplus: readonly string[] = [],
): ReturnType<typeof checkContact> {
  const row = { number: 1, line: 2, cells: [...fields.map((field) => cells[field] ?? ''), ...surplus] };
  return checkContact(row, columns(set), lenient);
}

function problems(cells: Cells, surplus: readonly string[] = []): readonly string[] {
  const checked = check({ ...good, ...cells }, {}, surplus);
  return checked.ok ? [] : checked.problems.map(({ text }) => text);
}

test('a row with all fields is a contact by their wire names, ids as numbers and user ids as text', () => {
  expect(
    check({
      ...good,
      label_ids: '1561077310; 1561077320',
      title: 'CTO',
      company_name: '远山科技',
      address: '12 Mill Lane\nBristol',
      remark: '=1+1',
      share_dept_ids: '[379000095]',
      share_user_ids: '0423752|manager4220',
    }),
  ).toEqual({
    ok: true,
    names: { labels: [], owner_mobile: '', share_departments: [], share_user_mobiles: [], spareLabels: [] },
    contact: {
      name: '沈若兰',
      mobile: '19900001011',
      state_code: '86',
      follower_user_id: 'manager4220',
      label_ids: [1561077310, 1561077320],
      title: 'CTO',
      company_name: '远山科技',
      address: '12 Mill Lane\nBristol',
      remark: '=1+1',
      share_dept_ids: [379000095],
      share_user_ids: ['0423752', 'manager4220'],
    },
    notes: [],
  });
});

test('an id that is there twice is sent once, with a note', () => {
  expect(check({ ...good, label_ids: '7;8;7' })).toMatchObject({
    contact: { label_ids: [7, 8] },
    notes: [{ kind: 'repeated id', text: 'label_ids has an id more than once; it was sent once.' }],
  });
});

test('optional fields that are empty are not there at all', () => {
  const checked = check({ ...good, title: '  ', share_dept_ids: ';' });
  expect(checked.ok && Object.keys(checked.contact)).toEqual([
    'name',
    'mobile',
    'state_code',
    'follower_user_id',
    'label_ids',
  ]);
});

test('--set fills blank cells and leaves others alone', () => {
  const set = { state_code: '44', label_ids: '7', remark: 'from the fair' };
  const checked = check({ ...good, label_ids: '', remark: ' ' }, set);
  expect(checked).toMatchObject({
    ok: true,
    contact: { state_code: '86', label_ids: [7], remark: 'from the fair' },
  });
});

test('a short row has empty cells', () => {
  const row = { number: 1, line: 2, cells: ['沈若兰', '19900001011', '86', 'manager4220', '1'] };
  expect(checkContact(row, columns(), lenient).ok).toBe(true);
});

test('two columns of a name are joined with a space, and a blank one leaves none', () => {
  const joined = chooseColumns('x.csv', ['first', 'last', ...fields.slice(1)], {
    map: new Map([['name', 'first+last']]),
    set: new Map(),
  });
  const rest = fields.slice(1).map((field) => good[field] ?? '');
  const name = (first: string, last: string): unknown => {
    const checked = checkContact({ number: 1, line: 2, cells: [first, last, ...rest] }, joined, lenient);
    return checked.ok && checked.contact.name;
  };
  expect(name('Amelia', 'Hart')).toBe('Amelia Hart');
  expect(name('', 'Hart')).toBe('Hart');
});

test('every problem of a row is named, each with its column and value', () => {
  expect(
    problems({
      name: ' ',
      mobile: '1.99E+10',
      state_code: 'Atlantis',
      label_ids: 'Customer;0',
      follower_user_id: 'a;b',
    }),
  ).toEqual([
    'name is empty. Fill it in.',
    'state_code "Atlantis" is not a country code. Write its digits, e.g. 86, or the country.',
    'follower_user_id "a, b" is not one user id. Give exactly one; other employees can share the contact through share_user_ids.',
    'label_ids "Customer", "0": an id is a whole number from 1 to 9007199254740991. Use the ids, not the names, or translate them with --values.',
  ]);
});

test('a phone says its own country code; against a column it is a problem, against --set it is not', () => {
  const hongKong = { mobile: '+852 9123 4567' };
  expect(problems(hongKong)).toEqual([
    'mobile "+852 9123 4567" has the country code 852, and state_code says 86. Correct one of them.',
  ]);
  expect(check({ ...good, ...hongKong, state_code: '' }, { state_code: '86' })).toMatchObject({
    ok: true,
    contact: { state_code: '852', mobile: '91234567' },
    notes: [{ kind: 'country code from the phone', text: 'Country code 852 taken from the phone.' }],
  });
  expect(problems({ state_code: '' })).toEqual([
    'state_code is empty, and mobile "19900001011" has no country code of its own. Fill it in, or give all such rows one value with --set, e.g. --set state_code=86.',
  ]);
});

test('what a spreadsheet did to ids is undone where nothing is lost, and named where it is', () => {
  expect(check({ ...good, label_ids: '1561077317.0、７' })).toMatchObject({
    contact: { label_ids: [1561077317, 7] },
  });
  expect(problems({ label_ids: '1.56E+09' })).toEqual([
    'label_ids "1.56E+09" was shortened by a spreadsheet; digits are lost. Format the column as text and export again.',
  ]);
  expect(problems({ label_ids: '1,561,077' })).toEqual([
    'label_ids "1,561,077" may be one number with thousands separators, or a list. Write a number without commas, and a list with ";".',
  ]);
});

test('a line break in a name becomes a space, in an address it stays', () => {
  expect(check({ ...good, name: 'Two\r\nLines', address: '12 Mill Lane\nBristol' })).toMatchObject({
    contact: { name: 'Two Lines', address: '12 Mill Lane\nBristol' },
    notes: [{ kind: 'line break became a space', text: 'A line break in name became a space.' }],
  });
});

test('at most 20 ids are allowed in each list', () => {
  const ids = (count: number): string => Array.from({ length: count }, (_, at) => String(at + 1)).join(';');
  for (const field of ['label_ids', 'share_dept_ids', 'share_user_ids'] as const) {
    expect(problems({ [field]: ids(20) })).toEqual([]);
    expect(problems({ [field]: ids(21) })).toEqual([
      `${field} has 21 ids; at most 20 are allowed. Remove some.`,
    ]);
  }
});

test('a list cell that is no list is refused with its value', () => {
  expect(problems({ share_user_ids: '[011250026469774889]' })).toEqual([
    'share_user_ids "[011250026469774889]" begins like a JSON array but is not one. Separate the ids with ";", or correct the array.',
  ]);
  expect(problems({ label_ids: '[]' })).toEqual(['label_ids "[]" contains no id. Give at least one.']);
});

test('filled cells past the last column are a problem, empty ones are not', () => {
  expect(problems({}, ['', ' '])).toEqual([]);
  expect(problems({}, ['x'])).toEqual([
    `The row has ${fields.length + 1} cells, and the header has ${fields.length} columns. If a cell contains a comma, put it in double quotes.`,
  ]);
});

test('a mapped column is named by the header and the field', () => {
  const mapped = chooseColumns('x.csv', ['Handy', 'name', 'state_code', 'follower_user_id', 'label_ids'], {
    map: new Map([['mobile', 'Handy']]),
    set: new Map(),
  });
  const checked = checkContact({ number: 1, line: 2, cells: ['x', 'a', '86', 'b', '1'] }, mapped, lenient);
  expect(!checked.ok && checked.problems[0]?.text).toContain(
    'mobile (column "Handy") "x" is not a phone number.',
  );
});
