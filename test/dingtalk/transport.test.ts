import { createServer } from 'node:http';
import { createGzip } from 'node:zlib';
import { expect, test } from 'vitest';
import { noProxies } from '../../src/dingtalk/proxy.js';
import { Transport } from '../../src/dingtalk/transport.js';
import { version } from '../../src/version.js';
import { listen, listenAsProxy, listenPlainly } from '../harness/network.js';

const never = new AbortController().signal;

test.concurrent('an answer is an answer, whatever its status, and a redirect is not followed', async () => {
  for (const status of [
    '200 OK',
    '302 Found\r\nLocation: http://127.0.0.1:1/',
    '404 Not Found',
    '502 Bad Gateway',
  ]) {
    await using server = await listenPlainly((socket) => {
      socket.once('data', () => socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 2\r\n\r\nok`));
    });
    const transport = new Transport(2_000, noProxies, never);
    const exchange = await transport.post(new URL(`http://127.0.0.1:${server.port}/`), {});
    expect(exchange).toEqual({ kind: 'answer', httpStatus: Number(status.slice(0, 3)), body: 'ok' });
    transport.close();
  }
});

test.concurrent('an answer that switches to another protocol is no answer', async () => {
  await using server = await listenPlainly((socket) => {
    socket.once('data', () => {
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n{"errcode":0}',
      );
    });
  });
  const transport = new Transport(2_000, noProxies, never);
  expect(await transport.post(new URL(`http://127.0.0.1:${server.port}/`), {})).toEqual({
    kind: 'transport-error',
    code: 'not-the-api',
    detail: 'HTTP 101',
  });
  transport.close();
});

test.concurrent('a request names its encoding and the importer', async () => {
  const seen: unknown[] = [];
  await using server = await listen(
    createServer(({ headers }, response) => {
      seen.push(headers['content-type'], headers['user-agent']);
      response.end('{}');
    }),
  );
  const transport = new Transport(2_000, noProxies, never);
  await transport.post(new URL(`http://127.0.0.1:${server.port}/`), { name: '王' });
  transport.close();
  expect(seen).toEqual(['application/json;charset=utf-8', `dingtalk-contact-importer/${version()}`]);
});

test.concurrent.each<[string, number | undefined]>([
  ['7', 7_000],
  ['0', 0],
  ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
  ['-1', undefined],
])('Retry-After %j is %j ms', async (value, milliseconds) => {
  await using server = await listen(
    createServer((_, response) => response.writeHead(429, { 'retry-after': value }).end()),
  );
  const transport = new Transport(2_000, noProxies, never);
  const exchange = await transport.post(new URL(`http://127.0.0.1:${server.port}/`), {});
  expect(exchange.kind === 'answer' && exchange.retryAfter).toBe(milliseconds);
  transport.close();
});

test.concurrent.each([false, true])(
  'an answer that never ends is given up, packed with gzip: %j',
  async (packed) => {
    await using server = await listen(
      createServer((_, response) => {
        if (packed) response.setHeader('content-encoding', 'gzip');
        const body = packed ? createGzip() : response;
        if (body !== response) body.pipe(response);
        const more = (): void => {
          while (!response.destroyed && body.write(Buffer.alloc(1_048_576, 'x')));
          body.once('drain', more);
        };
        more();
      }),
    );
    const transport = new Transport(20_000, noProxies, never);
    expect(await transport.post(new URL(`http://127.0.0.1:${server.port}/`), {})).toEqual({
      kind: 'transport-error',
      code: 'not-the-api',
      detail: 'an answer over 16 MiB',
    });
    transport.close();
  },
);

test.concurrent('connections are kept and used again, through a proxy too', async () => {
  let connections = 0;
  const server = createServer((_, response) => response.end('{}'));
  server.on('connection', () => (connections += 1));
  await using listening = await listen(server);
  await using proxy = await listenAsProxy({});
  const url = new URL(`http://127.0.0.1:${listening.port}/`);
  const proxies = { https: undefined, http: new URL(`http://127.0.0.1:${proxy.port}`), exempt: [] };
  for (const transport of [new Transport(2_000, noProxies, never), new Transport(2_000, proxies, never)]) {
    for (let count = 0; count < 5; count += 1) await transport.post(url, {});
    transport.close();
  }
  expect(connections).toBe(2);
  expect(proxy.asked).toEqual([`127.0.0.1:${listening.port}`]);
});

test.concurrent(
  'an answer may take longer than a connection is kept without use',
  async () => {
    await using server = await listen(
      createServer((_, response) => setTimeout(() => response.end('{}'), 4_300)),
    );
    const transport = new Transport(10_000, noProxies, never);
    const exchange = await transport.post(new URL(`http://127.0.0.1:${server.port}/`), {});
    expect(exchange).toMatchObject({ kind: 'answer' });
    transport.close();
  },
  20_000,
);
