import { Command, CommanderError } from 'commander';
import { closest } from 'fastest-levenshtein';
import { checkDelimiter, checkEncoding, checkShard, numberOptions } from '../importer/check-options.js';
import type { JobOptions } from '../importer/job.js';
import { wholeFile, type Shard } from '../importer/shard.js';
import { exitCodes } from '../report/exit-code.js';
import { logLevels, type LogLevel } from '../report/log.js';
import { UserError } from '../user-error.js';
import { readVariable, type Environment } from './environment.js';
import { helpAfter, longName, optionGroups } from './option-table.js';
import { attributeName, Reader, variableName } from './reader.js';
import { readCredentials, readProxies } from './server-options.js';

/** What the user wants of one run. */
export interface Options {
  readonly job: JobOptions & { readonly input: string };
  readonly sandbox: boolean;
  readonly json: boolean;
  readonly progress: boolean;
  readonly logLevel: LogLevel;
}

/** What a command line asks for; without `code`, all codes are explained. */
export type CommandLine =
  | { readonly kind: 'run'; readonly options: Options }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'explain'; readonly code: string | undefined }
  | { readonly kind: 'version' };

/**
 * Command line and environment → what to do. `command` is the line after the program's name; `width` is that of the
 * terminal, for the help. Throws a `UserError` for an option that can't be used.
 */
export function parseCommandLine(
  command: readonly string[],
  environment: Environment,
  width: number,
): CommandLine {
  const repeated = new Map<string, string[]>([
    ['--map', []],
    ['--set', []],
  ]);
  let help = '';
  const parser = newParser(repeated, width, (text) => (help += text));
  try {
    parser.parse(command, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return { kind: 'help', text: help };
    const [message = '', ...hints] = error.message.replace(/^error: /, '').split('\n');
    throw new UserError(`${message}.`, [...hints, 'node dist/import.js --help lists all options.']);
  }
  const typed = (flag: string): unknown => parser.getOptionValue(attributeName(flag));
  if (typed('--version') === true) return { kind: 'version' };
  const code = typed('--explain');
  if (code !== undefined) return { kind: 'explain', code: typeof code === 'string' ? code : undefined };

  const [input] = parser.args;
  if (input === undefined || input === '')
    throw new UserError(input === '' ? 'The name of the input file is empty.' : 'No input file is given.', [
      'Give a CSV file, or "-" for standard input.',
      'node dist/import.js --help lists all options.',
    ]);
  checkVariables(environment);
  return { kind: 'run', options: readOptions(input, new Reader(typed, environment), repeated, environment) };
}

/** Throws a `UserError` for a variable `IMPORT_…` that is no option: with a mistake in its name, a dry run would be a real one. */
function checkVariables(environment: Environment): void {
  const options = Object.values(optionGroups).flat().map(longName);
  const known = options.flatMap((flag) => [variableName(flag), `${variableName(flag)}_FILE`]);
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('IMPORT_') || value?.trim() === '' || known.includes(name)) continue;
    const nearest = closest(name, known);
    throw new UserError(`${name}: there is no such option.`, [
      `Did you mean ${nearest}? node dist/import.js --help lists all options.`,
    ]);
  }
}

/** Whether a program reads the summary; known even where the other options can't be used. */
export function wantsJson(command: readonly string[], environment: Environment): boolean {
  try {
    return command.includes('--json') || new Reader(() => undefined, environment).switch('--json');
  } catch {
    return false;
  }
}

function newParser(
  repeated: ReadonlyMap<string, string[]>,
  width: number,
  writeOut: (text: string) => void,
): Command {
  const parser = new Command('node dist/import.js')
    .description('Imports a CSV of contacts into DingTalk as external contacts.')
    .argument('[file]', 'CSV file; "-" reads standard input')
    .usage('[options] <file>')
    .configureHelp({ minWidthToWrap: 20 })
    .exitOverride()
    .configureOutput({ writeOut, writeErr: () => undefined, getOutHelpWidth: () => width });
  for (const [group, options] of Object.entries(optionGroups)) {
    parser.optionsGroup(`${group}:`);
    for (const option of options) {
      if (longName(option) === '--help') {
        parser.helpOption(option.flags, option.words);
        continue;
      }
      const words =
        option.standard === undefined ? option.words : `${option.words} (default: ${option.standard})`;
      const values = repeated.get(longName(option));
      if (values === undefined) parser.option(option.flags, words);
      else parser.option(option.flags, words, (value: string) => values.push(value));
    }
  }
  const help = parser.createHelp();
  help.minWidthToWrap = 20;
  const paragraphs = helpAfter.map((text) => help.boxWrap(text, width));
  const codes = Object.entries(exitCodes).map(([code, words]) => {
    const [first = '', ...more] = help.boxWrap(words, width - 7).split('\n');
    return [`  ${code.padStart(3)}  ${first}`, ...more.map((line) => `       ${line}`)].join('\n');
  });
  return parser.addHelpText(
    'after',
    `\n${[...paragraphs, ['Exit codes:', ...codes].join('\n')].join('\n\n')}`,
  );
}

