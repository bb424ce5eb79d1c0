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
