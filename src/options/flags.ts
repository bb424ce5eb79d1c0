import { logLevels } from '../report/log.js';

/** Every option, as the help shows it; the environment has the same as `IMPORT_…`. */
export const flags: readonly (readonly [string, string])[] = [
  ['-o, --output <file>', 'results CSV (default: <name>.results.csv beside the input)'],
  [
    '--ledger <file>',
    'what is known of each phone, over all runs (default: <name>.ledger.ndjson beside the results)',
  ],
  ['--map <field=column>', 'column that feeds a field; name="First Name+Last Name" joins two; repeat it'],
  ['--set <field=value>', 'value for rows that have none, e.g. --set state_code=86; repeat it'],
  ['--encoding <name>', 'of the file, where it is not found right, e.g. big5 (default: detected)'],
  ['--delimiter <c>', 'between cells, a character or the word tab (default: detected)'],
  ['--strict-phones', 'refuse phones that exist in no numbering plan, and not only impossible ones'],
  ['--dry-run', 'read, check, look up and price everything; create nothing'],
  [
    '--match-existing',
    "first list the organisation's contacts, 100 a call; rows that have one cost no create",
  ],
  ['--limit <n>', 'attempt at most so many rows; those that are done already do not count'],
  ['--max-failed <n>', 'begin no other row once so many have failed'],
  ['--max-calls <n>', 'make at most so many calls, token calls and repeated ones included'],
  ['--rate <n>', 'calls a second at most, retries included; the server allows 20 (default: 15)'],
  ['--concurrency <n>', 'calls in flight at most (default: 10)'],
  ['--retries <n>', 'more attempts for a row after the first (default: 3)'],
  ['--timeout <seconds>', 'for one attempt; short ones manufacture lost answers (default: 30)'],
  ['--shard <i/n>', 'import only part i, from 0, of n; duplicates stay together, and the rate is shared'],
  ['--grace <seconds>', 'for calls in flight to settle after an interruption (default: 8)'],
  ['--json', 'the summary as one JSON object on standard output'],
  ['--no-progress', 'no progress on the terminal, nor in the log'],
  ['--report <file>', 'also write one HTML page about the import, for the owner of the data'],
  ['--report-full', 'show whole phone numbers on that page (default: masked)'],
  ['--sandbox', 'run against the built-in server instead of DingTalk'],
  ['--log-level <level>', `${logLevels.join(', ')} (default: info)`],
];

/** What stands below the options in the help. */
export const helpAfter = `
Every option also comes from the environment: --log-level as IMPORT_LOG_LEVEL, and so on, or
from the file that IMPORT_LOG_LEVEL_FILE names; the command line wins. IMPORT_MAP and IMPORT_SET
take one pair a line.

Credentials come from the environment only: DINGTALK_ACCESS_TOKEN, or DINGTALK_APP_KEY with
DINGTALK_APP_SECRET; each also as …_FILE, naming a file. Hosts: DINGTALK_OAPI_URL
(https://oapi.dingtalk.io) and DINGTALK_API_URL (https://api.dingtalk.io); mainland China sets
both to .com. HTTPS_PROXY, HTTP_PROXY and NO_PROXY are honoured, and NODE_EXTRA_CA_CERTS.

Exit codes: 0 every row created or skipped, 1 some rows invalid, failed or unknown, 2 nothing
was sent, 3 stopped by what concerns every row, 4 stopped at --limit, --max-failed or --max-calls,
130 or 143 interrupted.`;
