import type { Unresolved } from '../contact/messages.js';
import type { RowNames } from '../contact/row-names.js';
import { invalid, pendingRow } from '../outcome.js';
import type { InPlace } from '../results/in-order.js';
import type { RowToSettle } from './checked-rows.js';
import type { Settled } from './draft-row.js';
import type { RunControl } from './run-control.js';
import type { RowSettler } from './settle-row.js';
import type { ValueSkeleton } from './value-skeleton.js';

/** What a checked row is settled with. */
export interface CheckedRowParts {
  readonly settler: RowSettler;
  readonly control: RunControl;
  /** Gets the values that can't be resolved, where a file of them is wanted. */
  readonly skeleton: ValueSkeleton | undefined;
}

/** Settles a row that may be invalid, or may not be readable any more. */
export function settleCheckedRow(
  { settler, control, skeleton }: CheckedRowParts,
  { row, check }: RowToSettle,
  inPlace: InPlace,
): Settled | Promise<Settled> {
  if (check === undefined) return { outcome: pendingRow(control.reason), notes: [] };
  if (!check.ok) {
    const end = { outcome: invalid(check.problems), notes: check.notes ?? [] };
    if (skeleton === undefined) return end;
    return addLabels(settler, skeleton, check.names, inPlace).then(() => withValues(end, skeleton));
  }
  const withNotes = (settled: Settled): Settled =>
    withValues(
      check.notes.length === 0 ? settled : { ...settled, notes: [...check.notes, ...settled.notes] },
      skeleton,
    );
  const settled = settler.settle(row.number, check, inPlace);
  return settled instanceof Promise ? settled.then(withNotes) : withNotes(settled);
}

/** The labels of a row that is wrong in something else are not looked up otherwise. */
async function addLabels(
  settler: RowSettler,
  skeleton: ValueSkeleton,
  names: RowNames | undefined,
  inPlace: InPlace,
): Promise<void> {
  if (names === undefined || names.labels.length === 0) return;
  const unknown = await settler.unknownLabels(names, inPlace);
  skeleton.add(unknown.map((text) => ({ field: 'labels', text })));
}

function withValues(settled: Settled, skeleton: ValueSkeleton | undefined): Settled {
  if (skeleton === undefined) return settled;
  const { outcome, notes } = settled;
  const problems = outcome.status === 'invalid' ? outcome.problems : [];
  for (const found of [...problems, ...notes]) skeleton.add(unresolvedIn(found));
  return settled;
}

function unresolvedIn({
  unresolved = [],
}: {
  readonly kind: string;
  readonly unresolved?: readonly Unresolved[];
}): readonly Unresolved[] {
  return unresolved;
}
