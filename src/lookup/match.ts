import { nearest, type Named } from './nearest.js';

/** Candidates shown for a name that several things have. */
const mostShown = 5;

/** Names shown where none comes near and there are few. */
const fewNames = 8;

/** What a name came to: the id it means; or nothing, with what to write instead; or several things, which are told. */
export type Match =
  | { readonly kind: 'one'; readonly id: string }
  | { readonly kind: 'none'; readonly hint: string }
  | { readonly kind: 'several'; readonly hint: string };

/** Something that a name can mean. */
export interface Candidate extends Named {
  readonly id: number;
}

/** One match, or a hint that lists all of several with their paths and ids. */
export function onlyOne(found: readonly Candidate[]): Match | undefined {
  const [first, second] = found;
  if (first === undefined) return undefined;
  if (second === undefined) return { kind: 'one', id: String(first.id) };
  const shown = found.slice(0, mostShown).map(({ path, id }) => `${path} (${id})`);
  const more = found.length > mostShown ? ` and ${found.length - mostShown} more` : '';
  return { kind: 'several', hint: `there are ${found.length}: ${shown.join(', ')}${more}` };
}

/** No match, with the nearest of what there is, or all of it where that is little. */
export function noMatch(wanted: string, existing: readonly Named[]): Match {
  const near = nearest(wanted, existing);
  if (near.length > 0) return { kind: 'none', hint: `nearest: ${near.join(', ')}` };
  if (existing.length === 0) return { kind: 'none', hint: 'there are none' };
  const shown = existing.slice(0, fewNames).map(({ path }) => path);
  const more = existing.length > fewNames ? ` and ${existing.length - fewNames} more` : '';
  return { kind: 'none', hint: `there are: ${shown.join(', ')}${more}` };
}
