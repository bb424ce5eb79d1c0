/**
 * Lets the first call of a run go alone, and the first of each kind: a dead token or a missing permission then costs one
 * call, because the others wait for its reply.
 */
export class Gate {
  readonly #firsts = new Map<string, Promise<void>>();

  /** Resolves when the caller's call may go; dispose of the pass when the call is done. */
  async enter(kind: string): Promise<Disposable> {
    const openForAll = await this.#enter('');
    const openForKind = await this.#enter(kind);
    return {
      [Symbol.dispose]: () => {
        openForKind();
        openForAll();
      },
    };
  }

  async #enter(kind: string): Promise<() => void> {
    const first = this.#firsts.get(kind);
    let open = (): void => undefined;
    if (first === undefined) this.#firsts.set(kind, new Promise((resolve) => (open = resolve)));
    await first;
    return open;
  }
}
