import { unsharded, type Shard } from '../importer/shard.js';
import { UserError } from '../user-error.js';
import { readVariable, type Environment } from './environment.js';
import type { Reader } from './reader.js';

/** A file is dealt to so many runs at most. */
const mostShards = 1_000;

/** Where Kubernetes tells a pod of an Indexed Job which one it is, from 0. */
const indexVariable = 'JOB_COMPLETION_INDEX';

/** `--shard I/N`, or `--shard N` with the index in the environment. Throws a `UserError` for what is no shard. */
export function readShard(read: Reader, environment: Environment): Shard {
  const given = read.text('--shard');
  if (given === undefined) return unsharded;
  const [, typed, of = ''] = /^(?:(\d+)\/)?(\d+)$/.exec(given.text.trim()) ?? [];
  const refuse = (why: string): UserError =>
    new UserError(`${given.from} "${given.text}": ${why}.`, [
      'Give the number of this shard, from 0, and how many there are, e.g. --shard 0/4',
    ]);
  if (of === '') throw refuse('not a shard');
  if (Number(of) < 1 || Number(of) > mostShards) throw refuse(`there can be 1 to ${mostShards} shards`);
  const index = typed ?? readVariable(environment, indexVariable);
  if (index === undefined) throw refuse(`it doesn't say which shard, and neither does ${indexVariable}`);
  if (!/^\d+$/.test(index) || Number(index) >= Number(of)) {
    const from = typed === undefined ? `${indexVariable} "${index}"` : index;
    throw refuse(`of ${of} shards, the last is ${Number(of) - 1}, and ${from} is none of them`);
  }
  return { index: Number(index), of: Number(of) };
}
