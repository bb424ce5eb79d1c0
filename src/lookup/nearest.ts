import { distance as lettersApart } from 'fastest-levenshtein';
import { cleanCode } from '../contact/clean.js';

/** Names shown for one that isn't there. */
const mostShown = 3;

/** A name as it's compared: without regard to case, kinds of letters and hyphens, and spaces around it and around slashes. */
export function comparable(name: string): string {
  return cleanCode(name)
    .replace(/\s*\/\s*/g, '/')
    .replace(/\s+/g, ' ')
    .toLowerCase();
}

/** Something that has a name and can be shown by its path, e.g. `Sales/East`. */
export interface Named {
  readonly name: string;
  readonly path: string;
}

/** The shortest text that is looked for inside others, in letters. */
const shortestPart = 2;

/**
 * The paths of the names that come nearest to the last part of one that isn't there, at most 3, the nearest first: those with
 * few letters different (at most two in five, of short ones one), and those that contain it or are contained in it.
 */
export function nearest(wanted: string, existing: readonly Named[]): readonly string[] {
  const text = comparable(wanted).split('/').at(-1) ?? '';
  const distance = (candidate: string): number => {
    const other = comparable(candidate);
    const [shorter, longer] = text.length < other.length ? [text, other] : [other, text];
    const away = shorter.length >= shortestPart && longer.includes(shorter) ? 1 : lettersApart(text, other);
    return away <= Math.max(1, Math.floor(longer.length * 0.4)) ? away : Infinity;
  };
  return existing
    .map(({ name, path }) => ({ path, away: distance(name) }))
    .filter(({ away }) => away < Infinity)
    .sort((one, other) => one.away - other.away)
    .slice(0, mostShown)
    .map(({ path }) => path);
}
