import { lookUpsIn, type Price } from './price.js';
import type { Summary } from './summary.js';
import { duration, plural, wrap } from './text.js';

/** Most external contacts of an organisation without certification, and from how many on a dry run warns (src/dingtalk/README.md, Limits). */
const mostContacts = 20_000;
const warnFrom = 18_000;
const limitWarning = `Warning: an organisation without certification is said to have ${mostContacts.toLocaleString('en')} external contacts at most. At the limit every create fails with 60203.`;

/** The price of an import: calls by kind, time, and the rows that cost nothing. */
export function renderPrice({ counts, known }: Summary, { calls, time, rate }: Price): readonly string[] {
  const lookUps = lookUpsIn(calls);
  const kinds = [
    [calls.labels, 'of labels'],
    [calls.departments + calls.departmentIds, 'of departments'],
    [calls.employees, 'of employees'],
  ] as const;
  const detail = kinds.flatMap(([count, words]) => (count > 0 ? [`${count} ${words}`] : [])).join(', ');
  const parts = [
    [calls.create, 'create call', ''],
    [lookUps, 'look-up', detail === '' ? '' : ` (${detail})`],
    [calls.list, 'list call', ''],
    [calls.token, 'token call', ''],
  ] as const;
  const digits = Math.max(...parts.map(([count]) => String(count).length));
  const duplicates = counts.created + counts.skipped - known;
  const free = [
    known > 0 ? `${plural(known, 'row')} that ${known === 1 ? 'is' : 'are'} known` : '',
    duplicates > 0 ? `${plural(duplicates, 'row')} with the phone of an earlier row` : '',
  ].filter((part) => part !== '');
  return [
    'The import will cost:',
    ...parts.map(
      ([count, noun, more]) => `  ${String(count).padStart(digits)} ${noun}${count === 1 ? '' : 's'}${more}`,
    ),
    `  ${duration(time / 1_000)} at least, at ${rate} calls a second`,
    ...(free.length > 0 ? wrap(`and no create call for ${free.join(' and ')}`, '') : []),
    ...(calls.create > 0 && calls.create + known >= warnFrom ? wrap(limitWarning, '') : []),
  ];
}
