import { basename, dirname, extname, join, resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { readCredentials, type Environment } from './credentials.js';
import type { ServerSettings } from './dingtalk/client.js';
import type { Credentials } from './dingtalk/token.js';
import { readHosts } from './hosts.js';
import { logLevels, type LogLevel } from './report/log.js';
import { parseAssignment, type ColumnChoice } from './source/columns.js';
import type { Field } from './source/fields.js';
import { UserError } from './user-error.js';

/** What the user wants, checked: no text in it is still to be read as a number, a duration or a choice. */
export interface Options {
  /** A path, or `-` for standard input. */
  readonly input: string;
  readonly results: string;
  /** Without meaning where `sandbox` is true: a rehearsal remembers nothing. */
  readonly ledger: string;
  readonly columns: ColumnChoice;
  /** Without meaning for hosts and credentials where `sandbox` is true. */
  readonly server: ServerSettings;
  readonly concurrency: number;
  readonly sandbox: boolean;
  readonly logLevel: LogLevel;
}

/** A command line asks for a run, or only for help. */
export type CommandLine =
  { readonly kind: 'run'; readonly options: Options } | { readonly kind: 'help'; readonly text: string };

interface NumberRule {
  readonly flag: string;
  readonly fallback: number;
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
  readonly of: string;
}

const rules = {
  rate: { flag: '--rate', fallback: 15, least: 0.1, most: 10_000, whole: false, of: 'calls a second' },
  concurrency: {
    flag: '--concurrency',
    fallback: 10,
    least: 1,
    most: 500,
    whole: true,
    of: 'calls in flight',
  },
  retries: { flag: '--retries', fallback: 3, least: 0, most: 20, whole: true, of: 'more attempts' },
  timeout: { flag: '--timeout', fallback: 30, least: 1, most: 600, whole: false, of: 'seconds' },
} as const satisfies Readonly<Record<string, NumberRule>>;

/** The least wait before a second attempt, in ms. */
const firstWait = 1_000;

/** Every option, as the help shows it; the environment has the same as `IMPORT_…`. */
const flags: readonly (readonly [string, string])[] = [
  ['-o, --output <file>', 'results CSV (default: <name>.results.csv beside the input)'],
  [
    '--ledger <file>',
    'what is known of each phone, over all runs (default: <name>.ledger.ndjson beside the results)',
  ],
  ['--map <field=column>', 'column that feeds a field; name="First Name+Last Name" joins two; repeat it'],
  ['--set <field=value>', 'value for rows that have none, e.g. --set state_code=86; repeat it'],
  ['--rate <n>', 'calls a second at most, retries included; the server allows 20 (default: 15)'],
  ['--concurrency <n>', 'calls in flight at most (default: 10)'],
  ['--retries <n>', 'more attempts for a row after the first (default: 3)'],
  ['--timeout <seconds>', 'for one attempt; short ones manufacture lost answers (default: 30)'],
  ['--sandbox', 'run against the built-in server instead of DingTalk'],
  ['--log-level <level>', `${logLevels.join(', ')} (default: info)`],
];

const helpAfter = `
Every option also comes from the environment: --log-level as IMPORT_LOG_LEVEL, and so on; the
command line wins. IMPORT_MAP and IMPORT_SET take one pair a line.

Credentials come from the environment only: DINGTALK_ACCESS_TOKEN, or DINGTALK_APP_KEY with
DINGTALK_APP_SECRET; each also as …_FILE, naming a file. Hosts: DINGTALK_OAPI_URL
(https://oapi.dingtalk.io) and DINGTALK_API_URL (https://api.dingtalk.io); mainland China sets
both to .com.

Exit codes: 0 every row created or skipped, 1 some rows invalid, failed or unknown, 2 nothing
was sent, 3 stopped by what concerns every row, 130 or 143 interrupted.`;

/**
 * Command line and environment → options. `command` is the line after the program's name.
 * Throws a `UserError` for everything in it that isn't right; credentials that are missing are reported later.
 */
export function parseOptions(command: readonly string[], environment: Environment): CommandLine {
  const lists = new Map<string, string[]>([
    ['--map', []],
    ['--set', []],
  ]);
  let help = '';
  const parser = new Command('node dist/import.js')
    .description('Imports a CSV of contacts into DingTalk as external contacts.')
    .argument('<file>', 'CSV file; "-" reads standard input')
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', helpAfter)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => (help += text),
      writeErr: () => undefined,
      getOutHelpWidth: () => 98,
    });
  for (const [flag, text] of flags) {
    const list = lists.get(flag.split(' ')[0] ?? '');
    if (list === undefined) parser.option(flag, text);
    else parser.option(flag, text, (value: string) => list.push(value));
  }
  try {
    parser.parse(command, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return { kind: 'help', text: help };
    const [message = '', ...hints] = error.message.replace(/^error: /, '').split('\n');
    throw new UserError(`${message}.`, [...hints, 'node dist/import.js --help lists all options.']);
  }

  const typed = (flag: string): unknown => parser.getOptionValue(attributeName(flag));
  const read = new Reader(typed, environment);
  const sandbox = read.switch('--sandbox');
  const credentials: Credentials = sandbox ? { kind: 'none' } : readCredentials(environment);
  const input = parser.args[0] ?? '';
  if (input === '')
    throw new UserError('The name of the input file is empty.', [
      'Give a CSV file, or "-" for standard input.',
    ]);
  const results = read.text('--output')?.text ?? defaultResults(input, sandbox);
  const ledger = read.text('--ledger')?.text ?? defaultLedger(results);
  if (resolve(ledger) === resolve(results)) {
    throw new UserError(`${ledger}: results and ledger would be the same file.`, [
      'Give another file with --ledger.',
    ]);
  }
  return {
    kind: 'run',
    options: Object.freeze({
      input,
      results,
      ledger,
      columns: {
        map: read.assignments('--map', lists.get('--map') ?? []),
        set: read.assignments('--set', lists.get('--set') ?? []),
      },
      server: {
        ...readHosts(environment),
        credentials,
        rate: read.number(rules.rate),
        retries: read.number(rules.retries),
        firstWait,
        timeout: read.number(rules.timeout) * 1_000,
      },
      concurrency: read.number(rules.concurrency),
      sandbox,
      logLevel: read.choice('--log-level', logLevels, 'info'),
    }),
  };
}

