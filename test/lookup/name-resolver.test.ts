import { describe, expect, test } from 'vitest';
import { inventedOrganisation } from '../../src/sandbox/organisation.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { countBy, Folder } from '../harness/folder.js';
import { createPath, importText, mobileOf } from '../harness/job.js';
import { employeeMobile, largeOrganisation, manyLabelGroups } from '../harness/organisation.js';
import { withSandbox } from '../harness/sandbox.js';
import { sized } from '../harness/size.js';

const fast = { callsPerSecond: Infinity };
const labelsPath = '/topapi/extcontact/listlabelgroups';
const listsubPath = '/topapi/v2/department/listsub';
const listsubidPath = '/topapi/v2/department/listsubid';
const getbymobilePath = '/topapi/v2/user/getbymobile';

const header = 'name,mobile,state_code,labels,owner_mobile,share_departments,share_user_mobiles';

/** A CSV of rows that name labels, owner, departments and users. */
function namesCsv(rows: readonly (readonly string[])[]): string {
  const lines = rows.map((cells, at) => [`人${at + 1}`, mobileOf(at + 1), '86', ...cells].join(','));
  return [header, ...lines, ''].join('\n');
}

const good = ['VIP', '19900008000', '', ''] as const;

function lookUpsAt(sandbox: Sandbox): readonly number[] {
  return [labelsPath, listsubPath, listsubidPath, getbymobilePath].map((path) => sandbox.calls(path));
}

describe('names become ids', () => {
  test('labels by name, by group and by id, owner and users by phone, departments by path and id', () =>
    withSandbox(fast, async (sandbox) => {
      const csv = namesCsv([
        [
          'vip; Type/Customer;1561077330',
          '+86 199-0000-8001',
          'Sales / East;411000078',
          '19900008003|8619900008004',
        ],
      ]);
      const { lines, exitCode } = await importText(sandbox, csv);
      expect(lines[0]?.import_error).toBe('');
      expect(exitCode).toBe(0);
      expect(sandbox.contacts.get(`86-${mobileOf(1)}`)).toMatchObject({
        label_ids: [1561077320, 1561077310, 1561077330],
        follower_user_id: '0423752',
        share_dept_ids: [411000077, 411000078],
        share_user_ids: ['0117', 'sales-east-1'],
      });
      expect(lookUpsAt(sandbox)).toEqual([1, 2, 1, 3]);
    }));

  test('ids and names in one row add up; an owner’s id goes before a phone, and a cell before --set', () =>
    withSandbox(fast, async (sandbox) => {
      const csv = [
        'name,mobile,state_code,label_ids,labels,follower_user_id,owner_mobile,share_dept_ids,share_departments',
        `一,${mobileOf(1)},86,1561077310,VIP;Customer,manager4220,19900008001,379000095,Sales`,
        `二,${mobileOf(2)},86,,VIP,,19900008001,,`,
        `三,${mobileOf(3)},86,,,,,,`,
      ].join('\n');
      const { lines } = await importText(sandbox, csv, {
        set: {
          label_ids: '1561077312',
          labels: 'New',
          follower_user_id: '0117',
          owner_mobile: '19900008002',
        },
      });
      expect(countBy(lines, 'import_status')).toEqual({ created: 3 });
      const ids = [1, 2, 3].map((number) => sandbox.contacts.get(`86-${mobileOf(number)}`));
      expect(ids[0]).toMatchObject({
        label_ids: [1561077310, 1561077320],
        follower_user_id: 'manager4220',
        share_dept_ids: [379000095, 411000076],
      });
      expect(ids[1]).toMatchObject({ label_ids: [1561077320], follower_user_id: '0423752' });
      expect(ids[2]).toMatchObject({ label_ids: [1561077312], follower_user_id: '0117' });
      expect(lines[0]?.import_note).toBe(
        'owner_mobile was not looked up, because follower_user_id has an id.',
      );
    }));

  test('an employee abroad is asked for in each form, with the country code first; both fields share what was found', () => {
    const abroad = { userid: 'hk-1', name: '黎海澄', mobile: '91234567' };
    const organisation = { ...inventedOrganisation, employees: [...inventedOrganisation.employees, abroad] };
    return withSandbox({ ...fast, organisation }, async (sandbox) => {
      const { lines } = await importText(
        sandbox,
        namesCsv([['VIP', '+852 9123 4567', '', '(852) 9123-4567']]),
      );
      expect(lines[0]?.import_status).toBe('created');
      expect(sandbox.contacts.get(`86-${mobileOf(1)}`)).toMatchObject({
        follower_user_id: 'hk-1',
        share_user_ids: ['hk-1'],
      });
      expect(sandbox.calls(getbymobilePath)).toBe(3);
    });
  });

  test('a department’s name alone is one at the top, else the only one anywhere', () =>
    withSandbox(fast, async (sandbox) => {
      const { lines } = await importText(
        sandbox,
        namesCsv([['VIP', '19900008000', 'Sales;Key accounts', '']]),
      );
      expect(lines[0]?.import_status).toBe('created');
      expect(sandbox.contacts.get(`86-${mobileOf(1)}`)?.share_dept_ids).toEqual([411000076, 411000079]);
      expect(sandbox.calls(listsubPath)).toBe(11);
    }));

  test(
    'many rows of names only in a large organisation: one call for all labels, one a named branch, one an owner',
    () =>
      withSandbox({ ...fast, organisation: largeOrganisation() }, async (sandbox) => {
        const count = sized(600, 5_000);
        const rows = Array.from({ length: count }, (_, at) => [
          at % 2 === 0 ? `Group ${1 + (at % 40)}/Label ${1 + (at % 11)}` : `Only ${1 + (at % 40)}`,
          employeeMobile(1 + (at % 120)),
          ['Sales/East', 'Sales/West', 'Service/East/Team A', 'Service/East/Team B/Desk 1'][at % 4] ?? '',
          at % 10 === 0 ? employeeMobile(1 + (at % 150)) : '',
        ]);
        const { lines, exitCode, summary } = await importText(sandbox, namesCsv(rows), { concurrency: 20 });
        expect(exitCode).toBe(0);
        expect(countBy(lines, 'import_status')).toEqual({ created: count });
        const owners = new Set(
          rows.flatMap(([, owner = '', , user = '']) => [owner, user]).filter((phone) => phone !== ''),
        );
        // The top, Sales, Service, Service/East and Service/East/Team B.
        expect(lookUpsAt(sandbox)).toEqual([1, 5, 0, owners.size]);
        expect(summary.calls).toMatchObject({
          create: count,
          labels: 1,
          departments: 5,
          employees: owners.size,
        });
        const third = sandbox.contacts.get(`86-${mobileOf(3)}`);
        expect(third?.label_ids).toEqual([manyLabelGroups[2]?.labels[2]?.id]);
        expect(third?.follower_user_id).toBe('employee3');
      }),
    60_000,
  );

  test('more than 100 label groups are read page by page', () => {
    const labelGroups = Array.from({ length: 100 }, (_, at) => ({
      name: `G${at}`,
      color: 0,
      labels: [{ name: `L${at}`, id: 1_700_000_000 + at }],
    }));
    return withSandbox(
      { ...fast, organisation: { ...largeOrganisation(), labelGroups } },
      async (sandbox) => {
        const { exitCode } = await importText(sandbox, namesCsv([['L99', employeeMobile(1), '', '']]));
        expect(exitCode).toBe(0);
        expect(sandbox.calls(labelsPath)).toBe(2);
      },
    );
  });
});

