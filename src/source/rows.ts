import { readHeaderAndRows } from './header-and-rows.js';
import type { Survey } from './survey.js';

/** One data row of the input. */
export interface Row {
  /** 1 is the first data row. */
  readonly number: number;
  /** The line in the file where the row begins, from 1. */
  readonly line: number;
  /** The cells under the survey's header, without empty ones at the end; more where the row is too long. */
  readonly cells: readonly string[];
  /** Its cells in the file, where empty ones at the end were left out. */
  readonly width?: number;
}

/**
 * The data rows of a surveyed input, in its order, one at a time: those that the survey counted. Throws a `UserError` if the file
 * changed since its survey, or can't be read any more, before it gives a row that was not surveyed.
 */
export async function* readRows(survey: Survey): AsyncGenerator<Row> {
  const { input, positions, width } = survey;
  const hasImportColumns = positions.length < width;
  let number = 0;
  for await (const { kind, line, cells } of readHeaderAndRows(input, survey.dialect, survey.recordsAbove)) {
    if (kind !== 'row') continue;
    number += 1;
    const own = hasImportColumns ? withoutImportColumns(cells, survey) : cells;
    yield { number, line, ...withoutEmptyEnd(own) };
  }
  await input.checkEnd();
}

function withoutImportColumns(cells: readonly string[], { positions, width }: Survey): readonly string[] {
  const kept = positions.filter((at) => at < cells.length).map((at) => cells[at] ?? '');
  return [...kept, ...cells.slice(width)];
}

/** Many exports fill their rows with empty columns; they take memory. */
function withoutEmptyEnd(cells: readonly string[]): Pick<Row, 'cells' | 'width'> {
  const filled = cells.findLastIndex((cell) => cell !== '') + 1;
  return filled === cells.length ? { cells } : { cells: cells.slice(0, filled), width: cells.length };
}
