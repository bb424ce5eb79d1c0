import { basename, dirname, extname, join } from 'node:path';
import type { Shard } from './shard.js';

/** What a run is, as the name of its results says it. */
export type RunKind = 'results' | 'sandbox' | 'dry-run';

/** Results go beside the input, `contacts.results.csv` for `contacts.csv`; those of standard input into the present folder. */
export function resultsPath(input: string, kind: RunKind): string {
  if (input === '-') return `stdin.${kind}.csv`;
  return join(dirname(input), `${basename(input, extname(input))}.${kind}.csv`);
}

/** The ledger goes beside the results. A results file that is imported again uses the ledger of the file it came from. */
export function ledgerPath(results: string): string {
  const name = basename(results, extname(results)).replace(/(\.(results|dry-run))+$/, '');
  return join(dirname(results), `${name}.ledger.ndjson`);
}

/** A shard's own file: `contacts.0-of-4.results.csv` for `contacts.results.csv`. */
export function shardPath(path: string, { index, of }: Shard): string {
  if (of === 1) return path;
  const [, stem = '', ending = ''] =
    /^(.+?)((?:\.(?:results|sandbox|dry-run|ledger))*(?:\.[^.]*)?)$/.exec(basename(path)) ?? [];
  return join(dirname(path), `${stem}.${index}-of-${of}${ending}`);
}
