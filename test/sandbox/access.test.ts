import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/server.js';
import { withSandbox } from '../harness/sandbox.js';
import { answerOf, ask, create, goodContact, post, type Answer } from './ask.js';

const labels = '/topapi/extcontact/listlabelgroups';

async function newToken(
  { url, appKey, appSecret }: Sandbox,
  body: Answer = { appKey, appSecret },
): Promise<Answer> {
  const response = await fetch(new URL('/v1.0/oauth2/accessToken', url), {
    method: 'POST',
    body: JSON.stringify(body),
  });
  const answer = await answerOf(response);
  return { httpStatus: response.status, ...answer };
}

async function get(sandbox: Sandbox, pathAndQuery: string): Promise<Answer> {
  return answerOf(await fetch(new URL(pathAndQuery, sandbox.url)));
}

test('asking again before its end gives the same token, and the token works', () =>
  withSandbox({}, async (sandbox) => {
    const first = await newToken(sandbox);
    expect(first).toMatchObject({ httpStatus: 200, expireIn: 7_200 });
    expect((await newToken(sandbox)).accessToken).toBe(first.accessToken);
    expect(sandbox.seen().tokensGiven).toBe(1);
    expect(await ask(sandbox, labels, {}, String(first.accessToken))).toMatchObject({ errcode: 0 });
  }));

test('after its end a token is refused, and a new one is given', () =>
  withSandbox({ tokenLife: 60 }, async (sandbox) => {
    const { accessToken } = await newToken(sandbox);
    await sleep(80);
    expect(await ask(sandbox, labels, {}, String(accessToken))).toMatchObject({
      errcode: 88,
      sub_code: '40014',
    });
    expect((await newToken(sandbox)).accessToken).not.toBe(accessToken);
    expect(sandbox.seen().tokensGiven).toBe(2);
  }));

test('a token that has served its calls is refused', () =>
  withSandbox({ tokenCalls: 2 }, async (sandbox) => {
    const codes = [];
    for (let call = 0; call < 3; call += 1) codes.push((await ask(sandbox, labels, {})).errcode);
    expect(codes).toEqual([0, 0, 88]);
  }));

test('a blank token and an unknown one have their own codes, wrapped in 88, with HTTP 200', () =>
  withSandbox({}, async (sandbox) => {
    expect(await ask(sandbox, labels, {}, '')).toMatchObject({ errcode: 88, sub_code: '40000' });
    expect(await ask(sandbox, labels, {}, 'x')).toMatchObject({
      errcode: 88,
      sub_code: '40014',
      sub_msg: '不合法的access_token',
    });
    expect((await post(sandbox, labels, {})).status).toBe(200);
  }));

test('wrong credentials: HTTP 400 at the new token call, HTTP 200 and 40096 at the old one', () =>
  withSandbox({}, async (sandbox) => {
    expect(await newToken(sandbox, { appKey: sandbox.appKey, appSecret: 'no' })).toMatchObject({
      httpStatus: 400,
      code: 'invalidClientIdOrSecret',
    });
    expect(await get(sandbox, `/gettoken?appkey=${sandbox.appKey}&appsecret=no`)).toMatchObject({
      errcode: 40096,
    });
    expect(await get(sandbox, '/gettoken')).toMatchObject({ errcode: 40035 });
  }));

test('the old token call and the one for an organisation give the same token by other names', () =>
  withSandbox({}, async (sandbox) => {
    const { accessToken } = await newToken(sandbox);
    const { appKey, appSecret } = sandbox;
    expect(await get(sandbox, `/gettoken?appkey=${appKey}&appsecret=${appSecret}`)).toMatchObject({
      errcode: 0,
      access_token: accessToken,
      expires_in: 7_200,
    });
    const body = { client_id: appKey, client_secret: appSecret, grant_type: 'client_credentials' };
    const response = await post(sandbox, '/v1.0/oauth2/dingcorp/token', body);
    expect(await response.json()).toMatchObject({ access_token: accessToken });
    expect((await post(sandbox, '/v1.0/oauth2/dingcorp/token', {})).status).toBe(400);
  }));

test('a form at the new token call is no body', () =>
  withSandbox({}, async (sandbox) => {
    const body = new URLSearchParams({ appKey: sandbox.appKey, appSecret: sandbox.appSecret });
    const response = await fetch(new URL('/v1.0/oauth2/accessToken', sandbox.url), { method: 'POST', body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'Missingbody' });
  }));

test('a missing scope is named', () =>
  withSandbox({ scopes: ['qyapi_ext_read'] }, async (sandbox) => {
    expect(await ask(sandbox, labels, {})).toMatchObject({ errcode: 0 });
    const answer = await create(sandbox);
    expect(answer).toMatchObject({ errcode: 88, sub_code: '60011' });
    expect(answer.errmsg).toContain('{requiredScopes=[qyapi_ext_write]}');
    expect(sandbox.contacts.has('86-19910000001')).toBe(false);
  }));

test('more calls a second than allowed are refused, on each path by itself', () =>
  withSandbox({ callsPerSecond: 5 }, async (sandbox) => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(sandbox, labels, {})));
    expect(answers.filter(({ errcode }) => errcode === 0)).toHaveLength(5);
    expect(answers.filter((answer) => answer.sub_code === '90018')).toHaveLength(7);
    expect(sandbox.seen().throttled).toBe(7);
    expect(await create(sandbox)).toMatchObject({ errcode: 0 });
  }));

test('whatever a second begins with, it holds no more calls than allowed, and a refused one takes no place', () =>
  withSandbox({ callsPerSecond: 3 }, async (sandbox) => {
    const passed: number[] = [];
    const until = performance.now() + 2_300;
    while (performance.now() < until) {
      const { errcode } = await ask(sandbox, labels, {});
      if (errcode === 0) passed.push(performance.now());
      await sleep(40);
    }
    expect(passed.length).toBeGreaterThanOrEqual(4);
    expect(passed.length).toBeLessThanOrEqual(9);
  }));

test('a path that is no call is named with dots', () =>
  withSandbox({}, async (sandbox) => {
    const answer = await ask(sandbox, '/topapi/extcontact/nope', {});
    expect(answer).toMatchObject({
      errcode: 22,
      sub_msg: '不合法ApiName，ApiName = dingtalk.oapi.extcontact.nope',
    });
  }));

test('every answer of a call has a request id of its own', () =>
  withSandbox({}, async (sandbox) => {
    const ids = [await create(sandbox), await create(sandbox), await ask(sandbox, labels, {}, 'x')].map(
      (answer) => String(answer.request_id),
    );
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]{8,13}$/);
    expect(new Set(ids).size).toBe(3);
  }));

test('a contact may come as an object, as JSON text in JSON, and as JSON text in a form with the token', () =>
  withSandbox({}, async (sandbox) => {
    expect(await create(sandbox)).toMatchObject({ errcode: 0 });
    const asText = { contact: JSON.stringify({ ...goodContact, mobile: '19910000002' }) };
    expect(await ask(sandbox, '/topapi/extcontact/create', asText)).toMatchObject({ errcode: 0 });
    const form = new URLSearchParams({
      access_token: sandbox.accessToken,
      contact: JSON.stringify({ ...goodContact, mobile: '19910000003' }),
    });
    const response = await fetch(new URL('/topapi/extcontact/create', sandbox.url), {
      method: 'POST',
      body: form,
    });
    expect(await response.json()).toMatchObject({ errcode: 0 });
  }));
