import type { Call } from './faults.js';

/** What was seen of one path. */
export interface TrafficSeen {
  readonly calls: number;
  readonly peakInFlight: number;
}

/** Counts calls as they come and go: by path, and creates by phone. It keeps counts only, no call. */
export class Traffic {
  readonly #paths = new Map<string, { calls: number; inFlight: number; peakInFlight: number }>();
  readonly #attempts = new Map<string, number>();

  /** Notes that a call arrived; `mobile` is empty for all but creates. */
  enter(path: string, mobile: string): { readonly call: Call; readonly leave: () => void } {
    const counts = this.#paths.get(path) ?? { calls: 0, inFlight: 0, peakInFlight: 0 };
    this.#paths.set(path, counts);
    counts.calls += 1;
    counts.inFlight += 1;
    counts.peakInFlight = Math.max(counts.peakInFlight, counts.inFlight);
    const attempt = mobile === '' ? 0 : (this.#attempts.get(mobile) ?? 0) + 1;
    if (attempt > 0) this.#attempts.set(mobile, attempt);
    return {
      call: { path, number: counts.calls, mobile, attempt },
      leave: () => {
        counts.inFlight -= 1;
      },
    };
  }

  calls(path: string): number {
    return this.#paths.get(path)?.calls ?? 0;
  }

  peakInFlight(path: string): number {
    return this.#paths.get(path)?.peakInFlight ?? 0;
  }

  seen(): Readonly<Record<string, TrafficSeen>> {
    return Object.fromEntries(
      [...this.#paths].map(([path, { calls, peakInFlight }]) => [path, { calls, peakInFlight }]),
    );
  }
}
