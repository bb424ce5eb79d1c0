#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { reservedPhones, shares, shareWords, type FaultShares, type Refusal } from './sandbox/faults.js';
import { allScopes } from './sandbox/api.js';
import { startSandbox, type Sandbox } from './sandbox/server.js';
import { isSystemError, systemReason, UserError } from './user-error.js';

/** A parser for a number between bounds; commander names the option in front of its message. */
function number(least: number, most: number, whole: boolean): (text: string) => number {
  return (text) => {
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
    throw new InvalidArgumentError(`Give a ${whole ? 'whole ' : ''}number from ${least} to ${most}.`);
  };
}

const upToABillion = number(1, 1_000_000_000, true);
const contactLimit = number(0, 1_000_000_000, true);

function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}

function oneOf<Choice extends string>(...choices: readonly Choice[]): (text: string) => Choice {
  return (text) => {
    const chosen = choices.find((choice) => choice === text);
    if (chosen !== undefined) return chosen;
    throw new InvalidArgumentError(`Give one of: ${choices.join(', ')}.`);
  };
}

function readRefusal(text: string, earlier: readonly Refusal[]): readonly Refusal[] {
  const [, code, share = '1'] = /^((?:88\/)?-?\d{1,9})(?::(0(?:\.\d+)?|1))?$/.exec(text) ?? [];
  if (code !== undefined) return [...earlier, { code, share: Number(share) }];
  throw new InvalidArgumentError('Give a code, and perhaps a share from 0 to 1, e.g. 60103:0.5');
}

interface Choices {
  readonly host: string;
  readonly refuse: readonly Refusal[];
  readonly withoutScope: readonly string[];
  readonly expiredCode: '40014' | '42001';
  readonly unwrapped: boolean;
  readonly textErrcode: boolean;
}

function flagOf(share: string): string {
  return share.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function parse(command: readonly string[]): Command {
  const parser = new Command('node dist/sandbox.js')
    .description(
      'A DingTalk stand-in on a loopback port: tokens, external contacts and look-ups over real HTTP.',
    )
    .option('--host <address>', 'address to listen on; 0.0.0.0 in a container', '127.0.0.1')
    .option('--port <n>', 'port to listen on; 0 is any free one', number(0, 65_535, true), 8080)
    .option('--latency <ms>', 'before each answer', number(0, 600_000, false), 0)
    .option('--calls-per-second <n>', 'for one path; more are throttled', number(1, 1_000_000, true), 20)
    .option('--token-life <seconds>', 'life of a token', number(1, 7_200, false), 7_200)
    .option('--token-calls <n>', 'calls that a token serves (default: no limit)', upToABillion)
    .option('--contact-limit <n>', 'contacts the organisation may have (default: no limit)', contactLimit)
    .option('--ban-at <n>', 'the create that gets the address banned (default: none)', upToABillion)
    .option('--ban-seconds <s>', 'length of that ban', number(0, 86_400, false), 300)
    .option('--seed <n>', 'of the random faults', number(0, 4_294_967_295, true), 1)
    .option(
      '--refuse <code[:share]>',
      'refuse creates with this code, e.g. 33009, 88/90002 or 40001:0.1; 15 makes nothing; repeatable',
      readRefusal,
      [],
    )
    .option('--without-scope <scope>', 'a scope that the app lacks; repeatable', collect, [])
    .option(
      '--expired-code <code>',
      'of a token that has expired: 40014 or 42001',
      oneOf('40014', '42001'),
      '40014',
    )
    .option('--unwrapped', 'refuse tokens, scopes and throttled calls with plain codes, not inside 88', false)
    .option('--text-errcode', 'answer getbymobile with an errcode that is a text', false)
    .option('--no-reserved-phones', 'treat the reserved phones like any other')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  for (const [name, words] of Object.entries(shareWords)) {
    parser.option(`--${flagOf(name)} <share>`, `share of the creates: ${words}`, number(0, 1, false), 0);
  }
  const phones = Object.entries(reservedPhones).map(([mobile, { words }]) => `  ${mobile}  ${words}`);
  parser.addHelpText('after', `\nReserved phones, with state_code 86:\n${phones.join('\n')}`);
  return parser.parse([...command], { from: 'user' });
}

function start(parser: Command): Promise<Sandbox> {
  const setting = (name: string): number => Number(parser.getOptionValue(name) ?? Infinity);
  const faults: FaultShares = Object.fromEntries(Object.keys(shares).map((name) => [name, setting(name)]));
  const { host, refuse, withoutScope, expiredCode, unwrapped, textErrcode } = parser.opts<Choices>();
  return startSandbox({
    host,
    refusals: refuse,
    scopes: allScopes.filter((scope) => !withoutScope.includes(scope)),
    expiredCode,
    unwrapped,
    textErrcode,
    port: setting('port'),
    latency: setting('latency'),
    callsPerSecond: setting('callsPerSecond'),
    tokenLife: setting('tokenLife') * 1_000,
    tokenCalls: setting('tokenCalls'),
    contactLimit: setting('contactLimit'),
    banAt: setting('banAt'),
    banFor: setting('banSeconds') * 1_000,
    seed: setting('seed'),
    reservedPhones: parser.getOptionValue('reservedPhones') === true,
    faults,
  });
}

async function main(command: readonly string[]): Promise<void> {
  const parser = parse(command);
  let sandbox: Sandbox;
  try {
    sandbox = await start(parser);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const taken = error.code === 'EADDRINUSE' ? 'another program listens on it' : systemReason(error);
    throw new UserError(`Port ${String(parser.getOptionValue('port'))} can't be used: ${taken}.`, [
      'Give another with --port, or 0 for any free one, and an address of this machine with --host.',
    ]);
  }
  const { url, appKey, appSecret } = sandbox;
  process.stdout.write(
    `The sandbox listens on ${url.origin}. To use it, paste:\n\n` +
      `  export DINGTALK_OAPI_URL=${url.origin} DINGTALK_API_URL=${url.origin}\n` +
      `  export DINGTALK_APP_KEY=${appKey} DINGTALK_APP_SECRET=${appSecret}\n\n` +
      `What it has seen: ${url.origin}/sandbox/seen and ${url.origin}/sandbox/contacts\n`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    process.stderr.write(`${error.message}\n  node dist/sandbox.js --help lists all options.\n`);
    return 2;
  }
  if (error instanceof UserError) {
    process.stderr.write(`error: ${[error.message, ...error.hints].join('\n  ')}\n`);
    return error.exitCode;
  }
  throw error;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = explain(error);
}
