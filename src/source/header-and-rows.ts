import type { Input } from './bytes.js';
import type { Dialect } from './dialect.js';
import { LaterRecords, type LaterKind } from './later-records.js';
import { isBlank, readRecords, type CsvRecord } from './records.js';

interface HeaderOrLater extends CsvRecord {
  /** `first`: the header of the file. */
  readonly kind: 'first' | LaterKind;
}

/**
 * The records of an input from the header on, without blank ones; the first `recordsAbove` that are not blank are left out.
 */
export async function* readHeaderAndRows(
  input: Input,
  dialect: Dialect,
  recordsAbove: number,
): AsyncGenerator<HeaderOrLater> {
  let filledRecords = 0;
  let later: LaterRecords | undefined;
  for await (const record of readRecords(input, dialect)) {
    if (isBlank(record.cells)) continue;
    filledRecords += 1;
    if (filledRecords <= recordsAbove) continue;
    if (later === undefined) {
      later = new LaterRecords(record.cells);
      yield { kind: 'first', ...record };
    } else yield { kind: later.kindOf(record.cells), ...record };
  }
}
