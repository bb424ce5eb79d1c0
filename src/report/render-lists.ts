import type { Summary, Understood, UnknownNameGroup } from './summary.js';
import { commandLine, plural, wrap } from './text.js';

/** Unknown names shown; the results have all of them. */
const mostShown = 20;

/** From this many creates that only said "exists", and this share of all creates, listing first is cheaper. */
const manyExisted = 20;
const shareExisted = 0.1;

/** The names that the organisation doesn't have, each with its rows and similar names. */
export function renderUnknownNames(names: readonly UnknownNameGroup[]): readonly string[] {
  const title = 'unknown names: correct them in the file, or add them in DingTalk';
  return listed(title, names, 'import_error');
}

/** The values without a translation, each with its rows. */
export function renderUntranslated({ untranslated }: Summary): readonly string[] {
  const title = 'no translation: add these values to the file of --values';
  const values = untranslated.map(({ value, count }) => ({ name: value, hint: '', count }));
  return listed(title, values, 'import_note');
}

/** The first entries of a list under a title, each with its rows; `column` of the results has all. */
function listed(title: string, entries: readonly UnknownNameGroup[], column: string): readonly string[] {
  if (entries.length === 0) return [];
  const more = entries.length - mostShown;
  const lines = entries
    .slice(0, mostShown)
    .flatMap(({ name, hint, count }) => [
      ...wrap(`${name}: ${plural(count, 'row')}`, '  '),
      ...(hint === '' ? [] : wrap(hint, '    ')),
    ]);
  return ['', title, ...lines, ...(more > 0 ? [`  and ${more} more; ${column} has them all`] : [])];
}

/** Says that `--match-existing` finds missing userids, with its price and the command; or why it did not find them. */
export function renderExistingHint(
  { counts, withoutUserid, existedAlready, calls, contactsKnown, listed }: Summary,
  sandbox: boolean,
  command: readonly string[],
): readonly string[] {
  const rows = withoutUserid + counts.unknown;
  if (sandbox || rows === 0) return [];
  const without = `${plural(rows, 'row')} ${rows === 1 ? 'has' : 'have'} no userid, although the contact exists or may exist`;
  if (listed !== undefined) {
    const why = listed === 0 ? 'the list was empty' : "the organisation's list doesn't show the phone";
    return ['', ...wrap(`${without}: ${why}.`, '')];
  }
  const price = Math.floor((contactsKnown ?? 0) / 100) + 1;
  const spared =
    existedAlready >= manyExisted && existedAlready >= calls.create * shareExisted
      ? ` It also saves ${plural(existedAlready, 'create call')} that only said that the contact exists.`
      : '';
  return [
    '',
    ...wrap(
      `${without}. --match-existing finds it: one list call for each 100 contacts of the organisation, at least ${price}.${spared}`,
      '',
    ),
    `  ${commandLine(command, ['--dry-run'], ['--match-existing'])}`,
  ];
}

/** Columns that are not used, as many as are shown. */
const mostUnused = 15;

/** How the file was understood: what feeds each field, and what is not used. */
export function renderUnderstood({ fields, unused }: Understood): readonly string[] {
  const own = fields.filter((use) => use.from.at(-1) === use.field);
  const others = fields.filter((use) => !own.includes(use));
  const longest = Math.max(...others.map(({ field }) => field.length), 0);
  const more = unused.length - mostUnused;
  const shown = unused.slice(0, mostUnused).join(', ');
  return [
    '',
    ...wrap(
      own.length === 0
        ? 'read as:'
        : `read as: ${own.map(({ field }) => field).join(', ')} by their own names`,
      '',
    ),
    ...others.map(({ field, from }) => `  ${field.padEnd(longest)}  from ${from.join(', else ')}`),
    ...(unused.length === 0 ? [] : wrap(`not used: ${shown}${more > 0 ? ` and ${more} more` : ''}`, '')),
  ];
}

/** The fields in which rows differ from what was sent, or from what DingTalk has. */
export function renderChanged({ changed }: Summary): readonly string[] {
  const fields = Object.entries(changed).sort(([, one], [, other]) => other - one);
  if (fields.length === 0) return [];
  const counted = fields.map(([field, count]) => `${field} in ${plural(count, 'row')}`).join(', ');
  return ['', ...wrap(`changed: ${counted}. import_note names the fields of each row.`, '')];
}
