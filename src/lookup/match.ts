import { nearest, type Named } from './nearest.js';

/** Candidates shown for an ambiguous name. */
const mostShown = 5;

/** Names shown where none is similar and there are few. */
const fewNames = 8;

/** The id of a name; or none, or several, with a hint what to write. */
export type Match =
  | { readonly kind: 'one'; readonly id: string }
  | { readonly kind: 'none'; readonly hint: string }
  | { readonly kind: 'several'; readonly hint: string };

/** A thing that a name can mean. */
export interface Candidate extends Named {
  readonly id: number;
}

/** One match, or a hint with the paths and ids of several. */
export function onlyOne(found: readonly Candidate[]): Match | undefined {
  const [first, second] = found;
  if (first === undefined) return undefined;
  if (second === undefined) return { kind: 'one', id: String(first.id) };
  const shown = found.slice(0, mostShown).map(({ path, id }) => `${path} (${id})`);
  const more = found.length > mostShown ? ` and ${found.length - mostShown} more` : '';
  return { kind: 'several', hint: `there are ${found.length}: ${shown.join(', ')}${more}` };
}

/** No match, with a hint: similar names, or all names where there are few. */
export function noMatch(name: string, existing: readonly Named[]): Match {
  const near = nearest(name, existing);
  if (near.length > 0) return { kind: 'none', hint: `nearest: ${near.join(', ')}` };
  if (existing.length === 0) return { kind: 'none', hint: 'there are none' };
  const shown = existing.slice(0, fewNames).map(({ path }) => path);
  const more = existing.length > fewNames ? ` and ${existing.length - fewNames} more` : '';
  return { kind: 'none', hint: `there are: ${shown.join(', ')}${more}` };
}