/** One option's value as text, and how to name where it came from. */
interface Given {
  readonly text: string;
  readonly from: string;
}

/** Reads single options, the command line before the environment. An empty variable counts as none. */
class Reader {
  readonly #typed: (flag: string) => unknown;
  readonly #environment: Environment;

  constructor(typed: (flag: string) => unknown, environment: Environment) {
    this.#typed = typed;
    this.#environment = environment;
  }

  text(flag: string): Given | undefined {
    const typed = this.#typed(flag);
    if (typeof typed === 'string') return { text: typed, from: flag };
    const variable = variableName(flag);
    const text = this.#environment[variable]?.trim() ?? '';
    return text === '' ? undefined : { text, from: variable };
  }

  number({ flag, fallback, least, most, whole, of }: NumberRule): number {
    const given = this.text(flag);
    if (given === undefined) return fallback;
    const value = /^\d+(\.\d+)?$/.test(given.text.trim()) ? Number(given.text) : NaN;
    if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
    throw new UserError(`${given.from} "${given.text}": not a number of ${of} that can be used.`, [
      `Give a ${whole ? 'whole ' : ''}number from ${least} to ${most}, e.g. ${flag} ${fallback}`,
    ]);
  }

  choice<Choice extends string>(flag: string, choices: readonly Choice[], fallback: Choice): Choice {
    const given = this.text(flag);
    if (given === undefined) return fallback;
    const chosen = choices.find((choice) => choice === given.text);
    if (chosen !== undefined) return chosen;
    throw new UserError(`${given.from} "${given.text}": there is no such choice.`, [
      `Give one of: ${choices.join(', ')}.`,
    ]);
  }

  switch(flag: string): boolean {
    if (this.#typed(flag) === true) return true;
    const given = this.text(flag);
    if (given === undefined || /^(0|false|no|off)$/i.test(given.text)) return false;
    if (/^(1|true|yes|on)$/i.test(given.text)) return true;
    throw new UserError(`${given.from} "${given.text}": neither yes nor no.`, ['Give 1 or 0.']);
  }

  /** Pairs of the environment first, so that the command line's replace them field by field. */
  assignments(flag: string, typed: readonly string[]): ReadonlyMap<Field, string> {
    const variable = variableName(flag);
    const lines = (this.#environment[variable] ?? '').split('\n').filter((line) => line.trim() !== '');
    return new Map([
      ...lines.map((line) => parseAssignment(variable, line)),
      ...typed.map((text) => parseAssignment(flag, text)),
    ]);
  }
}

function attributeName(flag: string): string {
  return flag.replace(/^--/, '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function variableName(flag: string): string {
  return `IMPORT_${flag.replace(/^--/, '').replaceAll('-', '_').toUpperCase()}`;
}

function defaultResults(input: string, sandbox: boolean): string {
  const kind = sandbox ? 'sandbox' : 'results';
  if (input === '-') return `stdin.${kind}.csv`;
  return join(dirname(input), `${basename(input, extname(input))}.${kind}.csv`);
}

/** A results file that is imported again, mended, has the ledger of the file it came from. */
function defaultLedger(results: string): string {
  const name = basename(results, extname(results)).replace(/(\.results)+$/, '');
  return join(dirname(results), `${name}.ledger.ndjson`);
}
