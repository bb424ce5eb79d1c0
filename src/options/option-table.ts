import { numberOptions, type NumberOption } from '../importer/check-options.js';
import { logLevels } from '../report/log.js';

/** An option as the help shows it. `standard` is the value where none is given, as the help and the README name it. */
export interface Option {
  readonly flags: string;
  readonly words: string;
  readonly standard?: string;
}

/** Every option, by task. The environment has the same as `IMPORT_…`, but for those of the last group. */
export const optionGroups: Readonly<Record<string, readonly Option[]>> = {
  Files: [
    { flags: '-o, --output <file>', words: 'results CSV', standard: '<name>.results.csv beside the input' },
    {
      flags: '--ledger <file>',
      words: 'what the importer knows of each phone, over all runs',
      standard: '<name>.ledger.ndjson beside the input',
    },
    {
      flags: '--rejects <file>',
      words: 'also write the rows that a person has to correct, to be imported with the same ledger',
    },
    { flags: '--report <file>', words: 'also write an HTML report for the owner of the data' },
    { flags: '--report-full', words: 'show whole phone numbers in the report', standard: 'masked' },
  ],
  'Reading the file': [
    {
      flags: '--map <field=column>',
      words: 'column that feeds a field; name="First Name+Last Name" joins two; repeatable',
    },
    { flags: '--set <field=value>', words: 'value for rows that have none, e.g. state_code=86; repeatable' },
    {
      flags: '--values <file>',
      words:
        'CSV field,from,to that translates values; a dry run writes it, to be filled in, if it is missing',
    },
    { flags: '--encoding <name>', words: 'encoding of the file, e.g. big5', standard: 'detected' },
    {
      flags: '--delimiter <c>',
      words: 'what separates cells: a character, or the word tab',
      standard: 'detected',
    },
    {
      flags: '--strict-phones',
      words: 'refuse phones that no numbering plan has, and not only impossible ones',
    },
  ],
  'What to do': [
    { flags: '--dry-run', words: 'read, check, look up and price everything; create nothing' },
    { flags: '--sandbox', words: 'use the built-in server instead of DingTalk' },
    {
      flags: '--match-existing',
      words: "first list the organisation's contacts, 100 a call; rows that have one cost no create call",
    },
    {
      flags: '--forget-missing',
      words: 'with --match-existing: make contacts again that the ledger knows and the list lacks',
    },
    { flags: '--shard <i/n>', words: 'import only part i, from 0, of n; duplicates stay together' },
  ],
  Limits: [
    { flags: '--min-rows <n>', words: 'refuse a file with fewer rows: the export is incomplete' },
    { flags: '--limit <n>', words: 'attempt at most n rows; rows that are already done do not count' },
    { flags: '--max-failed <n>', words: 'start no other row after n have failed' },
    { flags: '--max-calls <n>', words: 'make at most n calls, token calls and retries included' },
  ],
  'Speed and retries': [
    numberOption(
      'rate',
      '<n>',
      'calls a second at most, retries included; the server allows 20; auto looks for its limit',
    ),
    numberOption('concurrency', '<n>', 'calls in flight at most'),
    numberOption('retries', '<n>', 'more attempts for a row after the first'),
    numberOption('timeout', '<seconds>', 'for one attempt; a short one leads to lost answers'),
    numberOption('grace', '<seconds>', 'for calls in flight to finish after an interruption'),
  ],
  Output: [
    { flags: '--json', words: 'the summary as one JSON object on standard output' },
    { flags: '--no-progress', words: 'no progress on the terminal or in the log' },
    { flags: '--log-level <level>', words: logLevels.join(', '), standard: 'info' },
  ],
  Help: [
    {
      flags: '--explain [code]',
      words: 'what an error code means and what to do; without a code, all of them',
    },
    { flags: '--version', words: 'the version of the importer' },
    { flags: '-h, --help', words: 'this help' },
  ],
};

function numberOption(name: keyof typeof numberOptions, value: string, words: string): Option {
  const { flag, standard }: NumberOption = numberOptions[name];
  return { flags: `${flag} ${value}`, words, standard: String(standard) };
}

/** The long name of an option: `--output` of `-o, --output <file>`. */
export function longName({ flags }: Option): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}

/** What the help says after the options, as paragraphs. */
export const helpAfter: readonly string[] = [
  'Every option except those under Help also comes from the environment: --log-level as IMPORT_LOG_LEVEL, or from the file that IMPORT_LOG_LEVEL_FILE names. The command line wins. IMPORT_MAP and IMPORT_SET take one pair a line.',
  'Credentials come only from the environment: DINGTALK_ACCESS_TOKEN, or DINGTALK_APP_KEY with DINGTALK_APP_SECRET; each also as …_FILE, naming a file. DINGTALK_CORP_ID, where given, keeps the ledgers of organisations apart. Hosts: DINGTALK_OAPI_URL (https://oapi.dingtalk.io) and DINGTALK_API_URL (https://api.dingtalk.io); mainland China sets both to .com. HTTPS_PROXY, HTTP_PROXY, NO_PROXY and NODE_EXTRA_CA_CERTS are used.',
];
