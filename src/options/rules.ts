/** What a number given as an option may be. */
export interface NumberRule {
  readonly flag: string;
  readonly fallback: number;
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
  readonly of: string;
}

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
  timeout: { flag: '--timeout', fallback: 30, least: 1, most: 600, whole: false, of: 'seconds' },
} as const satisfies Readonly<Record<string, NumberRule>>;
