import { interruptionCode } from '../user-error.js';
import type { Summary } from './summary.js';

/** What each exit code means. 2 and 70 come from the entry: no summary has them. */
export const exitCodes = {
  0: 'every row is created, skipped or changed',
  1: 'finished; some rows are invalid, failed or unknown',
  2: "an option, the credentials or the input can't be used; nothing was sent",
  3: 'stopped by something that concerns every row',
  4: 'stopped at --limit, --max-failed or --max-calls',
  70: 'a fault of the importer',
  130: 'interrupted (SIGINT)',
  143: 'interrupted (SIGTERM or SIGHUP)',
} as const;
export type ExitCode = keyof typeof exitCodes;

/** The exit code of a run that ended in an orderly way. */
export function exitCode({ counts, stopped }: Pick<Summary, 'counts' | 'stopped'>): ExitCode {
  switch (stopped?.kind) {
    case 'fatal':
    case 'unrecordable':
    case 'unreadable':
      return 3;
    case 'limit':
      return 4;
    case 'interrupted':
      return interruptionCode(stopped.by);
    case undefined:
      return counts.invalid + counts.failed + counts.unknown > 0 ? 1 : 0;
  }
}
