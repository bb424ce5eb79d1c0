import type { Columns } from '../source/columns/choose-columns.js';
import { isField, type Field } from '../source/columns/fields.js';
import { foldName } from '../source/columns/fold-name.js';
import { valuesNotReadable } from '../source/messages.js';
import type { ValueLine } from '../source/values.js';
import { cleanCode } from './clean.js';
import { splitList } from './lists.js';

/** The fields whose cells hold several items. */
const lists: readonly Field[] = [
  'label_ids',
  'labels',
  'share_dept_ids',
  'share_departments',
  'share_user_ids',
  'share_user_mobiles',
];

/** A value with its translations, and the parts of it that have none. */
interface Translated {
  readonly text: string;
  readonly missing: readonly string[];
}

/** What the values of one field mean. */
class Translation {
  readonly #meanings = new Map<string, string>();
  readonly #targets = new Set<string>();
  readonly #isList: boolean;

  constructor(field: Field) {
    this.#isList = lists.includes(field);
  }

  /** Adds a meaning; one that is empty is still to be given. False if the value has another one already. */
  add(from: string, to: string): boolean {
    const key = cleanCode(from);
    const other = this.#meanings.get(key);
    if (to === '') return true;
    this.#meanings.set(key, to);
    this.#targets.add(cleanCode(to));
    return other === undefined || other === to;
  }

  /** Translates a cell; each item of a list by itself, where the whole has no meaning. */
  translate(text: string): Translated {
    const whole = this.#meaningOf(text);
    if (whole !== undefined) return { text: whole, missing: [] };
    const cell = this.#isList ? splitList(text) : undefined;
    if (cell?.ok !== true) return { text, missing: [text] };
    const meanings = cell.items.map((item) => this.#meaningOf(item));
    const missing = cell.items.filter((_, at) => meanings[at] === undefined);
    if (missing.length === cell.items.length) return { text, missing };
    return { text: cell.items.map((item, at) => meanings[at] ?? item).join(';'), missing };
  }

  /** A value that others are translated to means itself. */
  #meaningOf(text: string): string | undefined {
    const key = cleanCode(text);
    return this.#meanings.get(key) ?? (this.#targets.has(key) ? text : undefined);
  }
}

/** The translations of an import by field. */
export type Translations = ReadonlyMap<Field, Translation>;

/**
 * The translations in a file of values. Throws a `UserError` with the line for a field or a column that the import does not use, and for
 * a value with two meanings.
 */
export function translationsOf(
  file: string,
  lines: readonly ValueLine[],
  { sources }: Columns,
  header: readonly string[],
): Translations {
  const translations = new Map<Field, Translation>();
  for (const { line, field: name, from, to } of lines) {
    const fields = isField(name) ? [name] : fieldsOfColumn(name, sources, header);
    const used = fields.filter((field) => (sources.get(field)?.positions.length ?? 0) > 0);
    if (used.length === 0)
      throw valuesNotReadable(file, line, `no column feeds "${name}", so it has no values`);
    for (const field of used) {
      const translation = translations.get(field) ?? new Translation(field);
      translations.set(field, translation);
      if (!translation.add(from, to)) throw valuesNotReadable(file, line, `"${from}" has two meanings`);
    }
  }
  return translations;
}

/** The fields that a column feeds. */
function fieldsOfColumn(
  name: string,
  sources: Columns['sources'],
  header: readonly string[],
): readonly Field[] {
  const folded = foldName(name);
  return [...sources]
    .filter(([, { positions }]) => positions.some((at) => foldName(header[at] ?? '') === folded))
    .map(([field]) => field);
}
