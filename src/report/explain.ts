import { distance } from 'fastest-levenshtein';
import { errorKinds, type ErrorEntry, type ErrorKind } from '../dingtalk/error-entry.js';
import { errorTable, findError } from '../dingtalk/error-table.js';
import { capitalised, wrap } from './text.js';

/** What an error of each kind concerns, and what the importer does about it. */
const kinds: Readonly<Record<ErrorKind, { readonly scope: string; readonly reaction: string }>> = {
  row: { scope: 'this row', reaction: 'The row is failed; the run goes on.' },
  exists: { scope: 'this row', reaction: 'The row is skipped; the run goes on.' },
  busy: {
    scope: 'this call',
    reaction: 'The call is sent again after a growing wait, up to --retries times.',
  },
  throttled: {
    scope: 'all calls, for a while',
    reaction: 'All calls wait, then go on more slowly. No retry is used up.',
  },
  token: {
    scope: 'all calls',
    reaction: 'With app credentials the importer gets a new token once; else the run stops (exit code 3).',
  },
  fatal: {
    scope: 'the whole run',
    reaction: 'The run stops (exit code 3); the rest of the rows is pending.',
  },
  lost: {
    scope: 'this call, which may have made the contact',
    reaction: 'The call is sent again, up to --retries times. Without a clear answer the row is unknown.',
  },
};

const codes = Object.keys(errorTable);

/** A code with its meaning, scope and advice; without a code, all codes with their meanings. Ends with a line feed. */
export function explain(code: string | undefined): string {
  if (code === undefined) return `${allCodes().join('\n')}\n`;
  const isListed = codes.includes(code);
  const entry = findError(code);
  const lines = isListed ? [] : notListed(code);
  return `${[...lines, ...entryLines(code, entry)].join('\n')}\n`;
}

/** For errors of the request or its encoding. */
const untilUnderstood =
  'The run stops (exit code 3). If the server has understood a call of the same kind before, only the row is failed.';

function entryLines(code: string, { kind, meaning, advice, badRequest }: ErrorEntry): readonly string[] {
  const { scope, reaction: usual } = kinds[kind];
  const reaction = badRequest === true ? untilUnderstood : usual;
  return [
    ...wrap(`${code}: ${meaning}`, ''),
    ...wrap(`Concerns: ${scope}.`, '  '),
    ...wrap(`The importer: ${reaction}`, '  '),
    ...wrap(`What to do: ${advice}`, '  '),
  ];
}

function notListed(code: string): readonly string[] {
  const near = codes
    .map((other) => ({ other, away: distance(code.toLowerCase(), other.toLowerCase()) }))
    .filter(({ away }) => away <= 1)
    .map(({ other }) => other);
  const hint = near.length === 0 ? '' : ` Similar codes: ${near.join(', ')}.`;
  return [...wrap(`The importer has no entry for this code.${hint}`, ''), ''];
}

function allCodes(): readonly string[] {
  const entries: readonly (readonly [string, ErrorEntry])[] = Object.entries(errorTable);
  const byKind = (kind: ErrorKind): readonly string[] => {
    const ofKind = entries.filter(([, entry]) => entry.kind === kind);
    const { scope } = kinds[kind];
    return [
      `${capitalised(kind)}: concerns ${scope}`,
      ...ofKind.flatMap(([code, { meaning }]) => wrap(`${code}: ${meaning}`, '  ')),
      '',
    ];
  };
  return [...errorKinds.flatMap(byKind), '--explain CODE says what to do about one of them.'];
}
