import { expect, test } from 'vitest';
import { proxyFor } from '../../src/dingtalk/proxy.js';

const https = new URL('http://secure.proxy:3128');
const http = new URL('http://plain.proxy:3128');

const proxyOf = (address: string, ...exempt: string[]): string =>
  proxyFor(new URL(address), { https, http, exempt })?.hostname ?? 'none';

test('each scheme has its proxy, or none', () => {
  expect(proxyOf('https://oapi.dingtalk.io')).toBe('secure.proxy');
  expect(proxyOf('http://127.0.0.1:8080')).toBe('plain.proxy');
  expect(proxyFor(new URL('https://a.b'), { https: undefined, http, exempt: [] })).toBeUndefined();
});

test.each<[string, string, boolean]>([
  ['*', 'https://oapi.dingtalk.io', true],
  ['oapi.dingtalk.io', 'https://oapi.dingtalk.io', true],
  ['dingtalk.io', 'https://oapi.dingtalk.io', true],
  ['.dingtalk.io', 'https://oapi.dingtalk.io', true],
  ['*.dingtalk.io', 'https://oapi.dingtalk.io', true],
  ['DingTalk.IO', 'https://oapi.dingtalk.io', true],
  ['talk.io', 'https://oapi.dingtalk.io', false],
  ['api.dingtalk.io', 'https://oapi.dingtalk.io', false],
  ['oapi.dingtalk.io:443', 'https://oapi.dingtalk.io', true],
  ['oapi.dingtalk.io:8443', 'https://oapi.dingtalk.io', false],
  ['127.0.0.1:80', 'http://127.0.0.1', true],
  ['127.0.0.1', 'http://127.0.0.1:8080', true],
  ['0.0.1', 'http://127.0.0.1:8080', false],
  ['127.0.0.0/8', 'http://127.0.0.1:8080', true],
  ['10.0.0.0/8', 'http://127.0.0.1:8080', false],
  ['10.0.0.0/99', 'http://10.0.0.1', false],
  ['::1', 'http://[::1]:8080', true],
  ['[::1]:8080', 'http://[::1]:8080', true],
  ['fd00::/8', 'http://[fd12::1]', true],
  ['', 'https://oapi.dingtalk.io', false],
])('the word %j of NO_PROXY and %s: exempt is %j', (word, address, exempt) => {
  expect(proxyOf(address, word) === 'none').toBe(exempt);
});
