import type { Call } from './faults.js';

/** What was seen of one path. */
export interface TrafficSeen {
  readonly calls: number;
  readonly peakInFlight: number;
  /** When the first and the last of them arrived, in ms of one clock. */
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Counts calls as they come and go: by path, and creates by phone. It keeps counts only, no call. */
export class Traffic {
  readonly #paths = new Map<
    string,
    { calls: number; inFlight: number; peakInFlight: number; firstAt: number; lastAt: number }
  >();
  readonly #attempts = new Map<string, number>();

  /** Notes that a call arrived; the phone is empty for all but creates. */
  enter(
    path: string,
    { mobile, stateCode }: Pick<Call, 'mobile' | 'stateCode'>,
  ): { readonly call: Call; readonly leave: () => void } {
    const now = performance.now();
    const counts = this.#paths.get(path) ?? {
      calls: 0,
      inFlight: 0,
      peakInFlight: 0,
      firstAt: now,
      lastAt: now,
    };
    this.#paths.set(path, counts);
    counts.lastAt = now;
    counts.calls += 1;
    counts.inFlight += 1;
    counts.peakInFlight = Math.max(counts.peakInFlight, counts.inFlight);
    const phone = `${stateCode}-${mobile}`;
    const attempt = mobile === '' ? 0 : (this.#attempts.get(phone) ?? 0) + 1;
    if (attempt > 0) this.#attempts.set(phone, attempt);
    return {
      call: { path, number: counts.calls, mobile, stateCode, attempt },
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
      [...this.#paths].map(([path, { calls, peakInFlight, firstAt, lastAt }]) => [
        path,
        { calls, peakInFlight, firstAt, lastAt },
      ]),
    );
  }
}
