import { expect, test } from 'vitest';
import type { Environment } from '../../src/options/environment.js';
import { parseCommandLine } from '../../src/options/command-line.js';
import { optionGroups } from '../../src/options/option-table.js';
import { exitCodes } from '../../src/report/exit-code.js';
import { UserError } from '../../src/user-error.js';
import { Folder } from '../harness/folder.js';
import { runOf } from '../harness/options.js';

const options = runOf;

function errorOf(command: readonly string[], environment: Environment = {}): string {
  try {
    options(command, environment);
  } catch (error) {
    if (error instanceof UserError) return [error.message, ...error.hints].join(' ');
    throw error;
  }
  throw new Error('expected an error');
}

test('--rate auto begins at the usual rate and looks for a higher one', () => {
  expect(options(['a.csv', '--rate', 'auto']).server).toMatchObject({ rate: 15, findsRate: true });
  expect(() => options(['a.csv', '--rate', 'fast'])).toThrow('"fast"');
});

test('a file name alone is enough', () => {
  expect(options(['data/contacts.csv'])).toEqual({
    input: 'data/contacts.csv',
    results: 'data/contacts.results.csv',
    ledger: 'data/contacts.ledger.ndjson',
    otherLedger: 'data/contacts.ledger.ndjson',
    rejects: undefined,
    file: { encoding: undefined, delimiter: undefined },
    columns: { map: new Map(), set: new Map() },
    strictPhones: false,
    server: {
      oapiUrl: new URL('https://oapi.dingtalk.io'),
      apiUrl: new URL('https://api.dingtalk.io'),
      credentials: { kind: 'none' },
      rate: 15,
      findsRate: false,
      retries: 3,
      firstWait: 1_000,
      timeout: 30_000,
      banPause: 300_000,
      silence: 20_000,
      proxies: { https: undefined, http: undefined, exempt: [] },
    },
    concurrency: 10,
    dryRun: false,
    matchExisting: false,
    forgetMissing: false,
    minRows: 0,
    limits: { rows: Infinity, failed: Infinity, calls: Infinity },
    shard: { index: 0, of: 1 },
    grace: 8_000,
    sandbox: false,
    run: 'a-run',
    runLabel: 'a test',
    report: undefined,
    json: false,
    progress: true,
    logLevel: 'info',
  });
});

test('what the user says about the file is read by many names', () => {
  expect(options(['x.csv', '--encoding', 'GBK', '--delimiter', 'tab']).file).toEqual({
    encoding: 'gb18030',
    delimiter: '\t',
  });
  expect(options(['x.csv'], { IMPORT_DELIMITER: '\t', IMPORT_STRICT_PHONES: '1' })).toMatchObject({
    file: { delimiter: '\t' },
    strictPhones: true,
  });
});

test('limits are whole numbers from 1', () => {
  const limits = ['--limit', '5', '--max-failed', '2', '--max-calls', '100'];
  expect(options(['x.csv', ...limits]).limits).toEqual({ rows: 5, failed: 2, calls: 100 });
  expect(options(['x.csv'], { IMPORT_MAX_CALLS: '7' }).limits.calls).toBe(7);
  for (const flag of ['--limit', '--max-failed', '--max-calls']) {
    expect(errorOf(['x.csv', flag, '0'])).toContain(`e.g. ${flag} 100`);
    expect(errorOf(['x.csv', flag, '1.5'])).toContain('Give a whole number from 1');
  }
});

test('the options are frozen', () => {
  const commandLine = parseCommandLine(['x.csv'], {}, 80);
  expect(commandLine.kind === 'run' && Object.isFrozen(commandLine.options)).toBe(true);
});

test('results go beside the input, and those of a dry run have another name', () => {
  expect(options(['x.csv', '--sandbox']).results).toBe('x.sandbox.csv');
  expect(options(['x.csv', '--dry-run'])).toMatchObject({
    results: 'x.dry-run.csv',
    ledger: 'x.ledger.ndjson',
  });
  expect(options(['x.csv', '--dry-run', '-o', 'y.csv']).ledger).toBe('x.ledger.ndjson');
  expect(options(['-']).results).toBe('stdin.results.csv');
  expect(options(['/data/export']).results).toBe('/data/export.results.csv');
  expect(options(['x.csv', '-o', 'out/y.csv']).results).toBe('out/y.csv');
});

