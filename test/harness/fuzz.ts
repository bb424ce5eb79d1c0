import fc, { type Parameters } from 'fast-check';
import { long, sized } from './size.js';

/** A number from the environment; `undefined` where there is none. */
function numberIn(name: string): number | undefined {
  const text = process.env[name] ?? '';
  if (text === '') return undefined;
  const number = Number(text);
  if (!Number.isInteger(number)) throw new Error(`${name} "${text}" is not a whole number`);
  return number;
}

/** Time that one try of a property may take, in ms: what takes longer hangs. */
const longestTry = 20_000;

fc.installGlobalPlugin(fc.timeout(longestTry));

/**
 * How a property is tried: a third of `runs` times, ten times `runs` in the long form, or FUZZ_RUNS times; with seeds of chance, or with FUZZ_SEED, which a failure prints.
 * A try that hangs fails like any other.
 */
export function fuzz<Values>(runs: number): Parameters<Values> {
  const seed = numberIn('FUZZ_SEED');
  return {
    numRuns: numberIn('FUZZ_RUNS') ?? sized(Math.ceil(runs / 3), runs * 10),
    ...(seed !== undefined && { seed }),
  };
}

/** Time for all tries of a property, in ms: the usual, or a day where the environment says how often. */
export const fuzzTime = numberIn('FUZZ_RUNS') === undefined && !long ? 60_000 : 86_400_000;
