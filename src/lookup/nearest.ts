import { distance as lettersApart } from 'fastest-levenshtein';
import { cleanCode } from '../contact/clean.js';

/** Similar names shown for an unknown one. */
const mostShown = 3;

/** A name as it is compared: without case, width, kinds of hyphens, and spaces around it and around slashes. */
export function comparable(name: string): string {
  return cleanCode(name)
    .replace(/\s+/g, ' ')
    .replace(/ ?\/ ?/g, '/')
    .toLowerCase();
}

/** A thing with a name and a path, e.g. `Sales/East`. */
export interface Named {
  readonly name: string;
  readonly path: string;
}

/** The shortest text that is searched in others, in letters. */
const shortestPart = 2;

/**
 * The paths of names similar to the last part of an unknown one, at most 3, the most similar first: those with few different
 * letters (at most two in five, one in short names), and those that contain it or are part of it.
 */
export function nearest(name: string, existing: readonly Named[]): readonly string[] {
  const text = comparable(name).split('/').at(-1) ?? '';
  const distance = (candidate: string): number => {
    const other = comparable(candidate);
    const [shorter, longer] = text.length < other.length ? [text, other] : [other, text];
    const away = shorter.length >= shortestPart && longer.includes(shorter) ? 1 : lettersApart(text, other);
    return away <= Math.max(1, Math.floor(longer.length * 0.4)) ? away : Infinity;
  };
  return existing
    .map((other) => ({ path: other.path, away: distance(other.name) }))
    .filter(({ away }) => away < Infinity)
    .sort((one, other) => one.away - other.away)
    .slice(0, mostShown)
    .map(({ path }) => path);
}