test('the ledger goes beside the input, wherever the results go, and a file that the importer wrote uses that of the file before it', () => {
  expect(options(['x.csv']).ledger).toBe('x.ledger.ndjson');
  expect(options(['x.results.csv'])).toMatchObject({
    results: 'x.results-2.csv',
    ledger: 'x.ledger.ndjson',
  });
  expect(options(['x.csv', '-o', 'out/y.csv'])).toMatchObject({
    ledger: 'x.ledger.ndjson',
    otherLedger: 'out/x.ledger.ndjson',
  });
  expect(options(['x.results-2.csv'])).toMatchObject({
    results: 'x.results-3.csv',
    ledger: 'x.ledger.ndjson',
  });
  expect(options(['x.dry-run.csv', '--dry-run'])).toMatchObject({
    results: 'x.dry-run-2.csv',
    ledger: 'x.ledger.ndjson',
  });
  expect(options(['x.dry-run-2.csv'])).toMatchObject({
    results: 'x.results.csv',
    ledger: 'x.ledger.ndjson',
  });
  expect(options(['x.sandbox-2.csv', '--sandbox']).results).toBe('x.sandbox-3.csv');
  expect(options(['x.results-2.csv', '--shard', '0/4']).ledger).toBe('x.0-of-4.ledger.ndjson');
  expect(options(['x.rejects.csv'])).toMatchObject({
    results: 'x.rejects.results.csv',
    ledger: 'x.ledger.ndjson',
  });
  expect(options(['x.rejects.results.csv'])).toMatchObject({
    results: 'x.rejects.results-2.csv',
    ledger: 'x.ledger.ndjson',
  });
  expect(options(['-', '-o', 'out/y.csv']).ledger).toBe('out/y.ledger.ndjson');
  expect(options(['x.csv', '--ledger', '/state/org.ndjson']).ledger).toBe('/state/org.ndjson');
});

test('every option comes from the environment too, and the command line wins', () => {
  const environment = {
    IMPORT_OUTPUT: 'y.csv',
    IMPORT_RATE: '2.5',
    IMPORT_CONCURRENCY: '3',
    IMPORT_RETRIES: '0',
    IMPORT_TIMEOUT: '5',
    IMPORT_SANDBOX: 'yes',
    IMPORT_LOG_LEVEL: 'debug',
    IMPORT_MAP: 'name=First+Last\n\nmobile=Cell',
    IMPORT_SET: 'state_code=86',
  };
  expect(options(['x.csv'], environment)).toMatchObject({
    results: 'y.csv',
    columns: {
      map: new Map([
        ['name', 'First+Last'],
        ['mobile', 'Cell'],
      ]),
      set: new Map([['state_code', '86']]),
    },
    server: { rate: 2.5, retries: 0, timeout: 5_000 },
    concurrency: 3,
    sandbox: true,
    logLevel: 'debug',
  });
  const both = options(['x.csv', '--rate', '7', '--map', 'mobile=Handy'], environment);
  expect(both.server.rate).toBe(7);
  expect(both.columns.map).toEqual(
    new Map([
      ['name', 'First+Last'],
      ['mobile', 'Handy'],
    ]),
  );
});

test('an empty variable counts as none, and a switch can be switched off', () => {
  expect(options(['x.csv'], { IMPORT_RATE: '', IMPORT_SANDBOX: '' })).toMatchObject({ sandbox: false });
  expect(options(['x.csv'], { IMPORT_SANDBOX: '0' }).sandbox).toBe(false);
  expect(errorOf(['x.csv'], { IMPORT_SANDBOX: 'maybe' })).toContain(
    'IMPORT_SANDBOX "maybe": neither yes nor no.',
  );
});

test('--map and --set repeat without eating the file name after them', () => {
  const parsed = options(['--map', 'name=A', '--set', 'remark=a=b', '--map', 'mobile=B', 'x.csv']);
  expect(parsed.input).toBe('x.csv');
  expect(parsed.columns.map.size).toBe(2);
  expect(parsed.columns.set.get('remark')).toBe('a=b');
});

test.each([
  [
    ['--rate', 'fast', 'x.csv'],
    '--rate "fast" can\'t be used. Give a number from 0.1 to 10000, e.g. --rate 15',
  ],
  [['--rate', '0', 'x.csv'], '--rate "0"'],
  [['--concurrency', '2.5', 'x.csv'], 'Give a whole number from 1 to 500'],
  [['--retries', '-1', 'x.csv'], '--retries "-1"'],
  [['--timeout', '1e9', 'x.csv'], '--timeout "1e9"'],
  [['--log-level', 'loud', 'x.csv'], 'Give one of: trace, debug, info, warn, error, silent.'],
  [['--concurency', '3', 'x.csv'], "unknown option '--concurency'. (Did you mean --concurrency?)"],
  [['--map', 'phone=A', 'x.csv'], 'there is no field "phone"'],
  [['--set', 'remark', 'x.csv'], 'not of the form FIELD=VALUE'],
  [['x.csv', 'y.csv'], 'too many arguments'],
  [[], 'No input file is given.'],
  [[''], 'The name of the input file is empty.'],
  [['x.csv', '--output'], 'argument missing'],
])('the command line %j is refused with what to do', (command, message) => {
  expect(errorOf(command)).toContain(message);
});

test('a wrong variable is named by its own name', () => {
  expect(errorOf(['x.csv'], { IMPORT_RATE: 'fast' })).toContain('IMPORT_RATE "fast"');
});

function helpAt(width: number): string {
  const commandLine = parseCommandLine(['--help'], {}, width);
  if (commandLine.kind !== 'help') throw new Error(`expected the help, got ${commandLine.kind}`);
  return commandLine.text;
}

