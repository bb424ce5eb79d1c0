import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Certificate } from './certificate.js';

/** A server of the tests: where it listens, and what closes it. */
export interface Listening extends AsyncDisposable {
  readonly port: number;
}

/** Listens on a free loopback port; closing it cuts all its connections. */
export async function listen(server: Server): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { port: portOf(server.address()), [Symbol.asyncDispose]: close };
}

/** A server that treats its connections as told. */
export function listenPlainly(onConnection: (socket: Socket) => void): Promise<Listening> {
  return listen(createServer(onConnection));
}

/** TLS in front of a plain server on a loopback port. */
export function listenSecurely(certificate: Certificate, behind: number): Promise<Listening> {
  return listen(
    createTlsServer({ ...certificate }, (socket) => {
      join(socket, connect(behind, '127.0.0.1'));
    }),
  );
}

/** A proxy, and what it was asked for: `host:port` of each CONNECT, and all that was sent to http hosts through it. */
export interface Proxy extends Listening {
  readonly asked: readonly string[];
  readonly passed: () => string;
}

export interface ProxySettings {
  /** Loopback ports for names only the proxy knows, by `host:port`. */
  readonly routes?: Readonly<Record<string, number>>;
  /** `user:password`; 407 without it. */
  readonly credentials?: string;
  /** Answers every CONNECT with this status. */
  readonly status?: number;
}

/** A real CONNECT proxy on a loopback port. */
export async function listenAsProxy({ routes = {}, credentials, status }: ProxySettings): Promise<Proxy> {
  const asked: string[] = [];
  let passed = '';
  const server = createHttpServer();
  server.on('connect', (request, socket: Socket) => {
    const target = request.url ?? '';
    asked.push(target);
    const basic = `Basic ${Buffer.from(credentials ?? '').toString('base64')}`;
    const refusal =
      credentials !== undefined && request.headers['proxy-authorization'] !== basic ? 407 : status;
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal} Refused\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const port = routes[target] ?? Number(target.split(':')[1]);
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    });
    socket.on('data', (chunk: Buffer) => (passed += chunk.toString('latin1')));
    join(socket, upstream);
  });
  const listening = await listen(server);
  return { ...listening, asked, passed: () => passed };
}

function join(one: Socket, other: Socket): void {
  one.pipe(other).pipe(one);
  for (const [socket, partner] of [
    [one, other],
    [other, one],
  ] as const) {
    socket.on('error', () => undefined);
    socket.once('close', () => partner.destroy());
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
