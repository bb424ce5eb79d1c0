import { openInput, type Input } from './bytes.js';
import { delimiters } from './dialect.js';
import { findEncoding } from './encoding.js';
import { valuesNotReadable } from './messages.js';
import { isBlank, readRecords, type CsvRecord } from './records.js';

/** One translation: in a field, or in the column of this name, `from` means `to`. */
export interface ValueLine {
  readonly line: number;
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** The names of the columns in a file of values; others are left alone. */
export const valueColumns = ['field', 'from', 'to'] as const;

/** Lines of a file of values at most. */
const mostValues = 100_000;

/**
 * Reads a CSV with the columns `field`, `from` and `to`; encoding and delimiter are detected as those of the input. Throws a `UserError`
 * for a file that can't be read, that lacks one of the columns, or has a line without `field` or `from`.
 */
export async function readValues(path: string, signal?: AbortSignal): Promise<readonly ValueLine[]> {
  await using input = await openInput(path, signal);
  const encoding = await findEncoding(input, undefined);
  for (const delimiter of delimiters) {
    const records = await recordsOf(input, { encoding, delimiter, spaceBeforeQuotes: false });
    const [header, ...lines] = records;
    const positions = valueColumns.map((name) => header?.cells.findIndex((cell) => isName(cell, name)) ?? -1);
    if (!positions.includes(-1)) return lines.map((record) => lineOf(path, record, positions));
  }
  throw valuesNotReadable(path, 1, `it has no columns ${valueColumns.join(', ')}`);
}

async function recordsOf(input: Input, dialect: Parameters<typeof readRecords>[1]): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  for await (const record of readRecords(input, dialect)) {
    if (isBlank(record.cells)) continue;
    records.push(record);
    if (records.length > mostValues)
      throw valuesNotReadable(input.name, record.line, `it has more than ${mostValues} lines`);
  }
  return records;
}

function isName(cell: string, name: string): boolean {
  return cell.trim().toLowerCase() === name;
}

function lineOf(path: string, { line, cells }: CsvRecord, positions: readonly number[]): ValueLine {
  const [field = '', from = '', to = ''] = positions.map((at) => cells[at]?.trim() ?? '');
  if (field === '' || from === '')
    throw valuesNotReadable(path, line, `${field === '' ? 'field' : 'from'} is empty`);
  return { line, field, from, to };
}
