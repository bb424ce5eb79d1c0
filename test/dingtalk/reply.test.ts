import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describe, readReply, readTokenReply, wordOf, type Reply } from '../../src/dingtalk/reply.js';

function read(body: unknown, httpStatus = 200): Reply {
  return readReply({
    kind: 'answer',
    httpStatus,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

test.each([0, '0'])('errcode %j is a success, errmsg or not', (errcode) => {
  expect(read({ errcode, userid: '011', request_id: 'abc' })).toEqual({
    kind: 'success',
    body: { errcode, userid: '011', request_id: 'abc' },
    requestId: 'abc',
  });
});

test('a business failure has its code, its words and its request id', () => {
  expect(read({ errcode: 60103, errmsg: '手机号不合法', request_id: 'abc' })).toMatchObject({
    kind: 'error',
    code: '60103',
    message: '手机号不合法',
    requestId: 'abc',
    entry: { kind: 'row' },
  });
});

test('the effective code of 88 is its sub_code', () => {
  const body = {
    errcode: 88,
    sub_code: '40014',
    sub_msg: '不合法的access_token',
    errmsg: 'ding talk error[…]',
  };
  expect(read(body)).toMatchObject({
    code: '40014',
    message: '不合法的access_token',
    entry: { kind: 'token' },
  });
  expect(read({ errcode: '88', sub_code: 90018 })).toMatchObject({
    code: '90018',
    entry: { kind: 'throttled' },
  });
});

test('the effective code of 15 is its sub_code, and the answer is lost', () => {
  const body = { errcode: 15, sub_code: 'isp.-1', sub_msg: 'system busy', errmsg: 'Remote service error' };
  expect(read(body)).toMatchObject({ code: 'isp.-1', entry: { kind: 'lost' } });
  expect(read({ errcode: 15 })).toMatchObject({ code: '15', entry: { kind: 'lost' } });
});

test('a missing permission names the scope, a refused address the address', () => {
  const errmsg = 'ding talk error[subcode=60011,submsg=x,{requiredScopes=[qyapi_ext_write]}]';
  expect(read({ errcode: 88, sub_code: '60011', sub_msg: 'no', errmsg })).toMatchObject({
    message: 'no (missing scope: qyapi_ext_write)',
    entry: { kind: 'fatal' },
  });
  const address = 'ding talk error[… request ip=203.0.113.9 appKey(dingabc)]';
  expect(read({ errcode: 88, sub_code: '60020', sub_msg: 'no', errmsg: address })).toMatchObject({
    message: 'no (this address: 203.0.113.9)',
  });
});

test('a blank token is wrapped; plain 40000 is a wrong parameter of the row', () => {
  expect(read({ errcode: 88, sub_code: '40000' })).toMatchObject({
    code: '88/40000',
    entry: { kind: 'fatal' },
  });
  expect(read({ errcode: 40000 })).toMatchObject({ code: '40000', entry: { kind: 'row' } });
});

test('the wrong host is fatal, in the form of either family', () => {
  const gone = { errcode: 404, errmsg: '请求的URI地址不存在' };
  expect(read(gone)).toMatchObject({ code: '404', entry: { kind: 'fatal' } });
  const exchange = { kind: 'answer', httpStatus: 200, body: JSON.stringify(gone) } as const;
  expect(readTokenReply(exchange)).toMatchObject({ code: '404', entry: { kind: 'fatal' } });
  const code = 'InvalidAction.NotFound';
  expect(read({ code, message: 'm' }, 404)).toMatchObject({ code, entry: { kind: 'fatal' } });
});

test('a userid that comes as a big number keeps all its digits', () => {
  const body = '{"errcode":0,"x":-1.5e-7,"y":"12345678901234567890","userid":11250026469774889123}';
  expect(read(body)).toMatchObject({ body: { userid: '11250026469774889123', x: -1.5e-7, errcode: 0 } });
});

test('22005 keeps the userid if the server sends one', () => {
  expect(read({ errcode: 22005, userid: '011' })).toMatchObject({ userid: '011', entry: { kind: 'exists' } });
});

test.each([
  ['an HTML page', '<html><body>login</body></html>', 200],
  ['a gateway’s error', 'Bad Gateway', 502],
  ['JSON that is cut', '{"errcode":0,"userid":"01', 200],
  ['nothing', '', 200],
  ['an array', '[]', 200],
  ['null', 'null', 200],
  ['an object without errcode', '{"userid":"011"}', 200],
  ['an errcode that is no number', '{"errcode":"ok","userid":"011"}', 200],
  ['an errcode that is true', '{"errcode":true}', 200],
])('%s is a lost answer', (_, body, httpStatus) => {
  expect(read(body, httpStatus)).toMatchObject({
    kind: 'error',
    code: 'not-the-api',
    entry: { kind: 'lost' },
  });
});

test('throttles that come as HTTP 429 or as the ban object are throttles', () => {
  expect(read('slow down', 429)).toMatchObject({ code: 'http-429', entry: { kind: 'throttled' } });
  expect(read({ status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'u' })).toMatchObject({
    code: 'address-banned',
    entry: { kind: 'throttled', pause: 300_000 },
  });
});

test('the page of a ban is a ban, whatever its status; another page is a lost answer', () => {
  const page = '<html><script>location="/_____tmd_____/punish?x5step=1"</script></html>';
  for (const status of [200, 403, 429]) expect(read(page, status)).toMatchObject({ code: 'address-banned' });
  expect(read('<html>Please sign in</html>')).toMatchObject({ code: 'not-the-api' });
});

test('HTTP 429 may tell how long to wait', () => {
  const exchange = { kind: 'answer', httpStatus: 429, body: '', retryAfter: 7_000 } as const;
  expect(readReply(exchange)).toMatchObject({ code: 'http-429', entry: { kind: 'throttled', pause: 7_000 } });
});

test('a redirect is fatal: nothing is sent elsewhere', () => {
  expect(read('', 302)).toMatchObject({ code: 'http-redirect', entry: { kind: 'fatal' } });
});

test('a refusal in the words of the new-style API is understood on old paths too', () => {
  const code = 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi';
  expect(read({ code, message: 'slow', requestid: 'r' }, 403)).toMatchObject({
    code,
    entry: { kind: 'throttled' },
  });
});

test('whatever the server sends, the reply is a success only with errcode 0', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), fc.integer({ min: 200, max: 599 }), (body, httpStatus) => {
      const reply = read(body, httpStatus);
      if (reply.kind === 'success') expect(Number(reply.body.errcode)).toBe(0);
      else expect(reply.code).not.toBe('');
    }),
  );
});

