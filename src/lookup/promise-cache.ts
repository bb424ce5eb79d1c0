import type { Found } from './look-ups.js';

/**
 * A promise cache: each key is looked up once, and callers meanwhile share the promise. Only what was found is kept; after an
 * error the next caller looks up again. A fatal error goes to the first caller; for the others the run has stopped.
 */
export class PromiseCache<Key, Value> {
  readonly #answers = new Map<Key, Promise<Found<Value>>>();

  async get(key: Key, lookUp: () => Promise<Found<Value>>): Promise<Found<Value>> {
    const shared = this.#answers.get(key);
    if (shared !== undefined) {
      const found = await shared;
      return found.kind === 'refused' && found.cause === 'fatal' ? { kind: 'stopped' } : found;
    }
    const lookingUp = lookUp();
    this.#answers.set(key, lookingUp);
    const found = await lookingUp;
    if (found.kind !== 'found') this.#answers.delete(key);
    return found;
  }
}
