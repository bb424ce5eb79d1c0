import type { MissedName, Summary } from './tally.js';
import { commandLine, plural, wrap } from './text.js';

/** Missed names shown; the results have all of them. */
const mostShown = 20;

/** Creates that came back with "exists", from which listing first is worth a word: this many, and this share of all. */
const manyExisted = 20;
const shareExisted = 0.1;

/** All names that the organisation doesn't have, once and together, each with its rows and what comes near it. */
export function renderMisses(misses: readonly MissedName[]): readonly string[] {
  if (misses.length === 0) return [];
  const shown = misses.slice(0, mostShown);
  const lines = shown.flatMap(({ name, hint, count }) => [
    ...wrap(`${name}: ${plural(count, 'row')}`, '  '),
    ...wrap(hint, '    '),
  ]);
  const more = misses.length - shown.length;
  return [
    '',
    'names without an id: correct them in the file, or make them in DingTalk',
    ...lines,
    ...(more > 0 ? [`  and ${more} more; import_error has them all`] : []),
  ];
}

/** Whether listing the organisation's contacts would help, with its price and the command. */
export function renderSuggestion(
  { counts, withoutUserid, existedAlready, calls, contactsKnown, listed }: Summary,
  sandbox: boolean,
  command: readonly string[],
): readonly string[] {
  const rows = withoutUserid + counts.unknown;
  if (sandbox || rows === 0) return [];
  const without = `${plural(rows, 'row')} ${rows === 1 ? 'is' : 'are'} without a userid, although the contact exists or may exist`;
  if (listed !== undefined) {
    const why = listed === 0 ? 'the list was empty' : "the organisation's list doesn't show its phone";
    return ['', ...wrap(`${without}: ${why}.`, '')];
  }
  const price = Math.floor((contactsKnown ?? 0) / 100) + 1;
  const many = existedAlready >= manyExisted && existedAlready >= calls.create * shareExisted;
  const spared = many
    ? ` It would also have spared ${plural(existedAlready, 'create call')} that only said that the contact exists.`
    : '';
  return [
    '',
    ...wrap(
      `${without}. --match-existing finds out: a list call for each 100 contacts of the organisation, at least ${price}.${spared}\n` +
        `  ${commandLine(command, ['--dry-run'], ['--match-existing'])}`,
      '',
    ),
  ];
}
