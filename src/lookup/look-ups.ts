import type { FailureCause } from '../outcome.js';

/** The result of a look-up. That a name does not exist is found too; `refused` is an error of the call. */
export type Found<Value> =
  | { readonly kind: 'found'; readonly value: Value }
  | {
      readonly kind: 'refused';
      readonly cause: FailureCause;
      readonly errcode: string;
      readonly error: string;
      readonly requestId: string;
    }
  | { readonly kind: 'stopped' };

/** A label with the name of its group; labels of different groups may have the same name. */
export interface Label {
  readonly group: string;
  readonly name: string;
  readonly id: number;
}

/** A department below some other one; departments on different branches may have the same name. */
export interface Department {
  readonly name: string;
  readonly id: number;
}

/** The id of the department at the top, which is the organisation itself (src/dingtalk/README.md, Look-ups). */
export const topDepartment = 1;

/** What can be looked up in an organisation; each look-up is a call or more. */
export interface LookUps {
  /** All labels. */
  labels(): Promise<Found<readonly Label[]>>;
  /** The departments directly below one; none where there is no such department. */
  departments(parent: number): Promise<Found<readonly Department[]>>;
  /** Whether there is a department with this id. */
  hasDepartment(id: number): Promise<Found<boolean>>;
  /** The userid of the present employee with this phone, of digits only; empty where there is none. */
  employee(mobile: string): Promise<Found<string>>;
}

export function found<Value>(value: Value): Found<Value> {
  return { kind: 'found', value };
}

/** Passes an error or a stop on, and does the next step with what was found. */
export async function whenFound<Value, Next>(
  found: Found<Value>,
  next: (value: Value) => Found<Next> | Promise<Found<Next>>,
): Promise<Found<Next>> {
  return found.kind === 'found' ? next(found.value) : found;
}
