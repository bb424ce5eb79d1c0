import { createServer, type Server } from 'node:http';
import { createServer as createPlainServer, type AddressInfo, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { noProxies } from '../../src/dingtalk/proxy.js';
import { Transport, type Exchange } from '../../src/dingtalk/transport.js';

type Listener = (socket: Socket) => void;

/** Posts once to a server that treats its sockets as told. */
async function postTo(listener: Listener, timeout = 2_000, scheme = 'http'): Promise<Exchange> {
  const server = createPlainServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const transport = new Transport(timeout, noProxies);
  try {
    return await transport.post(new URL(`${scheme}://127.0.0.1:${portOf(server)}/x?access_token=secret`), {
      a: 1,
    });
  } finally {
    transport.close();
    server.close();
  }
}

function portOf(server: { address(): AddressInfo | string | null }): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

test('an answer is an answer, whatever its status, and a redirect is not followed', async () => {
  for (const status of [
    '200 OK',
    '302 Found\r\nLocation: http://127.0.0.1:1/',
    '404 Not Found',
    '502 Bad Gateway',
  ]) {
    const exchange = await postTo((socket) => {
      socket.once('data', () => socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 2\r\n\r\nok`));
    });
    expect(exchange).toEqual({ kind: 'answer', httpStatus: Number(status.slice(0, 3)), body: 'ok' });
  }
});

test.each<[string, Listener]>([
  [
    'the connection is reset after the request',
    (socket) => socket.once('data', () => socket.resetAndDestroy()),
  ],
  ['the connection is closed without an answer', (socket) => socket.once('data', () => socket.end())],
  [
    'the answer is cut in its middle',
    (socket) =>
      socket.once('data', () =>
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"er', () => socket.destroy()),
      ),
  ],
  ['the answer is no HTTP', (socket) => socket.once('data', () => socket.end('SSH-2.0-server\r\n'))],
])('where %s, the work may be done', async (_, listener) => {
  expect(await postTo(listener)).toMatchObject({ kind: 'fault', code: 'connection-cut' });
});

test('where no answer comes in time, the work may be done', async () => {
  expect(await postTo((socket) => socket.resume(), 200)).toMatchObject({ kind: 'fault', code: 'no-answer' });
});

test.each(['http://127.0.0.1:1/', 'https://127.0.0.1:1/', 'http://host.invalid/'])(
  'where there is no connection to %s, nothing was sent',
  async (url) => {
    const transport = new Transport(2_000, noProxies);
    expect(await transport.post(new URL(url), {})).toMatchObject({ kind: 'fault', code: 'no-connection' });
    transport.close();
  },
);

test('where the server speaks no TLS, nothing was sent', async () => {
  const listener: Listener = (socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  };
  expect(await postTo(listener, 2_000, 'https')).toMatchObject({ kind: 'fault', code: 'bad-certificate' });
});

test('connections are kept and used again', async () => {
  let connections = 0;
  const server: Server = createServer((_, response) => response.end('{}'));
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const transport = new Transport(2_000, noProxies);
  for (let count = 0; count < 5; count += 1) {
    await transport.post(new URL(`http://127.0.0.1:${portOf(server)}/`), {});
  }
  expect(connections).toBe(1);
  transport.close();
  server.close();
});

test('a connection that dies while it is kept, and is then used again, leaves the work in doubt', async () => {
  let connections = 0;
  const transport = new Transport(2_000, noProxies);
  const server = createPlainServer((socket) => {
    connections += 1;
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      socket.once('data', () => socket.resetAndDestroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(`http://127.0.0.1:${portOf(server)}/`);
  expect(await transport.post(url, {})).toMatchObject({ kind: 'answer' });
  expect(await transport.post(url, {})).toMatchObject({ kind: 'fault', code: 'connection-cut' });
  expect(connections).toBe(1);
  transport.close();
  server.close();
});

test('a fault tells neither the address nor what was sent', async () => {
  const exchange = await postTo((socket) => socket.once('data', () => socket.destroy()));
  expect(JSON.stringify(exchange)).not.toContain('secret');
});