describe('a name is asked for once', () => {
  test('the next run within a day finds what was found in the ledger, and asks again for what was not', () =>
    withSandbox(fast, async (sandbox) => {
      await using folder = await Folder.create();
      const ledger = folder.at('x.ndjson');
      await importText(sandbox, namesCsv([good, ['Nope', ...good.slice(1)]]), { ledger });
      expect(lookUpsAt(sandbox)).toEqual([1, 0, 0, 1]);
      const { lines } = await importText(sandbox, namesCsv([good, ['Nope', ...good.slice(1)], good, good]), {
        ledger,
      });
      expect(lines.map((line) => line.import_status)).toEqual(['created', 'invalid', 'created', 'created']);
      expect(lookUpsAt(sandbox)).toEqual([2, 0, 0, 1]);
      await importText(sandbox, namesCsv([good, good, good, good, good]), { ledger });
      expect(lookUpsAt(sandbox)).toEqual([2, 0, 0, 1]);
    }));

  test('a finished import run again makes no call at all, look-ups included', () =>
    withSandbox(fast, async (sandbox) => {
      await using folder = await Folder.create();
      const changes = { ledger: folder.at('x.ndjson') };
      const csv = namesCsv([good, ['Type/Customer', '19900008001', 'Sales/East', '']]);
      await importText(sandbox, csv, changes);
      const before = sandbox.seen().paths;
      expect((await importText(sandbox, csv, changes)).exitCode).toBe(0);
      expect(sandbox.seen().paths).toEqual(before);
    }));

  test('later rows of a phone still take the contact of the first, whichever names are found sooner', () =>
    withSandbox(
      {
        ...fast,
        fault: ({ path, number }) =>
          path === getbymobilePath && number === 2 ? { kind: 'delay', milliseconds: 60 } : undefined,
      },
      async (sandbox) => {
        const [first, slow, quick] = ['19900008000', '19900008001', '19900008000'];
        const csv = [
          header,
          `一,${mobileOf(1)},86,VIP,${first},,`,
          `二,${mobileOf(2)},86,VIP,${slow},,`,
          `三,${mobileOf(2)},86,VIP,${quick},,`,
        ].join('\n');
        const { lines } = await importText(sandbox, csv);
        expect(lines.map((line) => line.import_status)).toEqual(['created', 'created', 'skipped']);
        expect(lines[2]?.import_error).toContain('Same phone as row 2');
      },
    ));
});

