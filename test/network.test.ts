import { expect, test } from 'vitest';
import type { Sandbox } from '../src/sandbox/server.js';
import { makeCertificate } from './harness/certificate.js';
import { countBy, Folder, readResults } from './harness/folder.js';
import { createPath, goodRows } from './harness/job.js';
import { listenAsProxy, listenSecurely, type ProxySettings } from './harness/network.js';
import { runImport, type Finished } from './harness/program.js';
import { environmentAt, withSandbox } from './harness/sandbox.js';

const certificate = makeCertificate(['127.0.0.1', 'oapi.dingtalk.test', 'api.dingtalk.test']);

interface Ended extends Finished {
  readonly statuses: Readonly<Record<string, number>>;
  readonly asked: readonly string[];
}

/** Imports five rows, through TLS and a proxy in front of a sandbox; the environment may name their ports. */
async function importVia(
  sandbox: Sandbox,
  proxySettings: ProxySettings,
  environmentOf: (ports: {
    readonly https: number;
    readonly proxy: number;
    readonly authority: string;
  }) => Readonly<Record<string, string>>,
): Promise<Ended> {
  await using folder = await Folder.create();
  await folder.write('x.csv', goodRows(5));
  const authority = await folder.write('authority.pem', certificate.cert);
  await using secure = await listenSecurely(certificate, Number(sandbox.url.port));
  const routes = {
    'oapi.dingtalk.test:443': secure.port,
    'api.dingtalk.test:443': secure.port,
  };
  await using proxy = await listenAsProxy({ routes, ...proxySettings });
  const done = await runImport(['x.csv', '--rate', '1000', '--log-level', 'trace'], {
    cwd: folder.path,
    environment: {
      ...environmentAt(sandbox.url.origin),
      ...environmentOf({ https: secure.port, proxy: proxy.port, authority }),
    },
  });
  const statuses = countBy(await readResults(folder.at('x.results.csv')).catch(() => []), 'import_status');
  return { ...done, statuses, asked: proxy.asked };
}

const secureHosts = {
  DINGTALK_OAPI_URL: 'https://oapi.dingtalk.test',
  DINGTALK_API_URL: 'https://api.dingtalk.test',
};
const at = (port: number): Readonly<Record<string, string>> => ({
  DINGTALK_OAPI_URL: `https://127.0.0.1:${port}`,
  DINGTALK_API_URL: `https://127.0.0.1:${port}`,
});
const fast = { callsPerSecond: Infinity };

test.concurrent.each<Readonly<Record<string, string>>>([{}, { NODE_TLS_REJECT_UNAUTHORIZED: '0' }])(
  'a certificate nobody vouches for ends the run before anything is sent; environment %j',
  (more) =>
    withSandbox(fast, async (sandbox) => {
      const done = await importVia(sandbox, {}, ({ https }) => ({ ...at(https), ...more }));
      expect(done).toMatchObject({ exitCode: 3, statuses: { failed: 1, pending: 4 } });
      expect(done.stdout).toContain('NODE_EXTRA_CA_CERTS');
      expect(sandbox.seen().paths).toEqual({});
    }),
);

test.concurrent('NODE_EXTRA_CA_CERTS makes it trusted', () =>
  withSandbox(fast, async (sandbox) => {
    const done = await importVia(sandbox, {}, ({ https, authority }) => ({
      ...at(https),
      NODE_EXTRA_CA_CERTS: authority,
    }));
    expect(done).toMatchObject({ exitCode: 0, statuses: { created: 5 } });
  }),
);

