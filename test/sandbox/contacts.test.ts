import { expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/server.js';
import { withSandbox } from '../harness/sandbox.js';
import { ask, create, goodContact, type Answer } from './ask.js';

const manyIds = Array.from({ length: 21 }, () => 1_561_077_310);

test('a contact that is made has a userid of digits with a leading zero, and no errmsg comes with it', () =>
  withSandbox({}, async (sandbox) => {
    const answer = await create(sandbox);
    expect(Object.keys(answer).sort()).toEqual(['errcode', 'request_id', 'userid']);
    expect(answer.userid).toMatch(/^0\d{17}$/);
    expect(sandbox.contacts.get('86-19910000001')?.userid).toBe(answer.userid);
  }));

test('a contact that exists is refused without its userid, and stays one', () =>
  withSandbox({}, async (sandbox) => {
    await create(sandbox);
    const before = sandbox.contacts.size;
    const answer = await create(sandbox, { name: '另一个' });
    expect(answer).toMatchObject({ errcode: 22005, errmsg: '外部联系人已存在' });
    expect(answer).not.toHaveProperty('userid');
    expect(sandbox.contacts.size).toBe(before);
    expect(await create(sandbox, { state_code: '852' })).toMatchObject({ errcode: 0 });
  }));

test.each<[string, Answer, number]>([
  ['no name', { name: '' }, 40036],
  ['no phone', { mobile: '' }, 40036],
  ['no country code', { state_code: undefined }, 40036],
  ['no owner', { follower_user_id: '' }, 40036],
  ['a name of 81 characters', { name: 'x'.repeat(81) }, 60112],
  ['a name with a line break', { name: 'a\nb' }, 60112],
  ['letters in the phone', { mobile: '1991000000x' }, 60103],
  ['a plus in the country code', { state_code: '+86' }, 60103],
  ['no label', { label_ids: [] }, 60204],
  ['21 labels', { label_ids: manyIds }, 400002],
  ['an unknown label', { label_ids: [7] }, 400002],
  ['a label list that is none', { label_ids: {} }, 400002],
  ['an unknown department', { share_dept_ids: [7] }, 60003],
  ['an unknown owner', { follower_user_id: 'nobody' }, 60121],
  ['an unknown colleague to share with', { share_user_ids: ['nobody'] }, 60121],
  ['the phone of a colleague', { mobile: '19900008001' }, 60200],
  ['a contact that is there from the start', { mobile: '19900007001' }, 22005],
  ['two faults at once: the name is looked at before the phone', { name: 'a\nb', mobile: 'x' }, 60112],
  ['two faults at once: the phone is looked at before the labels', { mobile: 'x', label_ids: [] }, 60103],
])('%s: refused, and nothing is made', (_, changes, errcode) =>
  withSandbox({}, async (sandbox) => {
    const before = sandbox.contacts.size;
    expect(await create(sandbox, changes)).toMatchObject({ errcode });
    expect(sandbox.contacts.size).toBe(before);
  }),
);

test('a request without a contact is refused', () =>
  withSandbox({}, async (sandbox) => {
    expect(await ask(sandbox, '/topapi/extcontact/create', { contact: null })).toMatchObject({
      errcode: 40035,
    });
    expect(await ask(sandbox, '/topapi/extcontact/create', [])).toMatchObject({ errcode: 40035 });
  }));

test('past its limit the organisation takes no more contacts', () =>
  withSandbox({ contactLimit: 2 }, async (sandbox) => {
    expect(await create(sandbox)).toMatchObject({ errcode: 0 });
    expect(await create(sandbox, { mobile: '19910000002' })).toMatchObject({ errcode: 60203 });
    expect(await create(sandbox)).toMatchObject({ errcode: 22005 });
  }));

test('pages need offset and size together, of at most 100 contacts', () =>
  withSandbox({ callsPerSecond: Infinity }, async (sandbox) => {
    for (let at = 1; at <= 129; at += 1) await create(sandbox, { mobile: String(19_910_000_000 + at) });
    const list = async (body: Answer): Promise<unknown> => {
      const answer = await ask(sandbox, '/topapi/extcontact/list', body);
      return Array.isArray(answer.results) ? answer.results.length : answer.errcode;
    };
    expect(await list({})).toBe(20);
    expect(await list({ size: 100 })).toBe(20);
    expect(await list({ size: 100, offset: 0 })).toBe(100);
    expect(await list({ size: 100, offset: 100 })).toBe(30);
    expect(await list({ size: 100, offset: 200 })).toBe(0);
    expect(await list({ size: 101, offset: 0 })).toBe(40069);
    expect(await list({ size: 10, offset: -1 })).toBe(40068);
  }));

test('some records leave their empty fields out, others do not', () =>
  withSandbox({}, async (sandbox) => {
    await create(sandbox);
    const { results } = await ask(sandbox, '/topapi/extcontact/list', {});
    expect(results).toMatchObject([{ title: '' }, { mobile: '19910000001' }]);
    expect(Array.isArray(results) && results[1]).not.toHaveProperty('title');
  }));

test('a contact is read, changed and deleted by its userid', () =>
  withSandbox({}, async (sandbox: Sandbox) => {
    const { userid } = await create(sandbox);
    const get = (): Promise<Answer> => ask(sandbox, '/topapi/extcontact/get', { user_id: userid });
    expect(await get()).toMatchObject({ errcode: 0, result: { name: '张远', mobile: '19910000001' } });
    const contact = { ...goodContact, user_id: userid, name: '张大远' };
    expect(await ask(sandbox, '/topapi/extcontact/update', { contact })).toMatchObject({ errcode: 0 });
    expect(await get()).toMatchObject({ result: { name: '张大远' } });
    expect(await ask(sandbox, '/topapi/extcontact/delete', { user_id: userid })).toMatchObject({
      errcode: 0,
    });
    expect(await get()).toMatchObject({ errcode: 33012 });
    expect(await ask(sandbox, '/topapi/extcontact/delete', { user_id: userid })).toMatchObject({
      errcode: 33012,
    });
    expect(await ask(sandbox, '/topapi/extcontact/update', { contact })).toMatchObject({ errcode: 60121 });
    expect(await create(sandbox)).toMatchObject({ errcode: 0 });
  }));

test('a create without a contact lacks a required field; lists may come as JSON text', () =>
  withSandbox({}, async (sandbox) => {
    expect(await ask(sandbox, '/topapi/extcontact/create', {})).toMatchObject({ errcode: 40036 });
    expect(await create(sandbox, { label_ids: '[1561077310,1561077311]' })).toMatchObject({ errcode: 0 });
  }));

test('the ids of the documented example request are there', () =>
  withSandbox({}, async (sandbox) => {
    const answer = await create(sandbox, {
      label_ids: [1_561_077_317],
      follower_user_id: '023420013644',
      share_user_ids: ['023420013644'],
      share_dept_ids: [1, 2, 3],
    });
    expect(answer).toMatchObject({ errcode: 0 });
  }));
