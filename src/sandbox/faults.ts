/** A call as faults are chosen for it. */
export interface Call {
  readonly path: string;
  /** 1 is the first call to this path. */
  readonly number: number;
  /** For a create: the phone, its country code, and its number among the creates for this phone, from 1; else empty and 0. */
  readonly mobile: string;
  readonly stateCode: string;
  readonly attempt: number;
}

/** A fault on purpose. `commit`: the work is done, although no answer says so. */
export type Fault =
  | {
      readonly kind: 'refuse';
      readonly errcode: number;
      readonly sub_code?: string;
      readonly errmsg?: string;
    }
  | { readonly kind: 'remote'; readonly commit: boolean }
  | { readonly kind: 'lost'; readonly commit: boolean }
  | { readonly kind: 'hang'; readonly commit: boolean }
  | { readonly kind: 'html'; readonly commit: boolean }
  | { readonly kind: 'cut'; readonly commit: boolean }
  | { readonly kind: 'truncated'; readonly commit: boolean }
  | { readonly kind: 'empty'; readonly commit: boolean }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly commit: boolean;
      /** Seconds, in the header of that name. */
      readonly retryAfter?: number;
    }
  | { readonly kind: 'ban'; readonly page?: boolean }
  | { readonly kind: 'delay'; readonly milliseconds: number };

/** Random faults: each a share of all create calls, from 0 to 1. */
export const shares = {
  busy: { kind: 'refuse', errcode: -1 },
  remote: { kind: 'remote', commit: true },
  lostBefore: { kind: 'lost', commit: false },
  lostAfter: { kind: 'lost', commit: true },
  hang: { kind: 'hang', commit: true },
  html: { kind: 'html', commit: false },
  cut: { kind: 'cut', commit: true },
  empty: { kind: 'empty', commit: true },
  badGateway: { kind: 'status', status: 502, commit: false },
  throttled: { kind: 'refuse', errcode: 88, sub_code: '90018' },
  truncated: { kind: 'truncated', commit: true },
  tooMany: { kind: 'status', status: 429, commit: false, retryAfter: 1 },
} as const satisfies Readonly<Record<string, Fault>>;
export type Share = keyof typeof shares;

/** What each share is, as the help shows it. */
export const shareWords: Readonly<Record<Share, string>> = {
  busy: 'refused with -1, nothing made',
  remote: 'made, but answered with 15/isp.-1',
  lostBefore: 'the connection breaks, nothing made',
  lostAfter: 'made, but the connection breaks',
  hang: 'made, but never answered',
  html: 'answered with an HTML page, nothing made',
  cut: 'made, but the connection breaks in the answer',
  empty: 'made, but the answer is empty',
  badGateway: 'answered with HTTP 502, nothing made',
  throttled: 'refused with 88/90018, nothing made',
  truncated: 'made, but the answer is half its JSON',
  tooMany: 'refused with HTTP 429, nothing made',
};
export type FaultShares = Readonly<Partial<Record<Share, number>>>;

/** Phones that show one ending each, like a payment provider's test cards: country code 86, and these numbers. */
export const reservedPhones: Readonly<
  Record<string, { readonly words: string; readonly faultAt: (attempt: number) => Fault | undefined }>
> = {
  19900009901: {
    words: 'busy twice, then made',
    faultAt: (attempt) => (attempt <= 2 ? shares.busy : undefined),
  },
  19900009902: { words: 'always busy', faultAt: () => shares.busy },
  19900009903: {
    words: 'made, but the first answer is lost: the second says that it exists',
    faultAt: (attempt) => (attempt === 1 ? shares.lostAfter : undefined),
  },
  19900009904: { words: 'the connection always breaks; never made', faultAt: () => shares.lostBefore },
  19900009905: {
    words: 'made, but the first answer is 15/isp.-1: the second says that it exists',
    faultAt: (attempt) => (attempt === 1 ? shares.remote : undefined),
  },
  19900009906: {
    words: 'refused: the phone is not valid (60103)',
    faultAt: () => ({ kind: 'refuse', errcode: 60103 }),
  },
  19900009907: {
    words: 'refused: sensitive text (60022)',
    faultAt: () => ({ kind: 'refuse', errcode: 60022 }),
  },
  19900009908: {
    words: 'the first answer is an HTML page, then made',
    faultAt: (attempt) => (attempt === 1 ? shares.html : undefined),
  },
};

/** A code that a share of the creates, from 0 to 1, is refused with. */
export interface Refusal {
  readonly code: string;
  readonly share: number;
}

/** `88/` in front of a code wraps it; 15 is a lost answer with nothing made. */
function refusalFault(code: string): Fault {
  if (code === '15') return { kind: 'remote', commit: false };
  return code.startsWith('88/')
    ? { kind: 'refuse', errcode: 88, sub_code: code.slice(3) }
    : { kind: 'refuse', errcode: Number(code) };
}

export interface FaultSettings {
  /** Asked first, for every call. */
  readonly fault: (call: Call) => Fault | undefined;
  readonly reservedPhones: boolean;
  readonly faults: FaultShares;
  /** Creates that are refused with a code. */
  readonly refusals: readonly Refusal[];
  /** Equal seeds draw equal faults for equal sequences of creates. */
  readonly seed: number;
  /** The create that gets the address banned: every call is refused until the ban ends. */
  readonly banAt: number;
  /** How long a ban lasts, in ms. */
  readonly banFor: number;
}

const createPath = '/topapi/extcontact/create';

/** A function that decides which fault, if any, a call meets. */
export function faultPlan({
  fault,
  reservedPhones: reserved,
  faults,
  refusals,
  seed,
  banAt,
  banFor,
}: FaultSettings): (call: Call) => Fault | undefined {
  const random = seededRandom(seed);
  const refused = refusals.map(({ code, share }) => ({ share, value: refusalFault(code) }));
  const drawn: { readonly share: number; readonly value: Fault }[] = refused;
  for (const [name, value] of Object.entries(shares)) {
    const share = Object.entries(faults).find(([given]) => given === name)?.[1] ?? 0;
    if (share > 0) drawn.push({ share, value });
  }
  let bannedUntil = -Infinity;
  return (call) => {
    const scripted = fault(call);
    if (scripted !== undefined) return scripted;
    const now = performance.now();
    if (call.path === createPath && call.number === banAt) bannedUntil = now + banFor;
    if (now < bannedUntil) return { kind: 'ban' };
    if (call.attempt === 0) return undefined;
    if (reserved && call.stateCode === '86' && Object.hasOwn(reservedPhones, call.mobile))
      return reservedPhones[call.mobile]?.faultAt(call.attempt);
    if (drawn.length === 0) return undefined;
    let left = random();
    for (const { share, value } of drawn) {
      left -= share;
      if (left < 0) return value;
    }
    return undefined;
  };
}

/** Numbers from 0 to 1 that look random and are the same for the same seed (the mulberry32 recipe). */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