describe('a name that has no id', () => {
  const cases = [
    {
      cells: ['Costumer', ...good.slice(1)],
      text: 'labels "Costumer": no label has this name; nearest: Type/Customer. Correct it, or add the label in DingTalk, then run the same command again.',
      miss: { name: 'labels "Costumer"', hint: 'nearest: Type/Customer' },
    },
    {
      cells: ['VIP', '19900008000', 'East', ''],
      text: 'share_departments "East": there are 2: Marketing/East (430000001), Sales/East (411000077). Write the whole path, as shown, or the id.',
      miss: {
        name: 'share_departments "East"',
        hint: 'there are 2: Marketing/East (430000001), Sales/East (411000077)',
      },
    },
    {
      cells: ['VIP', '19900008000', 'Sales/Eest', ''],
      text: 'share_departments "Sales/Eest": no department has this path; nearest: Sales/East, Sales/West. Correct it: a path begins at the top, e.g. Sales/East.',
      miss: { name: 'share_departments "Sales/Eest"', hint: 'nearest: Sales/East, Sales/West' },
    },
    {
      cells: ['VIP', '19900008000', '99', ''],
      text: 'share_departments "99": no department has this id. Correct it. If it is a name and not an id, write a slash in front: /99.',
      miss: {
        name: 'share_departments "99"',
        hint: 'no department has this id',
      },
    },
    {
      cells: ['VIP', '13800138000', '', ''],
      text: 'owner_mobile "138******00": no present employee has this phone; a former employee may have had it. Give the phone of the employee who owns the contact, or a userid in follower_user_id.',
      miss: { name: 'owner_mobile "138******00"', hint: 'has an unknown phone' },
    },
    {
      cells: ['VIP', '19900008000', '', '13800138000'],
      text: 'share_user_mobiles "138******00": no present employee has this phone; a former employee may have had it. Remove it, or give the employee\'s present phone.',
      miss: { name: 'share_user_mobiles "138******00"', hint: 'has an unknown phone' },
    },
  ];

  test.each(cases)(
    '$miss.name: the row is invalid, says what to do, and costs no create',
    ({ cells, text, miss }) =>
      withSandbox(fast, async (sandbox) => {
        const { lines, summary, exitCode } = await importText(sandbox, namesCsv([cells, cells, good]));
        expect(exitCode).toBe(1);
        expect(lines.map((line) => line.import_status)).toEqual(['invalid', 'invalid', 'created']);
        expect(lines[0]?.import_error).toBe(text);
        expect(summary.unknownNames).toEqual([{ ...miss, count: 2 }]);
        expect(sandbox.calls(createPath)).toBe(1);
      }),
  );

  test('a phone in a column of names by mistake is masked like any other', () =>
    withSandbox(fast, async (sandbox) => {
      const { lines, summary } = await importText(
        sandbox,
        namesCsv([['+86 138-0013-8000;13800138000', '19900008000', '13800138000', '']]),
      );
      expect(lines[0]?.import_error).toContain('labels "138******00": no label has this name');
      expect(lines[0]?.import_error).toContain('share_departments "138******00": no department has this id');
      expect(`${lines[0]?.import_error ?? ''}${JSON.stringify(summary.unknownNames)}`).not.toMatch(
        /138-?0013/,
      );
    }));

  test('all names of a row that can’t be found are told together; a row with another fault costs no look-up', () =>
    withSandbox(fast, async (sandbox) => {
      const bad = ['Nope;VIP', '13800138000', 'Nowhere/East', ''];
      const { lines } = await importText(sandbox, namesCsv([bad]));
      for (const words of ['labels "Nope"', 'owner_mobile "138******00"', 'share_departments "Nowhere/East"'])
        expect(lines[0]?.import_error).toContain(words);
      const before = lookUpsAt(sandbox);
      const again = await importText(sandbox, namesCsv([[...bad.slice(0, 3), '12']]));
      expect(again.lines[0]?.import_error).toBe(
        'share_user_mobiles "12" is not one phone number. Give the phone of an employee, e.g. 13800138000.',
      );
      expect(lookUpsAt(sandbox)).toEqual(before);
    }));

  test('a label of that name in several groups is told with all of them', () =>
    withSandbox({ ...fast, organisation: largeOrganisation() }, async (sandbox) => {
      const { lines } = await importText(sandbox, namesCsv([['label 3', employeeMobile(1), '', '']]));
      expect(lines[0]?.import_error).toBe(
        'labels "label 3": there are 40: Group 1/Label 3 (1600000002), Group 2/Label 3 (1600000102), Group 3/Label 3 (1600000202), Group 4/Label 3 (1600000302), Group 5/Label 3 (1600000402) and 35 more. Write the group in front, as shown, or the id.',
      );
    }));
});

