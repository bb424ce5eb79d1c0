import type { Label } from './look-ups.js';
import { noMatch, onlyOne, type Candidate, type Match } from './match.js';
import { comparable } from './nearest.js';

/** The labels of an organisation, found by name, by `Group/Label` and by id. */
export class LabelIndex {
  readonly #all: readonly Candidate[];
  readonly #byText = new Map<string, Candidate[]>();

  constructor(labels: readonly Label[]) {
    this.#all = labels.map(({ group, name, id }) => ({ name, id, path: `${group}/${name}` }));
    for (const label of this.#all) {
      for (const text of new Set([label.name, label.path, String(label.id)].map(comparable))) {
        const found = this.#byText.get(text);
        if (found === undefined) this.#byText.set(text, [label]);
        else if (found.every(({ id }) => id !== label.id)) found.push(label);
      }
    }
  }

  /** The label that a text means. Case matters only between two labels; an id wins over a name of digits. */
  find(text: string): Match {
    const found = this.#byText.get(comparable(text)) ?? [];
    const byId = found.filter(({ id }) => String(id) === text);
    const exact = found.filter(({ name, path }) => name === text || path === text);
    const best = [byId, exact].find((some) => some.length === 1) ?? found;
    return onlyOne(best) ?? noMatch(text, this.#all);
  }
}
