import type { Join } from './join-cells.js';

/** The columns of a field, counted from 0 in the survey's header, and how their cells become one value. */
export interface FieldColumns {
  readonly positions: readonly number[];
  readonly join: Join;
  /** How messages name the columns, where not by all of them. */
  readonly column?: string;
  /** Where one of the columns counts in each row. */
  readonly pick?: Pick;
}

/** Finds the column that counts in a row; `undefined` where all are empty. */
export type Pick = (cells: readonly string[]) => Picked | undefined;

/**
 * The column that counts in a row. `next`: the better ones are empty. `fax`: there is only the number of a fax. `country`: a
 * country, which gives way to the phone's own code. `usual`: nothing to say.
 */
export interface Picked {
  readonly at: number;
  readonly column: string;
  readonly how: 'usual' | 'next' | 'fax' | 'country';
}

/** A field's text in a row, each cell cleaned; empty where its cells are. */
export function textIn(
  { positions, join, pick }: FieldColumns,
  cells: readonly string[],
  clean: (cell: string) => string,
): string {
  const cleaned = (at = -1): string => clean(cells[at] ?? '');
  if (pick !== undefined) return cleaned(pick(cells)?.at);
  const [first, ...others] = positions;
  return others.length === 0 ? cleaned(first) : join(positions.map(cleaned));
}
