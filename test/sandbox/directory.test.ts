import { expect, test } from 'vitest';
import { withSandbox } from '../harness/sandbox.js';
import { ask } from './ask.js';

test('label groups come in pages of groups, each with its labels', () =>
  withSandbox({}, async (sandbox) => {
    const path = '/topapi/extcontact/listlabelgroups';
    const { results } = await ask(sandbox, path, {});
    expect(results).toMatchObject([{ name: 'Type' }, { name: 'Level' }, { name: 'Status' }]);
    expect(await ask(sandbox, path, { size: 2, offset: 2 })).toMatchObject({ results: [{ name: 'Status' }] });
    expect(await ask(sandbox, path, { size: 101, offset: 0 })).toMatchObject({ errcode: 41101 });
  }));

test('departments are listed with their direct children only', () =>
  withSandbox({}, async (sandbox) => {
    const ids = await ask(sandbox, '/topapi/v2/department/listsubid', { dept_id: 411_000_076 });
    expect(ids).toMatchObject({ errcode: 0, result: { dept_id_list: [411_000_077, 411_000_078] } });
    const { result } = await ask(sandbox, '/topapi/v2/department/listsub', {});
    expect(result).toMatchObject([
      { name: 'Finance' },
      { name: 'Logistics' },
      { name: 'Marketing' },
      { name: 'Sales' },
      { name: '客户服务' },
    ]);
    expect(await ask(sandbox, '/topapi/v2/department/get', { dept_id: 1 })).toMatchObject({
      result: { dept_id: 1 },
    });
  }));

test('departments that are not there, or may not be asked for, are refused', () =>
  withSandbox({}, async (sandbox) => {
    const path = '/topapi/v2/department/listsub';
    expect(await ask(sandbox, path, { dept_id: 7 })).toMatchObject({ errcode: 60003 });
    expect(await ask(sandbox, path, { dept_id: -7 })).toMatchObject({ errcode: 40009 });
    expect(await ask(sandbox, '/topapi/v2/department/listsubid', {})).toMatchObject({ errcode: 400002 });
    expect(await ask(sandbox, '/topapi/v2/department/get', { dept_id: 7 })).toMatchObject({ errcode: 60003 });
  }));

test('employees are found by phone, external contacts never', () =>
  withSandbox({}, async (sandbox) => {
    const path = '/topapi/v2/user/getbymobile';
    expect(await ask(sandbox, path, { mobile: '19900008001' })).toMatchObject({
      errcode: 0,
      result: { userid: '0423752' },
    });
    expect(await ask(sandbox, path, { mobile: '19900007001' })).toMatchObject({ errcode: 60121 });
    expect(await ask(sandbox, path, { mobile: '+86' })).toMatchObject({ errcode: 40104 });
  }));
