import type { CallKind, Calls } from '../dingtalk/connect.js';

/** What an import will cost: calls by kind, without retries, and the least time they take, in ms. */
export interface Price {
  readonly calls: Calls;
  readonly time: number;
  /** Calls a second at most, of each kind. */
  readonly rate: number;
}

/** How long the importer uses a token at most, in ms (src/dingtalk/README.md, Token). */
const tokenUse = 6_600_000;

/**
 * The price of `create` creates with the look-ups of the dry run, which the import makes again. `rate` in calls a second for
 * each kind: the list is read first, all other kinds go side by side. `ownTokens`: the importer gets its tokens itself.
 */
export function priceOf(
  create: number,
  lookUps: (kind: Exclude<CallKind, 'create' | 'token'>) => number,
  rate: number,
  ownTokens: boolean,
): Price {
  const list = lookUps('list');
  const sideBySide = {
    create,
    labels: lookUps('labels'),
    departments: lookUps('departments'),
    departmentIds: lookUps('departmentIds'),
    employees: lookUps('employees'),
  };
  const longest = Math.max(...Object.values(sideBySide));
  const time = ((list + longest) / rate) * 1_000;
  const token = ownTokens && list + longest > 0 ? 1 + Math.floor(time / tokenUse) : 0;
  return { calls: { ...sideBySide, list, token }, time, rate };
}

/** Calls that look a name up. */
export function lookUpsIn({ labels, departments, departmentIds, employees }: Calls): number {
  return labels + departments + departmentIds + employees;
}
