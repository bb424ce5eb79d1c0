import type { Input } from './bytes.js';
import { FooterFinder } from './footer.js';
import { isBlank, readRecords, type CsvRecord, type Dialect } from './records.js';

/** A record of the table: its header, a row, or a line of a known footer. */
export interface TableRecord extends CsvRecord {
  readonly kind: 'header' | 'row' | 'footer';
}

/** The records of an input's table in the file's order, from the header on, without blank ones. `above` stand above it. */
export async function* readTable(input: Input, dialect: Dialect, above: number): AsyncGenerator<TableRecord> {
  const footer = new FooterFinder();
  let filled = 0;
  for await (const record of readRecords(input, dialect)) {
    if (isBlank(record.cells)) continue;
    filled += 1;
    if (filled <= above) continue;
    if (filled === above + 1) yield { kind: 'header', ...record };
    else yield { kind: footer.isFooter(record.cells) ? 'footer' : 'row', ...record };
  }
}
