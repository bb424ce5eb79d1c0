import { checkContact, type CheckedRow, type CheckRules } from '../contact/check.js';
import { phoneKey } from '../contact/phone.js';
import type { Columns } from '../source/columns/choose-columns.js';
import { readRows, type Row } from '../source/rows.js';
import type { Survey } from '../source/survey.js';
import { UserError } from '../user-error.js';
import type { RunControl } from './run-control.js';
import type { ShardFilter } from './shard.js';

/** A row and its check; `undefined` if the row can't be read any more. */
export interface RowToSettle {
  readonly row: Row;
  readonly check: CheckedRow | undefined;
}

/**
 * The rows of this shard, checked. A row that is wrong has no phone, so its number says which shard it belongs to. Where the input
 * can't be read any more, the run stops, and the rows that are left have no cells.
 */
export async function* checkedRows(
  survey: Survey,
  columns: Columns,
  rules: CheckRules,
  shard: ShardFilter,
  control: RunControl,
): AsyncGenerator<RowToSettle> {
  let last: Pick<Row, 'number' | 'line'> = { number: 0, line: 0 };
  try {
    for await (const row of readRows(survey)) {
      last = row;
      const check = checkContact(row, columns, rules);
      if (shard.takes(check.ok ? phoneKey(check.contact) : String(row.number))) yield { row, check };
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    control.stop({ kind: 'unreadable', error: error.message });
    for (let number = last.number + 1; number <= survey.rows; number += 1)
      if (shard.takes(String(number)))
        yield { row: { number, line: last.line, cells: [] }, check: undefined };
  }
}

/** How much memory a row takes, in characters: a cell takes about as much as eight. */
export function rowWeight({ row }: RowToSettle): number {
  return row.cells.reduce((characters, cell) => characters + cell.length + 8, 0);
}
