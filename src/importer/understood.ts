import { printable } from '../printable.js';
import type { Understood } from '../report/summary.js';
import type { Columns } from '../source/columns/choose-columns.js';
import { fields, idsFor, type Field } from '../source/columns/fields.js';

/** Columns that are named as not used, at most. */
const mostUnused = 200;

/** Characters of a column or a value that are shown. */
const longestText = 60;

/** Which columns and values feed which field, and which columns feed none. */
export function understood({ sources, action }: Columns, header: readonly string[]): Understood {
  const nameOf = (at: number): string => printable(header[at]?.trim() ?? '', longestText);
  const used = new Set<number>(action === undefined ? [] : [action.position]);
  const columns = new Map<Field, string[]>([['state_code', ["the phone's own code"]]]);
  const values = new Map<Field, string[]>();
  for (const [field, { positions, fallback, pick }] of sources) {
    const target = idsFor(field) ?? field;
    const names = positions.map((at) => (nameOf(at) === '' ? `column ${at + 1}` : nameOf(at)));
    for (const at of positions) used.add(at);
    const from = pick === undefined && names.length > 0 ? [names.join('+')] : names;
    const shown = target === field ? from : from.map((name) => `${name} (looked up)`);
    columns.set(target, [...(columns.get(target) ?? []), ...shown]);
    const value = printable(fallback.trim(), longestText);
    if (value !== '') values.set(target, [...(values.get(target) ?? []), `--set ${field}=${value}`]);
  }
  return {
    fields: fields.flatMap((field) => {
      const from = [...(columns.get(field) ?? []), ...(values.get(field) ?? [])];
      return from.length === 0 ? [] : [{ field, from }];
    }),
    unused: [...header.keys()]
      .filter((at) => !used.has(at) && nameOf(at) !== '')
      .slice(0, mostUnused)
      .map(nameOf),
  };
}