describe('the server refuses a look-up', () => {
  test.each([
    { scopes: ['qyapi_ext_write'], column: 'labels', scope: 'qyapi_ext_read' },
    {
      scopes: ['qyapi_ext_write', 'qyapi_ext_read'],
      column: 'owner_mobile and share_user_mobiles',
      scope: 'qyapi_get_member_by_mobile',
    },
    {
      scopes: ['qyapi_ext_write', 'qyapi_ext_read', 'qyapi_get_member_by_mobile'],
      column: 'share_departments',
      scope: 'qyapi_get_department_list',
    },
  ])('without $scope: it stops, and names the scope and the column', ({ scopes, column, scope }) =>
    withSandbox({ ...fast, scopes }, async (sandbox) => {
      const rows = Array.from({ length: 30 }, (_, at) => ['VIP', `1990000800${at % 8}`, '411000077', '']);
      const { lines, summary, exitCode } = await importText(sandbox, namesCsv(rows));
      expect(exitCode).toBe(3);
      expect(sandbox.calls(createPath)).toBe(0);
      expect(lines[0]).toMatchObject({ import_status: 'failed', import_errcode: '60011' });
      expect(countBy(lines, 'import_status')).toEqual({ failed: 1, pending: 29 });
      const error = lines[0]?.import_error ?? '';
      expect(error).toContain(`${column} can't be looked up. The app lacks a permission (60011: `);
      expect(error).toContain(`Grant the app the scope ${scope} in the developer console.`);
      expect(summary.stopped).toMatchObject({ kind: 'fatal', error });
    }),
  );

  test('a dead token costs one call, whether the first row needs a look-up or a create', () =>
    withSandbox(fast, async (sandbox) => {
      const server = { credentials: { kind: 'token', accessToken: 'dead' } } as const;
      const rows = Array.from({ length: 20 }, (_, at) => ['VIP', `1990000800${at % 8}`, 'Sales', '']);
      const withNames = await importText(sandbox, namesCsv(rows), { server });
      expect(withNames.exitCode).toBe(3);
      expect(lookUpsAt(sandbox)).toEqual([1, 0, 0, 0]);
      const mixed = [
        'name,mobile,state_code,label_ids,labels,follower_user_id,owner_mobile',
        `一,${mobileOf(1)},86,1561077310,,manager4220,`,
        ...Array.from({ length: 9 }, (_, at) => `二,${mobileOf(at + 2)},86,,VIP,,1990000800${at % 8}`),
      ].join('\n');
      expect((await importText(sandbox, mixed, { server })).exitCode).toBe(3);
      const lookUps = lookUpsAt(sandbox).reduce((sum, calls) => sum + calls, 0);
      expect(sandbox.calls(createPath) + lookUps).toBe(2);
    }));

  test('a busy or lost look-up is tried again; one that stays so fails its rows, and the next row asks anew', () =>
    withSandbox(
      {
        ...fast,
        fault: ({ path, number }) => {
          if (path === labelsPath && number === 1) return { kind: 'refuse', errcode: -1 };
          if (path === labelsPath && number === 2) return { kind: 'lost', commit: false };
          if (path === getbymobilePath && number <= 4) return { kind: 'html', commit: false };
          return undefined;
        },
      },
      async (sandbox) => {
        const { lines } = await importText(sandbox, namesCsv([good, good]), { concurrency: 1 });
        expect(lines.map((line) => line.import_status)).toEqual(['failed', 'created']);
        expect(lines[0]).toMatchObject({ import_errcode: 'not-the-api', import_attempts: '0' });
        expect(lines[0]?.import_error).toContain("owner_mobile and share_user_mobiles can't be looked up.");
        expect(lookUpsAt(sandbox)).toEqual([3, 0, 0, 5]);
      },
    ));
});
