import type { Dirent } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Log } from '../dingtalk/connect.js';
import { readHeader } from '../ledger/events.js';
import type { Survey } from '../source/survey.js';
import type { ImportJob } from './job.js';

/** Other ledgers that are looked at, and bytes of each: its first line is shorter. */
const mostLedgers = 100;
const firstBytes = 4_096;

/**
 * The ledger of a job. Where it would be a new one beside others of the same server, that is worth a warning: what they know would be
 * sent again. A file that the importer wrote, with a new name, belongs to the only ledger beside it.
 */
export async function chooseLedger(
  { ledger, otherLedger, server, shard }: ImportJob,
  { isOwnFile }: Survey,
  log: Log,
): Promise<string> {
  const others = await ledgersBeside(ledger, server.oapiUrl.origin);
  // Other shards have ledgers of their own.
  const shown = others.filter((name) => shard.of === 1 || !/\.\d+-of-\d+\.ledger\.ndjson$/.test(name));
  const [only, ...more] = shown;
  if (only === undefined) return ledger;
  if (isOwnFile && otherLedger !== undefined && more.length === 0) {
    log.info({ ledger: only }, 'the importer wrote this file: the ledger beside it is used');
    return join(dirname(ledger), only);
  }
  log.warn(
    { ledger: basename(ledger), others: shown.slice(0, 5) },
    'a new ledger is begun beside others: contacts that only they know are sent again. To go on with one of them, give it with --ledger',
  );
  return ledger;
}

/** The names of other ledgers of a server in the folder of one that does not exist yet. */
async function ledgersBeside(ledger: string, host: string): Promise<readonly string[]> {
  const entries = await readdir(dirname(ledger), { withFileTypes: true }).catch((): readonly Dirent[] => []);
  if (entries.some(({ name }) => name === basename(ledger))) return [];
  // To open a pipe waits for its writer.
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.ndjson'));
  const candidates = files.slice(0, mostLedgers).map(({ name }) => name);
  const found: string[] = [];
  for (const name of candidates) if ((await hostOf(join(dirname(ledger), name))) === host) found.push(name);
  return found;
}

/** The server of a ledger; `undefined` for any other file. */
async function hostOf(path: string): Promise<string | undefined> {
  try {
    await using file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(firstBytes), 0, firstBytes, 0);
    const [first = ''] = buffer.toString('utf8', 0, bytesRead).split('\n');
    return readHeader(first)?.host;
  } catch {
    return undefined;
  }
}
