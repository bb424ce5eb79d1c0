import { importColumns } from '../outcome.js';
import { UserError } from '../user-error.js';
import type { Input } from './bytes.js';
import { isBlank, readRecords } from './records.js';
import { hasByteOrderMark } from './text.js';

/** What one pass over the whole file found, before anything is sent. It holds for the file's stamp only. */
export interface Survey {
  readonly input: Input;
  readonly stamp: string;
  readonly byteOrderMark: boolean;
  /** The names of the columns, as they stand in the file, without the importer's own. */
  readonly header: readonly string[];
  /** Where each column of `header` stands in the file, counted from 0. */
  readonly positions: readonly number[];
  /** Columns in the file, the importer's own included. */
  readonly width: number;
  /** The line the header begins on, counted from 1. */
  readonly headerLine: number;
  /** Data rows: records after the header that aren't blank. */
  readonly rows: number;
}

/**
 * Reads the input once from end to end, in constant memory, so that a file that can't be trusted is refused whole.
 * Throws a `UserError` for bytes that are no UTF-8, an unclosed quote, an over-long row, and a file without a header.
 */
export async function surveyFile(input: Input): Promise<Survey> {
  const stamp = await input.stamp();
  let header: { readonly cells: readonly string[]; readonly line: number } | undefined;
  let rows = 0;
  for await (const { line, cells } of readRecords(input)) {
    if (isBlank(cells)) continue;
    if (header === undefined) header = { cells, line };
    else rows += 1;
  }
  if (header === undefined) {
    throw new UserError(`${input.name}: the file is empty.`, [
      'The first line has to name the columns, e.g. name,mobile,state_code,follower_user_id,label_ids.',
    ]);
  }

  const { cells, line: headerLine } = header;
  const positions = [...cells.keys()].filter((at) => !isImportColumn(cells[at] ?? ''));
  return {
    input,
    stamp,
    byteOrderMark: await startsWithByteOrderMark(input),
    header: positions.map((at) => cells[at] ?? ''),
    positions,
    width: cells.length,
    headerLine,
    rows,
  };
}

function isImportColumn(name: string): boolean {
  const trimmed = name.trim();
  return importColumns.some((column) => column === trimmed);
}

async function startsWithByteOrderMark(input: Input): Promise<boolean> {
  for await (const chunk of input.open()) return Buffer.isBuffer(chunk) && hasByteOrderMark(chunk);
  return false;
}
