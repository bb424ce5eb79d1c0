import { expect, test } from 'vitest';
import { chooseColumns, type ColumnChoice } from '../../../src/source/columns/choose-columns.js';
import { fields, idsFor, type Field } from '../../../src/source/columns/fields.js';
import { UserError } from '../../../src/user-error.js';

const nothing: ColumnChoice = { map: new Map(), set: new Map() };
const owner: readonly (readonly [Field, string])[] = [
  ['follower_user_id', 'manager4220'],
  ['label_ids', '1'],
];

/** The columns chosen for each field that has one; owner and label come from --set. */
function columnsOf(
  header: readonly string[],
  map: Partial<Record<Field, string>> = {},
): Partial<Record<Field, string>> {
  const mapped = fields.flatMap((field) => (map[field] === undefined ? [] : [[field, map[field]] as const]));
  const { sources } = chooseColumns('x.csv', header, { map: new Map(mapped), set: new Map(owner) });
  const chosen: Partial<Record<Field, string>> = {};
  for (const [field, { positions, column }] of sources) if (positions.length > 0) chosen[field] = column;
  return chosen;
}

function refusal(act: () => unknown): UserError {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('expected a UserError, but nothing was thrown');
}

const ids = fields.filter((field) => idsFor(field) === undefined);

test("DingTalk's own names are found in any case and with spaces around", () => {
  const columns = chooseColumns(
    'x.csv',
    ids.map((field) => ` ${field.toUpperCase()} `),
    nothing,
  );
  expect([...columns.sources].map(([field, { positions }]) => [field, positions])).toEqual(
    ids.map((field, at) => [field, [at]]),
  );
});

test('a column of names is found beside ids too; by an alias it then counts only where the ids are blank', () => {
  const besideIds = (header: readonly string[], choice = nothing): Partial<Record<Field, boolean>> => {
    const { sources } = chooseColumns('x.csv', ['name', 'mobile', ...header], choice);
    return Object.fromEntries([...sources].slice(2).map(([field, source]) => [field, source.besideIds]));
  };
  const owner = { ...nothing, set: new Map([['follower_user_id', 'manager4220']] as const) };
  const ids = { follower_user_id: false, label_ids: false };
  expect(besideIds(['labels', 'owner_mobile'])).toEqual({ labels: false, owner_mobile: false });
  expect(besideIds(['Tags', '负责人手机'])).toEqual({ labels: false, owner_mobile: false });
  const names = (labels: boolean) => ({ ...ids, labels, owner_mobile: false });
  expect(besideIds(['Tags', 'Owner Phone', 'label_ids'], owner)).toEqual(names(true));
  expect(besideIds(['labels', 'owner_mobile', 'label_ids'], owner)).toEqual(names(false));
});

test('--map names one column, or several to join, and --set gives a value without a column', () => {
  const columns = chooseColumns('x.csv', ['First Name', 'Last Name', 'Mobile Phone'], {
    map: new Map([
      ['name', 'first name+Last Name'],
      ['mobile', 'Mobile Phone'],
    ]),
    set: new Map(owner),
  });
  expect(columns.sources.get('name')).toMatchObject({
    positions: [0, 1],
    column: 'First Name+Last Name',
    fallback: '',
  });
  expect(columns.sources.get('mobile')?.positions).toEqual([2]);
  expect(columns.sources.get('label_ids')).toMatchObject({
    positions: [],
    column: 'label_ids',
    fallback: '1',
  });
});

test('a column with a plus sign in its name can be mapped', () => {
  const columns = chooseColumns('x.csv', ['a+b', 'mobile'], {
    map: new Map([['name', 'a+b']]),
    set: new Map(owner),
  });
  expect(columns.sources.get('name')?.positions).toEqual([0]);
});

test('a mapped column that does not exist is refused; the hints name similar columns and all columns', () => {
  const error = refusal(() =>
    chooseColumns('x.csv', ['name', 'Phone'], { map: new Map([['mobile', 'Phones']]), set: new Map(owner) }),
  );
  expect(error.message).toBe('--map mobile=Phones: x.csv has no column "Phones".');
  expect(error.hints).toEqual(['Did you mean "Phone"?', 'Its columns are: name, Phone.']);
});

test('all required fields without a column are named at once, with similar columns', () => {
  const error = refusal(() => chooseColumns('x.csv', ['nmae', 'Teilnehmerhandy', ''], nothing));
  expect(error.message).toBe('x.csv: no column for name, mobile, follower_user_id, label_ids.');
  expect(error.hints.slice(0, 3)).toEqual([
    'mobile: Did you mean "Teilnehmerhandy"?',
    'Its columns are: nmae, Teilnehmerhandy, (no name).',
    'Name the column with --map name=COLUMN.',
  ]);
});

test.each(['会员手机号', '您的手机号', 'Mobile of the attendee'])(
  'for %s the message asks whether it is meant',
  (column) => {
    const error = refusal(() =>
      chooseColumns('x.csv', ['name', column], { map: new Map(), set: new Map(owner) }),
    );
    expect(error.hints).toContain(`mobile: Did you mean "${column}"?`);
  },
);

