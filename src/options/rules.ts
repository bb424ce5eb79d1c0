import { UserError } from '../user-error.js';

/** What a number given as an option may be. */
export interface NumberRule {
  readonly flag: string;
  readonly fallback: number;
  /** Named in the message where the fallback is no number to type. */
  readonly example?: number;
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
  readonly of: string;
}

const noLimit = { fallback: Infinity, example: 100, least: 1, most: 1_000_000_000, whole: true } as const;

/** The numbers among the options. */
export const rules = {
  rate: { flag: '--rate', fallback: 15, least: 0.1, most: 10_000, whole: false, of: 'calls a second' },
  concurrency: {
    flag: '--concurrency',
    fallback: 10,
    least: 1,
    most: 500,
    whole: true,
    of: 'calls in flight',
  },
  retries: { flag: '--retries', fallback: 3, least: 0, most: 20, whole: true, of: 'more attempts' },
  limit: { flag: '--limit', ...noLimit, of: 'rows' },
  maxFailed: { flag: '--max-failed', ...noLimit, of: 'failed rows' },
  maxCalls: { flag: '--max-calls', ...noLimit, of: 'calls' },
  grace: { flag: '--grace', fallback: 8, least: 0, most: 600, whole: false, of: 'seconds' },
  timeout: { flag: '--timeout', fallback: 30, least: 1, most: 600, whole: false, of: 'seconds' },
} as const satisfies Readonly<Record<string, NumberRule>>;

/** What nobody sets, all in ms. */
export const fixed = {
  /** The least wait before a second attempt. */
  firstWait: 1_000,
  /** How long the server bans an address (dingtalk-api.md section 9). */
  banPause: 300_000,
  /** A server that is gone so long is not waited for: a night without a network costs seconds. */
  silence: 20_000,
} as const;

/** A number that was given, as `text` where it came from, or the rule's own where none was. Throws a `UserError` out of bounds. */
export function inBounds(
  { flag, fallback, example = fallback, least, most, whole, of }: NumberRule,
  value: number | undefined,
  { from, text } = { from: flag, text: String(value) },
): number {
  if (value === undefined) return fallback;
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
  throw new UserError(`${from} "${text}": not a number of ${of} that can be used.`, [
    `Give a ${whole ? 'whole ' : ''}number from ${least} to ${most}, e.g. ${flag} ${example}`,
  ]);
}
