import type { Found } from './look-ups.js';

/**
 * Answers by key, each asked for once: who asks while an answer is under way shares it. Only what was found is kept, so a
 * refusal is for those who waited for it, and the next one asks anew. A fatal one is told to the first; for all others the
 * run has simply stopped.
 */
export class AskedOnce<Key, Value> {
  readonly #answers = new Map<Key, Promise<Found<Value>>>();

  async get(key: Key, ask: () => Promise<Found<Value>>): Promise<Found<Value>> {
    const shared = this.#answers.get(key);
    if (shared !== undefined) {
      const found = await shared;
      return found.kind === 'refused' && found.cause === 'fatal' ? { kind: 'stopped' } : found;
    }
    const asking = ask();
    this.#answers.set(key, asking);
    const found = await asking;
    if (found.kind !== 'found') this.#answers.delete(key);
    return found;
  }
}
