import type { Reply } from './reply.js';

/** What the client does after a reply. */
export type NextAction =
  | { readonly kind: 'done' }
  /** The same call again after a growing wait. It costs one of the retries. */
  | { readonly kind: 'back-off' }
  /** All calls of the path wait so long, in ms, then this call goes again. It costs no retry. */
  | { readonly kind: 'pause'; readonly time: number }
  /** The same call again with another token. It costs no retry. */
  | { readonly kind: 'refresh-token' }
  /** No call can succeed. */
  | { readonly kind: 'stop' };

/** What else the decision depends on. */
export interface CallState {
  /** Whether a rejected token can be replaced, and was not replaced yet for this call. */
  readonly tokenIsReplaceable: boolean;
  /** How long the path has been throttled without a call that got through, in ms. */
  readonly throttledFor: number;
}

/** How long a path may be throttled before the throttle stops the run, in ms. A ban has its own end. */
const longestThrottle = 600_000;

/** Wait after a throttle whose length is not known, in ms. */
const usualPause = 1_000;

/** Reply → next action. The only place that decides what an error costs. */
export function nextAction(reply: Reply, { tokenIsReplaceable, throttledFor }: CallState): NextAction {
  if (reply.kind === 'success') return { kind: 'done' };
  const { kind, pause: time = usualPause } = reply.entry;
  switch (kind) {
    case 'row':
    case 'exists':
      return { kind: 'done' };
    case 'busy':
    case 'lost':
      return { kind: 'back-off' };
    case 'throttled': {
      const isTooLong = reply.code !== 'address-banned' && throttledFor + time > longestThrottle;
      return isTooLong ? { kind: 'stop' } : { kind: 'pause', time };
    }
    case 'token':
      return tokenIsReplaceable ? { kind: 'refresh-token' } : { kind: 'stop' };
    case 'fatal':
      return { kind: 'stop' };
  }
}