const noCredentials = { kind: 'none' } as const;

function readOptions(
  input: string,
  read: Reader,
  repeated: ReadonlyMap<string, readonly string[]>,
  environment: Environment,
): Options {
  const sandbox = read.switch('--sandbox');
  const report = read.path('--report');
  const reportFull = read.switch('--report-full');
  if (reportFull && report === undefined)
    throw new UserError('--report-full says how to write a report, and there is no --report.', [
      'Add --report with a file, e.g. --report import.html',
    ]);
  return Object.freeze({
    job: {
      input,
      credentials: sandbox ? noCredentials : readCredentials(environment),
      results: read.path('--output'),
      ledger: read.path('--ledger'),
      rejects: read.path('--rejects'),
      map: read.assignments('--map', repeated.get('--map') ?? []),
      values: read.path('--values'),
      set: read.assignments('--set', repeated.get('--set') ?? []),
      encoding: checkEncoding(read.text('--encoding')),
      delimiter: checkDelimiter(read.text('--delimiter', true)),
      strictPhones: read.switch('--strict-phones'),
      dryRun: read.switch('--dry-run'),
      matchExisting: read.switch('--match-existing'),
      forgetMissing: read.switch('--forget-missing'),
      shard: readShard(read, environment),
      ...readNumbers(read),
      report,
      reportFull,
      oapiUrl: readVariable(environment, 'DINGTALK_OAPI_URL'),
      apiUrl: readVariable(environment, 'DINGTALK_API_URL'),
      proxies: readProxies(environment),
      corpId: readVariable(environment, 'DINGTALK_CORP_ID'),
    },
    sandbox,
    json: read.switch('--json'),
    progress: !read.switch('--no-progress'),
    logLevel: read.choice('--log-level', logLevels, 'info'),
  });
}

/** The numbers among the options. */
function readNumbers(read: Reader): Pick<JobOptions, keyof typeof numberOptions> {
  return {
    rate: read.text('--rate')?.text.trim() === 'auto' ? 'auto' : read.number(numberOptions.rate),
    concurrency: read.number(numberOptions.concurrency),
    retries: read.number(numberOptions.retries),
    timeout: read.number(numberOptions.timeout),
    grace: read.number(numberOptions.grace),
    limit: read.number(numberOptions.limit),
    maxFailed: read.number(numberOptions.maxFailed),
    maxCalls: read.number(numberOptions.maxCalls),
    minRows: read.number(numberOptions.minRows),
  };
}

/** Kubernetes tells a pod of an Indexed Job its number in this variable, from 0. */
const indexVariable = 'JOB_COMPLETION_INDEX';

/** `--shard I/N`, or `--shard N` with the number in the environment. */
function readShard(read: Reader, environment: Environment): Shard {
  const given = read.text('--shard');
  if (given === undefined) return wholeFile;
  const from = `${given.from} "${given.text}"`;
  const [, typed, of] = /^(?:(\d+)\/)?(\d+)$/.exec(given.text.trim()) ?? [];
  const index = typed ?? readVariable(environment, indexVariable);
  const hints = [`Give the number of this shard, from 0, and how many there are, e.g. --shard 0/4`];
  if (of === undefined) throw new UserError(`${from}: not a shard.`, hints);
  if (index === undefined)
    throw new UserError(`${from}: it doesn't say which shard, and ${indexVariable} is not set.`, hints);
  if (!/^\d+$/.test(index)) throw new UserError(`${indexVariable} "${index}": not a number.`, hints);
  const variable = typed === undefined ? `, ${indexVariable} "${index}"` : '';
  return checkShard({ index: Number(index), of: Number(of) }, `${from}${variable}`);
}