test.each(['a b', 'x'.repeat(101), 'a\u0000', '', 'https://example.com/?token=1'])(
  'a text that can be no code is none: %j',
  (text) => {
    expect(read({ errcode: 88, sub_code: text, sub_msg: 'm' })).toMatchObject({ code: '88', message: 'm' });
    expect(read({ errcode: text })).toMatchObject({ code: 'not-the-api' });
    expect(read({ code: text, message: 'm' }, 403)).toMatchObject({ code: 'not-the-api' });
  },
);

test.each(['x'.repeat(257), 'a\u0000b', '\ud800', ''])(
  'an id that cannot be written down is none: %j',
  (id) => {
    expect(read({ errcode: 22005, userid: id, request_id: id })).toMatchObject({ userid: '', requestId: '' });
  },
);

test('words of the server are shown on one line, without control characters', () => {
  const reply = read({ errcode: 60103, errmsg: 'a\u0000\u001b[31m\r\nb' });
  expect(reply.kind === 'error' && describe(reply)).toContain('(60103: a [31m b)');
});

test('the token call: success, wrong credentials, trouble', () => {
  const readToken = (body: unknown, httpStatus: number): Reply =>
    readTokenReply({ kind: 'answer', httpStatus, body: JSON.stringify(body) });
  expect(readToken({ accessToken: 't', expireIn: 7200 }, 200)).toMatchObject({ kind: 'success' });
  const wrong = {
    requestid: 'r',
    code: 'invalidClientIdOrSecret',
    message: '无效的clientId或者clientSecret',
  };
  expect(readToken(wrong, 400)).toMatchObject({
    code: 'invalidClientIdOrSecret',
    requestId: 'r',
    entry: { kind: 'fatal' },
  });
  expect(readToken({ code: 'anything', message: 'm' }, 400)).toMatchObject({ entry: { kind: 'fatal' } });
  expect(readToken({ code: 'system.busy', message: 'm' }, 500)).toMatchObject({ entry: { kind: 'busy' } });
  expect(readToken({}, 503)).toMatchObject({ code: 'not-the-api', entry: { kind: 'lost' } });
});

test.each([101, 400, 403, 404, 500, 502, 503])(
  'errcode 0 with HTTP %i is no success: nobody knows what was done',
  (status) => {
    expect(read({ errcode: 0, userid: '011' }, status)).toMatchObject({
      kind: 'error',
      entry: { kind: 'lost' },
    });
  },
);

test.each(['', ' ', '\u3000', '\u200B\u200B', '\u202E011', 'a\nb', 'x'.repeat(257)])(
  '%j is no id',
  (text) => {
    expect(wordOf(text)).toBe('');
  },
);
