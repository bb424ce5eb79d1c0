import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../src/sandbox/faults.js';
import type { Sandbox, SandboxSettings } from '../src/sandbox/server.js';
import { Folder } from './harness/folder.js';
import { createPath, goodRows, mobileOf, tokenPath } from './harness/job.js';
import { listenAsProxy, type Proxy } from './harness/network.js';
import { runImport, type Surroundings } from './harness/program.js';
import { environmentAt, withSandbox } from './harness/sandbox.js';

/** All a run left behind: both streams, and every file in its folder but the input; and the secrets it used. */
interface Remains {
  readonly exitCode: number | null;
  readonly texts: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

interface Scenario {
  /** How the sandbox behaves; it may tell in its texts which tokens went over the wire. */
  readonly settings?:
    Partial<SandboxSettings> | ((tokens: () => readonly string[]) => Partial<SandboxSettings>);
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly around?: Surroundings;
  readonly exitCode: number;
  /** What the run must have met: words of its remains. */
  readonly met: string;
}

const shortPhone = mobileOf(1).slice(0, 9);

/** The tokens that went over the wire, read by the proxy that everything passes. */
function tokensIn(wire: string): readonly string[] {
  return [...wire.matchAll(/access_token=([^\s&]+)/g)].map(([, token = '']) => token);
}

async function runScenario(
  { settings, command = [], environment = {}, around = {} }: Scenario,
  secretsOf: (sandbox: Sandbox, proxy: Proxy) => readonly string[],
): Promise<Remains> {
  let remains: Remains | undefined;
  await using proxy = await listenAsProxy({ credentials: 'clerk:sesame' });
  const behaviour = typeof settings === 'function' ? settings(() => tokensIn(proxy.passed())) : settings;
  await withSandbox({ callsPerSecond: Infinity, ...behaviour }, async (sandbox) => {
    await using folder = await Folder.create();
    await folder.write('x.csv', goodRows(12));
    const done = await runImport(['x.csv', '--rate', '1000', '--log-level', 'trace', ...command], {
      cwd: folder.path,
      ...around,
      environment: {
        ...environmentAt(sandbox.url.origin),
        HTTP_PROXY: `http://clerk:sesame@127.0.0.1:${proxy.port}`,
        ...environment,
      },
    });
    const texts: Record<string, string> = { stdout: done.stdout, stderr: done.stderr };
    for (const name of await readdir(folder.path)) {
      const text = await readFile(folder.at(name), 'utf8');
      // The ledger's first line names the app it belongs to, and its keys are the phones: that is what it is for.
      if (name.includes('.ledger.')) texts[name] = text.split('\n').slice(1).join('\n');
      else if (name !== 'x.csv') texts[name] = text;
    }
    remains = { exitCode: done.exitCode, texts, secrets: secretsOf(sandbox, proxy) };
  });
  if (remains === undefined) throw new Error('nothing ran');
  return remains;
}

function allSecrets(sandbox: Sandbox, proxy: Proxy): readonly string[] {
  return [
    ...tokensIn(proxy.passed()),
    sandbox.accessToken,
    sandbox.appKey,
    sandbox.appSecret,
    'clerk',
    'sesame',
  ];
}

const app = { appKey: 'sandbox-app-key', appSecret: 'sandbox-app-secret' };
const always =
  (fault: Fault) =>
  ({ path }: { readonly path: string }): Fault | undefined =>
    path === createPath ? fault : undefined;
const atToken =
  (fault: Fault) =>
  ({ path }: { readonly path: string }): Fault | undefined =>
    path === tokenPath ? fault : undefined;
const onceThen =
  (fault: Fault) =>
  ({ path, number }: { readonly path: string; readonly number: number }) =>
    path === createPath && number % 5 === 2 ? fault : undefined;

/** A text in which the server tells all it knows of an app, and of the token it gave it. */
const indiscreet = (tokens: readonly string[]): string =>
  `appKey(${app.appKey}) key=${app.appKey} secret=${app.appSecret} token ${tokens.join(' ')}`;

/** The same of one whose token alone was given to the importer. */
const indiscreetOfToken = `appKey(${app.appKey}) token sandbox-access-token`;
const given = {
  DINGTALK_APP_KEY: '',
  DINGTALK_APP_SECRET: '',
  DINGTALK_ACCESS_TOKEN: 'sandbox-access-token',
};
const slowly = ['--concurrency', '2'];
const oneTry = ['--retries', '0'];

const scenarios: readonly (readonly [string, Scenario])[] = [
  ['nothing goes wrong', { exitCode: 0, met: 'called' }],
  [
    'a token is replaced, twice',
    {
      settings: { tokenCalls: 5 },
      command: slowly,
      exitCode: 0,
      met: 'the access token was rejected; getting another',
    },
  ],
  [
    'a refusal that names app, secret, token and phone',
    {
      settings: {
        fault: always({
          kind: 'refuse',
          errcode: 60103,
          errmsg: `${indiscreetOfToken} phone ${mobileOf(1)}`,
        }),
      },
      environment: given,
      exitCode: 1,
      met: '60103',
    },
  ],
  [
    'a missing permission, in words that name the app',
    {
      settings: (tokens) => ({
        fault: (call) =>
          always({ kind: 'refuse', errcode: 88, sub_code: '60020', errmsg: indiscreet(tokens()) })(call),
      }),
      exitCode: 3,
      met: '60020',
    },
  ],
  [
    'a token that is rejected even when new',
    {
      settings: (tokens) => ({
        fault: (call) =>
          always({ kind: 'refuse', errcode: 88, sub_code: '40014', errmsg: indiscreet(tokens()) })(call),
      }),
      exitCode: 3,
      met: '40014',
    },
  ],
  [
    'a given token that expires',
    { settings: { tokenCalls: 3 }, environment: given, exitCode: 3, met: '40014' },
  ],
  [
    'wrong app credentials',
    { environment: { DINGTALK_APP_SECRET: 'another-secret' }, exitCode: 3, met: 'invalidClientIdOrSecret' },
  ],
  [
    'a refusal whose code is the token',
    {
      settings: { fault: always({ kind: 'refuse', errcode: 88, sub_code: given.DINGTALK_ACCESS_TOKEN }) },
      environment: given,
      exitCode: 3,
      met: '"errcode":"***"',
    },
  ],
  [
    'a refusal whose code is the phone',
    {
      settings: { fault: always({ kind: 'refuse', errcode: 88, sub_code: mobileOf(1) }) },
      exitCode: 3,
      met: '"errcode":"199******01"',
    },
  ],
  [
    'a token call that is answered with a page',
    {
      settings: { fault: atToken({ kind: 'html', commit: true }) },
      command: oneTry,
      exitCode: 3,
      met: 'not-the-api',
    },
  ],
  [
    'a token call that is cut off',
    {
      settings: { fault: atToken({ kind: 'cut', commit: true }) },
      command: oneTry,
      exitCode: 3,
      met: 'connection-cut',
    },
  ],
  [
    'throttles',
    {
      settings: (tokens) => ({
        fault: (call) =>
          onceThen({ kind: 'refuse', errcode: 88, sub_code: '90018', errmsg: indiscreet(tokens()) })(call),
      }),
      exitCode: 0,
      met: 'throttled',
    },
  ],
  [
    'HTTP 429',
    {
      settings: { fault: onceThen({ kind: 'status', status: 429, commit: false, retryAfter: 0 }) },
      exitCode: 0,
      met: 'http-429',
    },
  ],
  [
    'busy to the end',
    {
      settings: { fault: always({ kind: 'refuse', errcode: -1, errmsg: indiscreetOfToken }) },
      command: oneTry,
      environment: given,
      exitCode: 3,
      met: '"stopped":"fatal"',
    },
  ],
  ...(['lost', 'cut', 'html', 'empty', 'truncated', 'remote'] as const).map(
    (kind): readonly [string, Scenario] => [
      `answers that are lost (${kind})`,
      {
        settings: { fault: onceThen({ kind, commit: true }) },
        command: oneTry,
        exitCode: 1,
        met: kind === 'remote' ? 'isp.-1' : /^(lost|cut)$/.test(kind) ? 'connection-cut' : 'not-the-api',
      },
    ],
  ),
  [
    'HTTP 502',
    {
      settings: { fault: onceThen({ kind: 'status', status: 502, commit: false }) },
      command: oneTry,
      exitCode: 1,
      met: 'HTTP 502',
    },
  ],
  [
    'answers that never come',
    {
      settings: { fault: onceThen({ kind: 'hang', commit: true }) },
      command: [...oneTry, '--timeout', '1'],
      exitCode: 1,
      met: 'no-answer',
    },
  ],
  [
    'the ban of this address, and an interruption',
    {
      settings: { banAt: 3 },
      around: {
        onStart: (kill) =>
          setTimeout(() => {
            kill('SIGTERM');
          }, 4_000),
      },
      exitCode: 143,
      met: 'address-banned',
    },
  ],
  [
    'no connection',
    {
      environment: {
        HTTP_PROXY: '',
        DINGTALK_OAPI_URL: 'http://127.0.0.1:1',
        DINGTALK_API_URL: 'http://127.0.0.1:1',
      },
      command: oneTry,
      exitCode: 3,
      met: 'ECONNREFUSED',
    },
  ],
  [
    'nothing listens, with TLS',
    {
      environment: {
        DINGTALK_OAPI_URL: 'https://127.0.0.1:1',
        DINGTALK_API_URL: 'https://127.0.0.1:1',
        HTTPS_PROXY: '',
      },
      command: oneTry,
      exitCode: 3,
      met: 'no-connection',
    },
  ],
  [
    'a proxy that is not there',
    {
      environment: { HTTP_PROXY: 'http://clerk:sesame2@127.0.0.1:1' },
      command: oneTry,
      exitCode: 3,
      met: 'ECONNREFUSED',
    },
  ],
  ['a limit of calls', { command: ['--max-calls', '4'], exitCode: 4, met: '--max-calls 4' }],
  ['a file that may grow no further', { around: { largestFile: 1 }, exitCode: 3, met: "can't be written" }],
];

describe.concurrent('whatever goes wrong', () => {
  test.concurrent.each(scenarios)(
    '%s: no token, secret, app key or password is left anywhere',
    async (_, scenario) => {
      const { exitCode, texts, secrets } = await runScenario(scenario, allSecrets);
      const all = Object.values(texts).join('\n');
      expect(all).toContain(scenario.met);
      expect(`exit ${exitCode ?? 'by signal'}`).toBe(`exit ${scenario.exitCode}`);
      for (const [name, text] of Object.entries(texts)) {
        for (const secret of secrets) expect(`${name}: ${text}`).not.toContain(secret);
        expect(text).not.toContain('another-secret');
        expect(text).not.toMatch(/^\s+at .*:\d+:\d+/m);
      }
      expect(`${texts.stdout ?? ''}${texts.stderr ?? ''}`).not.toContain(shortPhone);
    },
  );
});

test.concurrent('the tokens looked for are those that went over the wire', async () => {
  const { secrets } = await runScenario(
    { settings: { tokenCalls: 5 }, command: slowly, exitCode: 0, met: '' },
    (_, proxy) => tokensIn(proxy.passed()),
  );
  expect(new Set(secrets).size).toBe(3);
});
