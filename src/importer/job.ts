import type { Readable } from 'node:stream';
import type { ServerSettings } from '../dingtalk/connect.js';
import type { Limits } from './stop.js';
import type { PageChoice } from '../report/html/html-report.js';
import type { Shard } from './shard.js';
import type { ColumnChoice } from '../source/columns/choose-columns.js';
import type { FileChoice } from '../source/survey.js';

/** Everything one import needs to know. */
export interface ImportJob {
  /** A file's path, or a stream, which is spooled to a temporary file first. */
  readonly input: string | Readable;
  /** Where the results go. */
  readonly results: string;
  /** What is known of each phone, over all runs. */
  readonly ledger: string;
  /** Who runs this, for others that want the same ledger meanwhile. */
  readonly holder: string;
  readonly file: FileChoice;
  readonly columns: ColumnChoice;
  /** Whether phones that no numbering plan has are refused, and not only impossible ones. */
  readonly strictPhones: boolean;
  readonly server: ServerSettings;
  /** Calls in flight at most. */
  readonly concurrency: number;
  /** Read, check, look up and price everything, and make nothing. */
  readonly dryRun: boolean;
  /** First list the organisation's contacts, so that rows that have one cost no create. */
  readonly matchExisting: boolean;
  readonly limits: Limits;
  /** The part of the file that is imported; others have the rest. */
  readonly shard: Shard;
  /** Ms for calls in flight to settle after an interruption; what has not settled then is in doubt. */
  readonly grace: number;
  /** A page about the import for the owner of the data, where one is wanted. */
  readonly report: PageChoice | undefined;
  /** Whether the server is the built-in one: the page says so. */
  readonly sandbox: boolean;
}
