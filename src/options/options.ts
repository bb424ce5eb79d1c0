import { resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { readCredentials } from './credentials.js';
import type { Environment } from './environment.js';
import type { ImportJob } from '../importer/job.js';
import type { Credentials } from '../dingtalk/connect.js';
import { readHosts } from './hosts.js';
import { readProxies } from './proxies.js';
import type { PageChoice } from '../report/html/html-report.js';
import { logLevels, type LogLevel } from '../report/log.js';
import { UserError } from '../user-error.js';
import { readFileChoice } from './file-choice.js';
import { ledgerPath, resultsPath, shardPath } from './file-names.js';
import { flags, helpAfter } from './flags.js';
import { attributeName, Reader } from './reader.js';
import { fixed, rules } from './rules.js';
import { readShard } from './shard.js';
import type { Shard } from '../importer/shard.js';

/**
 * What the user wants, checked: no text in it is still to be read as a number, a duration or a choice. Hosts, credentials
 * and ledger are without meaning where `sandbox` is true: a rehearsal remembers nothing.
 */
export interface Options extends Omit<ImportJob, 'input' | 'holder'> {
  /** A path, or `-` for standard input. */
  readonly input: string;
  readonly json: boolean;
  readonly progress: boolean;
  readonly logLevel: LogLevel;
}

/** A command line asks for a run, or only for help. */
export type CommandLine =
  { readonly kind: 'run'; readonly options: Options } | { readonly kind: 'help'; readonly text: string };

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
  const dryRun = read.switch('--dry-run');
  const kind = dryRun ? 'dry-run' : sandbox ? 'sandbox' : 'results';
  const shard = readShard(read, environment);
  const results = shardPath(read.path('--output') ?? resultsPath(input, kind), shard);
  const typedLedger = read.path('--ledger');
  const ledger = typedLedger === undefined ? ledgerPath(results) : shardPath(typedLedger, shard);
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
      file: readFileChoice(read),
      columns: {
        map: read.assignments('--map', lists.get('--map') ?? []),
        set: read.assignments('--set', lists.get('--set') ?? []),
      },
      strictPhones: read.switch('--strict-phones'),
      server: {
        ...fixed,
        ...readHosts(environment),
        credentials,
        rate: read.number(rules.rate) / shard.of,
        retries: read.number(rules.retries),
        proxies: readProxies(environment),
        timeout: read.number(rules.timeout) * 1_000,
      },
      concurrency: read.number(rules.concurrency),
      dryRun,
      matchExisting: read.switch('--match-existing'),
      limits: {
        rows: read.number(rules.limit),
        failed: read.number(rules.maxFailed),
        calls: read.number(rules.maxCalls),
      },
      shard,
      grace: read.number(rules.grace) * 1_000,
      report: readPageChoice(read, shard),
      sandbox,
      json: read.switch('--json'),
      progress: !read.switch('--no-progress'),
      logLevel: read.choice('--log-level', logLevels, 'info'),
    }),
  };
}

/** Whether a program reads the summary, told even where the options as a whole can't be read. */
export function wantsJson(command: readonly string[], environment: Environment): boolean {
  try {
    return command.includes('--json') || new Reader(() => undefined, environment).switch('--json');
  } catch {
    return false;
  }
}

function readPageChoice(read: Reader, shard: Shard): PageChoice | undefined {
  const path = read.path('--report');
  const full = read.switch('--report-full');
  if (path !== undefined) return { path: shardPath(path, shard), full };
  if (!full) return undefined;
  throw new UserError('--report-full says how to write a report, and there is no --report.', [
    'Add --report with a file, e.g. --report import.html',
  ]);
}
