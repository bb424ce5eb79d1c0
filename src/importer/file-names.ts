import { basename, dirname, extname, join } from 'node:path';
import type { Shard } from './shard.js';

/** What a run is, as the name of its results says it. */
export type RunKind = 'results' | 'sandbox' | 'dry-run';

/**
 * Results go beside the input, `contacts.results.csv` for `contacts.csv`; those of standard input into the present folder. A results
 * file that is imported again is not replaced: its results are `contacts.results-2.csv`.
 */
export function resultsPath(input: string, kind: RunKind): string {
  if (input === '-') return `stdin.${kind}.csv`;
  const name = basename(input, extname(input));
  const [, lastKind, round = '1'] = /\.(results|dry-run|sandbox)(?:-(\d+))?$/.exec(name) ?? [];
  const stem = name.replace(/(\.(results|dry-run|sandbox)(-\d+)?)+$/, '');
  const next = lastKind === kind ? `-${Number(round) + 1}` : '';
  return join(dirname(input), `${stem}.${kind}${next}.csv`);
}

/** The ledger has the name of the file that the contacts come from: one that the importer wrote uses that of the file before it. */
function ledgerPath(input: string): string {
  const name = basename(input, extname(input)).replace(
    /(\.((results|dry-run|sandbox)(-\d+)?|rejects))+$/,
    '',
  );
  return join(dirname(input), `${name}.ledger.ndjson`);
}

/** Where a run's ledger goes where no name is given: beside the input, or beside the results if that folder can't be written to. */
export function ledgersOf(input: string, results: string, shard: Shard): readonly [string, string] {
  if (input === '-') return [ledgerPath(results), ledgerPath(results)];
  const path = shardPath(ledgerPath(input), shard);
  return [path, join(dirname(results), basename(path))];
}

/** A shard's own file: `contacts.0-of-4.results.csv` for `contacts.results.csv`. */
export function shardPath(path: string, { index, of }: Shard): string {
  if (of === 1) return path;
  const [, stem = '', ending = ''] =
    /^([^]+?)((?:\.(?:(?:results|sandbox|dry-run)(?:-\d+)?|rejects|ledger))*(?:\.[^.]*)?)$/.exec(
      basename(path),
    ) ?? [];
  return join(dirname(path), `${stem}.${index}-of-${of}${ending}`);
}
