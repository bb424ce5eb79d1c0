/**
 * Lets the first piece of work go alone, and the first of each kind: what concerns all of them, a dead token or a missing
 * permission say, is then met once, before others have started.
 */
export class FirstAlone {
  readonly #firsts = new Map<string, Promise<unknown>>();

  /** Does the work when neither the very first nor the first of this kind is under way. */
  run<Result>(kind: string, work: () => Promise<Result>): Promise<Result> {
    return this.#after('', () => this.#after(kind, work));
  }

  async #after<Result>(kind: string, work: () => Promise<Result>): Promise<Result> {
    const first = this.#firsts.get(kind);
    if (first !== undefined) {
      await first;
      return work();
    }
    const running = work();
    this.#firsts.set(
      kind,
      running.catch(() => undefined),
    );
    return running;
  }
}
