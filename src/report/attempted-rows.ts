import type { Summary } from './summary.js';
import { plural } from './text.js';

/** Attempted rows that a summary keeps and shows. */
export const mostAttempted = 20;

/** The rows that a run with --limit attempted, one by one, to be checked in DingTalk. */
export function renderAttempted({ stopped, attempted, calls }: Summary): readonly string[] {
  if (stopped?.kind !== 'limit' || stopped.option !== '--limit' || attempted.length === 0) return [];
  const digits = Math.max(...attempted.map(({ row }) => String(row).length));
  const more = Math.max(stopped.most - attempted.length, 0);
  return [
    '',
    `attempted, with ${plural(calls.create, 'create call')}:`,
    ...attempted.map(({ row, status, userid, errcode }) =>
      `  row ${String(row).padStart(digits)}  ${status.padEnd(7)}  ${userid === '' ? errcode : userid}`.trimEnd(),
    ),
    ...(more > 0 ? [`  and ${more} more; the results have them all`] : []),
  ];
}
