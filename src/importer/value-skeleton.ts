import { stringify } from 'csv-stringify/sync';
import { writeFile } from 'node:fs/promises';
import type { Unresolved } from '../contact/messages.js';
import { valueColumns } from '../source/values.js';
import { onDisk } from '../user-error.js';

/** Values in a skeleton at most. */
const mostValues = 10_000;

/** Collects the values of owners and labels that a dry run could not resolve, to be written as a file of values to fill in. */
export class ValueSkeleton {
  readonly #path: string;
  readonly #rows = new Map<string, { readonly value: Unresolved; count: number }>();

  constructor(path: string) {
    this.#path = path;
  }

  add(values: readonly Unresolved[]): void {
    for (const value of values) {
      const key = `${value.field} ${value.text}`;
      const entry = this.#rows.get(key);
      if (entry !== undefined) entry.count += 1;
      else if (this.#rows.size < mostValues) this.#rows.set(key, { value, count: 1 });
    }
  }

  /**
   * Writes the file, mode 0600, the most frequent value first, and gives the number of values; without any there is no file. It never
   * replaces one: a file that came meanwhile is a `UserError`.
   */
  async write(): Promise<number> {
    const entries = [...this.#rows.values()].sort((one, other) => other.count - one.count);
    if (entries.length === 0) return 0;
    const lines = entries.map(({ value: { field, text }, count }) => [field, text, '', String(count)]);
    const text = `\uFEFF${stringify([[...valueColumns, 'rows'], ...lines])}`;
    await onDisk(`${this.#path}: the values can't be written`, 'Give another file with --values.', 3, () =>
      writeFile(this.#path, text, { flag: 'wx', mode: 0o600 }),
    );
    return entries.length;
  }
}
