import type { Input } from './bytes.js';
import type { Dialect } from './dialect.js';
import { isBlank, readRecords, type CsvRecord } from './records.js';

interface HeaderOrRow extends CsvRecord {
  /** `footer`: one of the last lines of a known export, which is not a row. */
  readonly kind: 'header' | 'row' | 'footer';
}

/** The first footer lines of known exports (Salesforce reports, and ad reports). */
const footers: readonly RegExp[] = [
  /^grand totals? \([\d,.]+ records?\)$/i,
  /^confidential information - do not distribute$/i,
  /^copyright \(c\) 2000-\d{4} salesforce\.com/i,
];

/**
 * The records of an input from the header on, without blank ones; the first `recordsAbove` that are not blank are left out. A
 * footer begins with a known line in the only filled cell of its record, and ends before a record with two filled cells.
 */
export async function* readHeaderAndRows(
  input: Input,
  dialect: Dialect,
  recordsAbove: number,
): AsyncGenerator<HeaderOrRow> {
  let filledRecords = 0;
  let inFooter = false;
  for await (const record of readRecords(input, dialect)) {
    if (isBlank(record.cells)) continue;
    filledRecords += 1;
    if (filledRecords <= recordsAbove) continue;
    if (filledRecords === recordsAbove + 1) {
      yield { kind: 'header', ...record };
      continue;
    }
    const [text = '', second] = record.cells.filter((cell) => cell.trim() !== '');
    inFooter = second === undefined && (inFooter || footers.some((footer) => footer.test(text.trim())));
    yield { kind: inFooter ? 'footer' : 'row', ...record };
  }
}
