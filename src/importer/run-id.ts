import { randomUUID } from 'node:crypto';

/** A new id of a run: it names the run in the ledger, the log and the summary. */
export function newRunId(): string {
  return randomUUID().slice(0, 8);
}
