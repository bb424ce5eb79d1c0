import { maskPhone } from '../contact/phone.js';
import type { Outcome } from '../outcome.js';
import { printable } from '../printable.js';
import type { Columns } from '../source/columns/choose-columns.js';
import type { Row } from '../source/rows.js';
import type { Survey } from '../source/survey.js';
import type { RowToSettle } from './checked-rows.js';

/** What the survey found, for the log: no cell of the file. */
export function surveyFacts(
  { input, dialect, headerLine, rows, leftOut }: Survey,
  { sources }: Columns,
): object {
  return {
    input: input.name,
    rows,
    encoding: dialect.encoding.label,
    delimiter: dialect.delimiter === '\t' ? 'tab' : dialect.delimiter,
    ...(input.gzip ? { unpacked: 'gzip' } : {}),
    ...(headerLine > 1 ? { headerLine } : {}),
    ...(leftOut.records > 0 ? { leftOut: `${leftOut.records} from line ${leftOut.line}` } : {}),
    columns: Object.fromEntries([...sources].map(([field, { column }]) => [field, printable(column, 100)])),
  };
}

/** A row for the log. Its phone is masked only where the line is written. */
export function rowFacts({ number }: Row, check: RowToSettle['check'], { status }: Outcome): object {
  return {
    row: number,
    get mobile() {
      return check?.ok === true ? maskPhone(check.contact.mobile) : undefined;
    },
    status,
  };
}