test('a first line that is the row of a person is refused, and its cells are not shown', () => {
  const error = refusal(() => chooseColumns('x.csv', ['沈若兰', '19900001011'], nothing));
  expect(error.message).toBe('x.csv: the first line has no column names; it looks like the row of a person.');
  expect(error.hints.join()).not.toContain('1990');
});

test('a file needs no column for the country code, because phones may contain it', () => {
  expect(columnsOf(['name', 'mobile'])).toEqual({ name: 'name', mobile: 'mobile' });
});

test('two equally good columns for a required field are refused, and --map decides', () => {
  const error = refusal(() => columnsOf(['Name', '手机', 'Phone', 'Mobile Phone']));
  expect(error.message).toBe('x.csv: 2 columns could be mobile: "手机" (B) and "Mobile Phone" (D).');
  expect(columnsOf(['Name', '手机', 'Mobile Phone'], { mobile: '手机' }).mobile).toBe('手机');
});

test('--map by number chooses one of several columns with the same name', () => {
  expect(refusal(() => columnsOf(['name', 'mobile', 'mobile'])).message).toContain(
    '"mobile" (B) and "mobile" (C)',
  );
  expect(refusal(() => columnsOf(['name', 'mobile', 'mobile'], { mobile: 'mobile' })).message).toContain(
    '(B) and',
  );
  const set = new Map<Field, string>(owner);
  const columns = chooseColumns('x.csv', ['name', 'mobile', 'mobile'], {
    map: new Map([['mobile', '#3']]),
    set,
  });
  expect(columns.sources.get('mobile')?.positions).toEqual([2]);
  expect(() => columnsOf(['name', 'mobile', 'e-mail', 'e-mail', '__proto__'])).not.toThrow();
});

test.each([
  [['Phone', 'Mobile'], 'mobile', 'Mobile'],
  [['Business Phone', 'Phone'], 'mobile', 'Phone'],
  [['Mobile Phone', 'mobile'], 'mobile', 'mobile'],
  [['Title', 'Job Title'], 'title', 'Job Title'],
  [['Title'], 'title', 'Title'],
  [['姓名', '客户名称'], 'company_name', '客户名称'],
  [['客户名称', '公司'], 'name', '客户名称'],
  [['Full Name', 'First Name', 'Last Name'], 'name', 'Full Name'],
  [['First Name', 'Last Name'], 'name', 'First Name+Last Name'],
  [['姓', '名'], 'name', '姓+名'],
  [['＊姓名（必填）'], 'name', '＊姓名（必填）'],
  [['MOBILE-phone.'], 'mobile', 'MOBILE-phone.'],
  [['Notes', 'Remark'], 'remark', 'Remark'],
  [['City', 'Street'], 'address', 'City+Street'],
  [['Home Street', 'Mailing City', 'Mailing Street'], 'address', 'Mailing City+Mailing Street'],
  [['地址', '城市'], 'address', '地址'],
] satisfies [string[], Field, string][])('in %j, %s comes from the column %s', (header, field, expected) => {
  const needed = (['name', 'mobile'] as const).filter((other) => other !== field);
  const map = Object.fromEntries(needed.map((other) => [other, 'filler']));
  expect(columnsOf([...header, 'filler'], map)[field]).toBe(expected);
});

test.each([
  [['First Name', 'Last Name'], ['Amelia', 'Hart'], 'Amelia Hart'],
  [['First Name', 'Middle Name', 'Last Name'], ['Amelia', '', 'Hart'], 'Amelia Hart'],
  [['First Name', 'Last Name'], ['若兰', '沈'], '沈若兰'],
  [['姓', '名'], ['沈', '若兰'], '沈若兰'],
  [['First Name', 'Last Name'], ['若兰', 'Shen'], '若兰 Shen'],
] as const)('for the columns %j, the cells %j become %s', (header, cells, expected) => {
  const source = chooseColumns('x.csv', [...header, 'mobile'], {
    map: new Map(),
    set: new Map(owner),
  }).sources.get('name');
  expect(source?.join(source.positions.map((at) => cells[at] ?? ''))).toBe(expected);
});

test('the parts of an address are joined in the order of their language', () => {
  const header = ['name', 'mobile', 'Street', 'City', 'State', 'Zip', 'Country'];
  const source = chooseColumns('x.csv', header, { map: new Map(), set: new Map(owner) }).sources.get(
    'address',
  );
  const join = (...cells: readonly string[]): string | undefined => source?.join(cells);
  expect(join('12 Mill Lane', 'Bristol', '', 'BS1 4QA', '')).toBe('12 Mill Lane, Bristol, BS1 4QA');
  expect(join('文三路 99 号', '杭州市', '浙江省', '310012', '中国')).toBe(
    '中国浙江省杭州市文三路 99 号 310012',
  );
});
