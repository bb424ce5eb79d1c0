import { readHeaderAndRows } from './header-and-rows.js';
import { fileChanged } from './messages.js';
import type { Survey } from './survey.js';

/** One data row of the input. */
export interface Row {
  /** 1 is the first data row. */
  readonly number: number;
  /** The line in the file where the row begins, from 1. */
  readonly line: number;
  /** The cells under the survey's header; fewer where the row is short, more where it is too long. */
  readonly cells: readonly string[];
}

/**
 * The data rows of a surveyed input, in its order, one at a time. Throws a `UserError` if the file changed since its survey:
 * exit code 2 before the first row, 3 after it.
 */
export async function* readRows(survey: Survey): AsyncGenerator<Row> {
  const { input, positions, width } = survey;
  if ((await input.stamp()) !== survey.stamp) throw fileChanged(input.name, 2);

  const hasImportColumns = positions.length < width;
  let number = 0;
  for await (const { kind, line, cells } of readHeaderAndRows(input, survey.dialect, survey.recordsAbove)) {
    if (kind !== 'row') continue;
    number += 1;
    yield { number, line, cells: hasImportColumns ? withoutImportColumns(cells, survey) : cells };
  }
  if (number !== survey.rows || (await input.stamp()) !== survey.stamp) throw fileChanged(input.name, 3);
}

function withoutImportColumns(cells: readonly string[], { positions, width }: Survey): readonly string[] {
  const kept = positions.filter((at) => at < cells.length).map((at) => cells[at] ?? '');
  return [...kept, ...cells.slice(width)];
}
