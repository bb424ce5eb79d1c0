import type { Summary } from './tally.js';

/**
 * 0 every row created or skipped · 1 finished, some rows invalid, failed or unknown · 3 stopped by what concerns every
 * row, or because nothing more could be written down · 4 stopped at a limit the user set · 130 or 143 interrupted. (2, nothing was sent, is a `UserError`'s.)
 */
export function exitCode({ counts, stopped }: Pick<Summary, 'counts' | 'stopped'>): number {
  switch (stopped?.kind) {
    case 'fatal':
    case 'unrecordable':
      return 3;
    case 'limit':
      return 4;
    case 'interrupted':
      return stopped.by === 'SIGTERM' ? 143 : 130;
    case undefined:
      return counts.invalid + counts.failed + counts.unknown > 0 ? 1 : 0;
  }
}
