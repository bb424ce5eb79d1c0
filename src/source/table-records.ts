import type { Input } from './bytes.js';
import { FooterFinder } from './footer.js';
import type { Dialect } from './dialect.js';
import { isBlank, readRecords, type CsvRecord } from './records.js';

/** A record from the header on: the header, a row, or a line of a known footer. */
export interface TableRecord extends CsvRecord {
  readonly kind: 'header' | 'row' | 'footer';
}

/** The records of an input from the header on, without blank ones; the first `recordsAbove` that are not blank are left out. */
export async function* readTable(
  input: Input,
  dialect: Dialect,
  recordsAbove: number,
): AsyncGenerator<TableRecord> {
  const footer = new FooterFinder();
  let filled = 0;
  for await (const record of readRecords(input, dialect)) {
    if (isBlank(record.cells)) continue;
    filled += 1;
    if (filled <= recordsAbove) continue;
    if (filled === recordsAbove + 1) yield { kind: 'header', ...record };
    else yield { kind: footer.isFooter(record.cells) ? 'footer' : 'row', ...record };
  }
}
