import { expect, test } from 'vitest';
import { runSandbox } from './harness/program.js';
import { spawnSandbox, withSandbox } from './harness/sandbox.js';

test('a sandbox of its own serves, tells what it has seen, and ends on SIGTERM', async () => {
  await using sandbox = await spawnSandbox(['--calls-per-second', '100']);
  const body = JSON.stringify({ appKey: 'sandbox-app-key', appSecret: 'sandbox-app-secret' });
  const answer = await fetch(`${sandbox.origin}/v1.0/oauth2/accessToken`, { method: 'POST', body });
  expect(await answer.json()).toHaveProperty('accessToken');
  expect(await (await fetch(`${sandbox.origin}/sandbox/seen`)).json()).toMatchObject({
    paths: { '/v1.0/oauth2/accessToken': { calls: 1, peakInFlight: 1 } },
    contacts: 1,
    tokensGiven: 1,
  });
  const contacts = (await (await fetch(`${sandbox.origin}/sandbox/contacts`)).text()).trim().split('\n');
  expect(contacts.map((line): unknown => JSON.parse(line))).toMatchObject([{ mobile: '19900007001' }]);
});

test('the help lists faults and reserved phones, with exit 0', async () => {
  const done = await runSandbox(['--help']);
  expect(done).toMatchObject({ exitCode: 0, stderr: '' });
  expect(done.stdout).toMatch(/--lost-after <share>\s+share of the creates: made, but the connection breaks/);
  expect(done.stdout).toMatch(/--lost-before <share>\s+share of the creates: the connection breaks, nothing/);
  expect(done.stdout).not.toContain('null');
  expect(done.stdout).toContain('19900009901  busy twice, then made');
});

test.each([
  [['--busy', '2'], "option '--busy <share>' argument '2' is invalid. Give a number from 0 to 1."],
  [['--port', 'http'], "option '--port <n>' argument 'http' is invalid."],
  [['--latencyy', '2'], "unknown option '--latencyy'"],
])('%j is refused: exit 2, one message, no stack', async (flags, message) => {
  const done = await runSandbox(flags);
  expect(done).toMatchObject({ exitCode: 2, stdout: '' });
  expect(done.stderr).toContain(message);
  expect(done.stderr).not.toMatch(/^\s+at /m);
});

test('a port that is taken is refused with what to do', () =>
  withSandbox({}, async (sandbox) => {
    const done = await runSandbox(['--port', sandbox.url.port]);
    expect(done.exitCode).toBe(2);
    expect(done.stderr).toContain('another program listens on it');
  }));

test('codes and access can be rehearsed from the command line', async () => {
  await using sandbox = await spawnSandbox([
    '--refuse',
    '88/90002',
    '--without-scope',
    'qyapi_ext_read',
    '--unwrapped',
  ]);
  const ask = async (path: string): Promise<unknown> => {
    const contact = { mobile: '19910000001', state_code: '86' };
    const url = `${sandbox.origin}${path}?access_token=sandbox-access-token`;
    return (await fetch(url, { method: 'POST', body: JSON.stringify({ contact }) })).json();
  };
  expect(await ask('/topapi/extcontact/create')).toMatchObject({ errcode: 88, sub_code: '90002' });
  expect(await ask('/topapi/extcontact/list')).toMatchObject({ errcode: 60011 });
  const unknown = await fetch(`${sandbox.origin}/v1.0/topapi`, { method: 'POST' });
  expect([unknown.status, await unknown.json()]).toMatchObject([404, { code: 'InvalidAction.NotFound' }]);
});