test.concurrent('a trusted certificate of another name is refused', () =>
  withSandbox(fast, async (sandbox) => {
    const done = await importVia(sandbox, {}, ({ https, authority }) => ({
      DINGTALK_OAPI_URL: `https://localhost:${https}`,
      DINGTALK_API_URL: `https://localhost:${https}`,
      NODE_EXTRA_CA_CERTS: authority,
    }));
    expect(done).toMatchObject({ exitCode: 3 });
    expect(done.stdout).toContain('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(sandbox.calls(createPath)).toBe(0);
  }),
);

test.concurrent.each(['HTTPS_PROXY', 'https_proxy'])(
  '%s: hosts only the proxy knows are reached through it, with its password, which is shown nowhere',
  (name) =>
    withSandbox(fast, async (sandbox) => {
      const done = await importVia(sandbox, { credentials: 'clerk:p@ss word' }, ({ proxy, authority }) => ({
        ...secureHosts,
        NODE_EXTRA_CA_CERTS: authority,
        [name]: `http://clerk:p%40ss%20word@127.0.0.1:${proxy}`,
      }));
      expect(done).toMatchObject({ exitCode: 0, statuses: { created: 5 } });
      expect(new Set(done.asked)).toEqual(new Set(['oapi.dingtalk.test:443', 'api.dingtalk.test:443']));
      expect(done.stdout + done.stderr).not.toMatch(/clerk|p@ss|p%40ss/);
    }),
);

test.concurrent('HTTP_PROXY is for http hosts, and not for https ones', () =>
  withSandbox(fast, async (sandbox) => {
    const plain = await importVia(sandbox, {}, ({ proxy }) => ({ HTTP_PROXY: `127.0.0.1:${proxy}` }));
    expect(plain).toMatchObject({ exitCode: 0, statuses: { created: 5 } });
    expect(plain.asked.length).toBeGreaterThan(0);

    const secure = await importVia(sandbox, {}, ({ proxy, https, authority }) => ({
      ...at(https),
      NODE_EXTRA_CA_CERTS: authority,
      HTTP_PROXY: `http://127.0.0.1:${proxy}`,
    }));
    expect(secure).toMatchObject({ exitCode: 0, asked: [] });
  }),
);

test.concurrent.each([
  ['NO_PROXY', '127.0.0.1'],
  ['no_proxy', 'example.com, 127.0.0.0/8'],
])('%s=%s leads around the proxy', (name, value) =>
  withSandbox(fast, async (sandbox) => {
    const done = await importVia(sandbox, { status: 403 }, ({ proxy }) => ({
      HTTP_PROXY: `http://127.0.0.1:${proxy}`,
      [name]: value,
    }));
    expect(done).toMatchObject({ exitCode: 0, statuses: { created: 5 }, asked: [] });
  }),
);

test.concurrent('a proxy that refuses the password ends the run with what to check, after one attempt', () =>
  withSandbox(fast, async (sandbox) => {
    const done = await importVia(sandbox, { credentials: 'clerk:right' }, ({ proxy }) => ({
      ...secureHosts,
      HTTPS_PROXY: `http://clerk:wrongword@127.0.0.1:${proxy}`,
    }));
    expect(done).toMatchObject({ exitCode: 3, statuses: { failed: 1, pending: 4 } });
    expect(done.stdout).toContain('HTTP 407');
    expect(done.stdout).toContain('Check HTTPS_PROXY');
    expect(done.asked).toHaveLength(1);
    expect(done.stdout + done.stderr).not.toMatch(/clerk|wrongword/);
  }),
);

test.concurrent.each([
  ['socks5://clerk:sesame@127.0.0.1:1080', 'only proxies that speak http or https'],
  ['http://clerk:ses%ame@127.0.0.1:1080', 'is not a code; write %25'],
  ['http://clerk:sesame@:::', 'not an address'],
])('the proxy %s is refused: exit 2, without repeating it', async (address, message) => {
  await using folder = await Folder.create();
  await folder.write('x.csv', goodRows(1));
  const done = await runImport(['x.csv'], { cwd: folder.path, environment: { HTTPS_PROXY: address } });
  expect(done.exitCode).toBe(2);
  expect(done.stderr).toContain(
    `error: HTTPS_PROXY: ${message === 'is not a code; write %25' ? '' : message}`,
  );
  expect(done.stderr).toContain(message);
  expect(done.stderr).not.toMatch(/clerk|ses/);
});

test.concurrent('a rehearsal uses no proxy', async () => {
  await using folder = await Folder.create();
  await folder.write('x.csv', goodRows(2));
  await using proxy = await listenAsProxy({ status: 403 });
  const done = await runImport(['x.csv', '--sandbox'], {
    cwd: folder.path,
    environment: { HTTP_PROXY: `http://127.0.0.1:${proxy.port}` },
  });
  expect(done.exitCode).toBe(0);
  expect(proxy.asked).toEqual([]);
});
