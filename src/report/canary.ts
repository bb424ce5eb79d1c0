import type { Summary } from './tally.js';
import { plural } from './text.js';

/** A row that cost a create call: the first ones of a run, to look at before the rest goes. */
export interface AttemptedRow {
  readonly row: number;
  readonly status: string;
  readonly userid: string;
  /** Empty for a row that was created. */
  readonly errcode: string;
}

/** Rows that a summary shows, and so keeps. */
export const mostAttempted = 20;

/** What became of the rows that a run with --limit attempted, one by one, so that they can be looked at in DingTalk. */
export function renderCanary({ stopped, attempted, calls }: Summary): readonly string[] {
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