test.each([80, 60, 120])(
  'the help names every option by task and every exit code, in %i columns',
  (width) => {
    const help = helpAt(width);
    for (const [group, inGroup] of Object.entries(optionGroups)) {
      expect(help).toContain(`\n${group}:\n`);
      for (const option of inGroup) expect(help).toContain(`  ${option.flags} `);
    }
    const words = help.replace(/\s+/g, ' ');
    for (const [code, meaning] of Object.entries(exitCodes)) expect(words).toContain(`${code} ${meaning}`);
    expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
  },
);

test('--version, and --explain with and without a code, need no input', () => {
  const parse = (...command: readonly string[]): unknown => parseCommandLine(command, {}, 80);
  expect(parse('--version')).toEqual({ kind: 'version' });
  expect(parse('--explain', '60121')).toEqual({ kind: 'explain', code: '60121' });
  expect(parse('--explain', '-1')).toEqual({ kind: 'explain', code: '-1' });
  expect(parse('--explain')).toEqual({ kind: 'explain', code: undefined });
});

test('credentials: a token, or an app with its secret, or files that hold them', async () => {
  await using folder = await Folder.create();
  const file = await folder.write('secret', 'from-file\n');
  const credentials = (environment: Environment): unknown =>
    options(['x.csv'], environment).server.credentials;
  expect(credentials({ DINGTALK_ACCESS_TOKEN: 't' })).toEqual({ kind: 'token', accessToken: 't' });
  expect(credentials({ DINGTALK_ACCESS_TOKEN_FILE: file })).toEqual({
    kind: 'token',
    accessToken: 'from-file',
  });
  expect(credentials({ DINGTALK_APP_KEY: 'k', DINGTALK_APP_SECRET_FILE: file })).toEqual({
    kind: 'app',
    appKey: 'k',
    appSecret: 'from-file',
  });
});

test.each([
  [{ DINGTALK_APP_KEY: 'k' }, "DINGTALK_APP_KEY is set, but DINGTALK_APP_SECRET isn't."],
  [{ DINGTALK_APP_SECRET: 'k' }, "DINGTALK_APP_SECRET is set, but DINGTALK_APP_KEY isn't."],
  [
    { DINGTALK_ACCESS_TOKEN: 't', DINGTALK_APP_KEY: 'k', DINGTALK_APP_SECRET: 's' },
    'Both an access token and app',
  ],
  [{ DINGTALK_ACCESS_TOKEN: 't', DINGTALK_ACCESS_TOKEN_FILE: 'f' }, 'Both DINGTALK_ACCESS_TOKEN and'],
  [
    { DINGTALK_ACCESS_TOKEN_FILE: '/no/such/secret' },
    "can't be read: there is no such file or folder (ENOENT)",
  ],
])('credentials that contradict each other or cannot be read are refused: %j', (environment, message) => {
  expect(errorOf(['x.csv'], environment)).toContain(message);
});

test('hosts: both of one region, https, or http to a loopback address', () => {
  const hosts = (oapi: string, api: string): Environment => ({
    DINGTALK_OAPI_URL: oapi,
    DINGTALK_API_URL: api,
  });
  const china = hosts('https://oapi.dingtalk.com', 'https://api.dingtalk.com');
  expect(options(['x.csv'], china).server.apiUrl.href).toBe('https://api.dingtalk.com/');
  for (const loopback of ['http://127.0.0.1:8080', 'http://localhost:1', 'http://[::1]:2']) {
    expect(options(['x.csv'], hosts(loopback, loopback)).server.oapiUrl.host).toBe(new URL(loopback).host);
  }
  expect(errorOf(['x.csv'], hosts('http://oapi.dingtalk.com', ''))).toContain(
    'plain http would show the token',
  );
  expect(errorOf(['x.csv'], hosts('http://127.0.0.1.example.com', ''))).toContain('plain http');
  expect(errorOf(['x.csv'], hosts('https://oapi.dingtalk.com', ''))).toContain('two regions');
  expect(errorOf(['x.csv'], hosts('oapi', ''))).toContain('DINGTALK_OAPI_URL "oapi": not an address.');
  expect(errorOf(['x.csv'], hosts('ftp://x', ''))).toContain('not an https address');
  expect(errorOf(['x.csv'], hosts('https://gateway.example/dingtalk', ''))).toContain(
    'it contains more than a host',
  );
  expect(errorOf(['x.csv'], hosts('https://me:pass@gateway.example', ''))).not.toContain('pass@');
});

test('with --sandbox no credentials are read', () => {
  expect(options(['x.csv', '--sandbox'], { DINGTALK_APP_KEY: 'k' }).server.credentials).toEqual({
    kind: 'none',
  });
});

test.each(['--output', '--ledger', '--report'])(
  '%s with an empty name is refused before the import, and not after it',
  (flag) => {
    expect(errorOf(['x.csv', flag, ''])).toContain(`${flag} names no file.`);
    expect(errorOf(['x.csv', `${flag}= `])).toContain(`${flag} names no file.`);
  },
);
