import { createServer } from 'node:http';
import { once } from 'node:events';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { connect, noProxies, type DingTalk } from '../../src/dingtalk/connect.js';
import { Directory } from '../../src/dingtalk/directory.js';
import { collect } from '../harness/collect.js';

/** Runs a test against a server that gives one answer to every call. */
async function withAnswer(
  answer: (body: unknown) => unknown,
  test: (dingtalk: DingTalk) => Promise<void>,
): Promise<void> {
  const server = createServer((message, response) => {
    let text = '';
    message.on('data', (chunk: Buffer) => (text += chunk.toString()));
    message.on('end', () => response.end(JSON.stringify(answer(JSON.parse(text)))));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = new URL(`http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`);
  using dingtalk = connect(
    {
      oapiUrl: url,
      apiUrl: url,
      credentials: { kind: 'token', accessToken: 'secret-token' },
      rate: 10_000,
      findsRate: false,
      retries: 1,
      firstWait: 1,
      timeout: 5_000,
      silence: 20_000,
      proxies: noProxies,
      banPause: 1_000,
    },
    { signal: new AbortController().signal, abandon: new AbortController().signal, takeCall: () => true },
    pino({ level: 'silent' }),
  );
  try {
    await test(dingtalk);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

const fullPage = Array.from({ length: 100 }, (_, at) => ({
  userid: `u${at}`,
  mobile: '1',
  state_code: '86',
}));

test('a server that gives the same page for ever is not asked for ever', () =>
  withAnswer(
    () => ({ errcode: 0, results: fullPage }),
    async (dingtalk) => {
      const pages = await collect(dingtalk.directory.contacts());
      expect(pages.map((page) => (page.kind === 'found' ? page.value.length : page.kind))).toEqual([
        100, 0, 0, 0,
      ]);
      expect(dingtalk.calls().list).toBe(4);
    },
  ));

test('a list without its results is an empty one, and records without a userid are left out', () =>
  withAnswer(
    () => ({ errcode: '0' }),
    async ({ directory }) => {
      expect(await collect(directory.contacts())).toEqual([{ kind: 'found', value: [] }]);
      expect(await directory.labels()).toEqual({ kind: 'found', value: [] });
      expect(await directory.departments(1)).toEqual({ kind: 'found', value: [] });
    },
  ));

test.each([
  ['a page', (directory: DingTalk['directory']) => collect(directory.contacts()).then((pages) => pages[0])],
  ['labels', (directory: DingTalk['directory']) => directory.labels()],
  ['departments', (directory: DingTalk['directory']) => directory.departments(1)],
  ['an employee', (directory: DingTalk['directory']) => directory.employee('13800138000')],
] as const)('%s of another shape is no answer: asked again, then refused', (_, ask) =>
  withAnswer(
    () => ({ errcode: 0, results: 'none', result: 7 }),
    async (dingtalk) => {
      expect(await ask(dingtalk.directory)).toMatchObject({
        kind: 'refused',
        cause: 'exhausted',
        errcode: 'not-the-api',
      });
      const { list, labels, departments, employees } = dingtalk.calls();
      expect(list + labels + departments + employees).toBe(2);
    },
  ),
);

test('a phone in the server’s words is masked, and the token never comes out', () =>
  withAnswer(
    (body) => ({ errcode: 50002, errmsg: `${JSON.stringify(body)} secret-token` }),
    async ({ directory }) => {
      const found = await directory.employee('13800138000');
      expect(found).toMatchObject({ kind: 'refused', cause: 'refused', errcode: '50002' });
      expect(JSON.stringify(found)).toContain('138******00');
      expect(JSON.stringify(found)).not.toContain('13800138000');
      expect(JSON.stringify(found)).not.toContain('secret-token');
    },
  ));

test('labels that ignore the offset are read once', () =>
  withAnswer(
    () => ({
      errcode: 0,
      results: Array.from({ length: 100 }, (_, at) => ({
        name: 'g',
        labels: [{ id: at + 1, name: `l${at}` }],
      })),
    }),
    async (dingtalk) => {
      const found = await dingtalk.directory.labels();
      expect(found.kind === 'found' && found.value.length).toBe(100);
      expect(dingtalk.calls().labels).toBe(4);
    },
  ));

test('a list that never ends is refused after 10,000 pages', { timeout: 60_000 }, async () => {
  let asked = 0;
  const directory = new Directory({
    call: ({ json }) => {
      asked += 1;
      const body = {
        errcode: 0,
        results: [...Array(100).keys()].map((at) => ({ userid: `${JSON.stringify(json)} ${at}` })),
      };
      return Promise.resolve({ kind: 'success', body, requestId: '', attempts: 1 });
    },
  });
  let listed = 0;
  let last: unknown;
  for await (const page of directory.contacts()) {
    if (page.kind === 'found') listed += page.value.length;
    last = page;
  }
  expect([asked, listed]).toEqual([10_000, 1_000_000]);
  expect(last).toMatchObject({ kind: 'refused', errcode: 'not-the-api' });
});
