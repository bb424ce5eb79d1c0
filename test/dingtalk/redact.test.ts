import { expect, test } from 'vitest';
import { readReply } from '../../src/dingtalk/reply.js';
import { isMasked, redact } from '../../src/dingtalk/redact.js';

const reply = readReply({
  kind: 'answer',
  httpStatus: 200,
  body: JSON.stringify({ errcode: 60103, errmsg: 'the token secret-123 is not accepted' }),
});

test('a secret is masked in texts', () => {
  expect(redact(reply, ['secret-123'], '')).toMatchObject({ message: 'the token *** is not accepted' });
});

test('a phone is masked with its country code and without', () => {
  const abroad = readReply({
    kind: 'answer',
    httpStatus: 200,
    body: JSON.stringify({ errcode: 60121, errmsg: '+852-91234567 or 91234567' }),
  });
  const { message } = { message: '', ...redact(abroad, [], '+852-91234567') };
  expect(message).not.toContain('91234567');
});

test('a text of fewer than eight characters is masked nowhere: it would make messages unreadable', () => {
  expect(redact(reply, ['t', 'secret-'], '')).toEqual(reply);
  expect([isMasked('1234567'), isMasked('12345678')]).toEqual([false, true]);
});

test.each(['13812345678', '138_1234_5678', '138 1234 5678', '(138) 1234-5678', '1.3.8.1.2.3.4.5.6.7.8'])(
  'a phone is masked as the server writes it: %s',
  (written) => {
    const told = readReply({
      kind: 'answer',
      httpStatus: 200,
      body: JSON.stringify({ errcode: 60103, errmsg: `mobile ${written} is wrong` }),
    });
    const { message } = { message: '', ...redact(told, [], '13812345678') };
    expect(message.replace(/\D/g, '')).toBe('13878');
  },
);

test.each(['key/with+signs=', 'key%2Fwith%2Bsigns%3D', 'key%2fwith%2bsigns%3d'])(
  'a secret is masked also in percent codes: %s',
  (written) => {
    const told = readReply({
      kind: 'answer',
      httpStatus: 200,
      body: JSON.stringify({ errcode: 40014, errmsg: `token ${written} is wrong` }),
    });
    expect(redact(told, ['key/with+signs='], '')).toMatchObject({ message: 'token *** is wrong' });
  },
);
