import { spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { noProxies, type Proxies } from '../../src/dingtalk/proxy.js';
import { Transport, type Exchange } from '../../src/dingtalk/transport.js';
import { makeCertificate } from '../harness/certificate.js';
import { listenAsProxy, listenPlainly, listenSecurely } from '../harness/network.js';

const never = new AbortController().signal;

type Listener = (socket: Socket) => void;

/** Posts once to an address, and closes everything. */
async function post(address: string, timeout = 2_000, proxies: Proxies = noProxies): Promise<Exchange> {
  const transport = new Transport(timeout, proxies, never);
  try {
    return await transport.post(new URL(`${address}/x?access_token=secret`), { a: 1 });
  } finally {
    transport.close();
  }
}

/** Posts once to a server that treats its sockets as told. */
async function postTo(listener: Listener, scheme = 'http', timeout = 2_000): Promise<Exchange> {
  await using server = await listenPlainly(listener);
  return await post(`${scheme}://127.0.0.1:${server.port}`, timeout);
}

const through = (port: number): Proxies => {
  const proxy = new URL(`http://127.0.0.1:${port}`);
  return { https: proxy, http: proxy, exempt: [] };
};

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

describe('surely not done, so plain busy or fatal', () => {
  test.each([
    ['nothing listens', 'http://127.0.0.1:1', 'ECONNREFUSED'],
    ['nothing listens, with TLS', 'https://127.0.0.1:1', 'ECONNREFUSED'],
    ['the name has no address', 'http://host.invalid', /^(ENOTFOUND|EAI_AGAIN)$/],
  ])('%s', async (_, address, detail) => {
    const exchange = await post(address);
    expect(exchange).toMatchObject({ kind: 'transport-error', code: 'no-connection' });
    expect(exchange.kind === 'transport-error' && exchange.detail).toMatch(detail);
  });

  test.runIf(process.platform === 'linux')('the host takes no connection before the time is up', async () => {
    // A stopped process accepts nobody, and once its queue is full the kernel drops what else comes.
    const script =
      'const s = require("net").createServer().listen({ port: 0, backlog: 1 }, () => console.log(s.address().port))';
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    let port = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      port = Number(line);
      break;
    }
    child.kill('SIGSTOP');
    const queue = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    try {
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(await post(`http://127.0.0.1:${port}`, 700)).toEqual({
        kind: 'transport-error',
        code: 'no-connection',
        detail: 'ETIMEDOUT',
      });
    } finally {
      for (const socket of queue) socket.destroy();
      child.kill('SIGKILL');
    }
  });

  test('the server takes the connection, and never begins TLS', async () => {
    const exchange = await postTo((socket) => socket.resume(), 'https', 300);
    expect(exchange).toMatchObject({ kind: 'transport-error', code: 'no-connection', detail: 'ETIMEDOUT' });
  });

  test('the connection breaks before TLS stands', async () => {
    const exchange = await postTo((socket) => socket.once('data', () => socket.destroy()), 'https');
    expect(exchange).toMatchObject({ kind: 'transport-error', code: 'no-connection', detail: 'ECONNRESET' });
  });

  test('the server speaks no TLS', async () => {
    const exchange = await postTo((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    }, 'https');
    expect(exchange).toMatchObject({ kind: 'transport-error', code: 'bad-certificate' });
  });

  test('the certificate is nobody’s that is trusted', async () => {
    await using behind = await listenPlainly((socket) => socket.once('data', () => socket.end(ok)));
    await using server = await listenSecurely(makeCertificate(['127.0.0.1']), behind.port);
    expect(await post(`https://127.0.0.1:${server.port}`)).toEqual({
      kind: 'transport-error',
      code: 'bad-certificate',
      detail: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });

  test.each([
    [407, 'proxy-refused'],
    [403, 'proxy-refused'],
    [502, 'no-connection'],
    [504, 'no-connection'],
  ])('the proxy answers with HTTP %i', async (status, code) => {
    await using proxy = await listenAsProxy({ status });
    for (const address of ['https://dingtalk.test', 'http://dingtalk.test']) {
      expect(await post(address, 2_000, through(proxy.port))).toEqual({
        kind: 'transport-error',
        code,
        detail: `proxy: HTTP ${status}`,
      });
    }
  });

  test('the proxy is not there, or says nothing', async () => {
    const refused = await post('https://dingtalk.test', 2_000, through(1));
    expect(refused).toMatchObject({ code: 'no-connection', detail: 'ECONNREFUSED' });
    await using silent = await listenPlainly((socket) => socket.resume());
    const hanging = await post('https://dingtalk.test', 300, through(silent.port));
    expect(hanging).toMatchObject({ code: 'no-connection' });
    expect(hanging.kind === 'transport-error' && hanging.detail).toMatch(/^(ETIMEDOUT|proxy: no answer)$/);
  });

  test('through the proxy the connection breaks before TLS stands', async () => {
    await using server = await listenPlainly((socket) => socket.once('data', () => socket.destroy()));
    await using proxy = await listenAsProxy({ routes: { 'dingtalk.test:443': server.port } });
    const exchange = await post('https://dingtalk.test', 2_000, through(proxy.port));
    expect(exchange).toMatchObject({ kind: 'transport-error', code: 'no-connection' });
  });
});

describe('maybe done, so lost', () => {
  test('no answer comes in time', async () => {
    const exchange = await postTo((socket) => socket.resume(), 'http', 300);
    expect(exchange).toEqual({ kind: 'transport-error', code: 'no-answer', detail: 'ETIMEDOUT' });
  });

  test('the answer begins, and its end does not come in time', async () => {
    const exchange = await postTo(
      (socket) => socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"e')),
      'http',
      300,
    );
    expect(exchange).toEqual({ kind: 'transport-error', code: 'no-answer', detail: 'ETIMEDOUT' });
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
  ])('%s', async (_, listener) => {
    expect(await postTo(listener)).toMatchObject({ kind: 'transport-error', code: 'connection-cut' });
  });
});

describe('a kept connection that the server closes just as it is used again', () => {
  test('is maybe done, says so, and takes no other kept connection with it into the next request', async () => {
    const open: Socket[] = [];
    await using server = await listenPlainly((socket) => {
      open.push(socket);
      socket.on('data', () => socket.write(ok));
    });
    const transport = new Transport(2_000, noProxies, never);
    const url = new URL(`http://127.0.0.1:${server.port}/`);
    await Promise.all([transport.post(url, {}), transport.post(url, {}), transport.post(url, {})]);
    expect(open).toHaveLength(3);

    // In one go, so the client still takes all three for open.
    for (const socket of open) socket.resetAndDestroy();
    const stale = await transport.post(url, {});
    expect(stale).toMatchObject({ kind: 'transport-error', code: 'connection-cut' });
    expect(stale.kind === 'transport-error' && stale.detail).toMatch(/ on a kept connection$/);

    expect(await transport.post(url, {})).toMatchObject({ kind: 'answer' });
    expect(open).toHaveLength(4);
    transport.close();
  });

  test('may have read the request before: then the work is done, and nobody was told', async () => {
    const read: string[] = [];
    await using server = await listenPlainly((socket) => {
      socket.once('data', () => {
        socket.write(ok);
        socket.once('data', (chunk: Buffer) => {
          read.push(chunk.toString());
          socket.destroy();
        });
      });
    });
    const transport = new Transport(2_000, noProxies, never);
    const url = new URL(`http://127.0.0.1:${server.port}/`);
    await transport.post(url, {});
    expect(await transport.post(url, { name: 'Ada' })).toMatchObject({ code: 'connection-cut' });
    expect(read[0]).toContain('{"name":"Ada"}');
    transport.close();
  });
});

test('a fault tells neither the address nor what was sent', async () => {
  const exchange = await postTo((socket) => socket.once('data', () => socket.destroy()));
  expect(JSON.stringify(exchange)).not.toContain('secret');
});
