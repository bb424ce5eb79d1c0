/** Whether the tests run in their long form: `npm run test:long`. */
export const long = process.env.LONG_TESTS === '1';

/** Whether the slow tests of the package and the Dockerfile run: in the long form, and in a step of the gate. */
export const packaging = long || process.env.PACKAGE_TESTS === '1';

/** A number of rows, runs or kills: the first in the usual form of a test, the second in its long form. */
export function sized(short: number, whole: number): number {
  return long ? whole : short;
}
