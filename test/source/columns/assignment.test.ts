import { expect, test } from 'vitest';
import { parseAssignment } from '../../../src/source/columns/assignment.js';
import { UserError } from '../../../src/user-error.js';

function refusal(act: () => unknown): UserError {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('expected a UserError, but nothing was thrown');
}

test('an assignment has a known field, an equals sign and a value, which may contain more equals signs', () => {
  expect(parseAssignment('--set', 'remark=a=b')).toEqual(['remark', 'a=b']);
  expect(refusal(() => parseAssignment('--set', 'remark')).message).toBe(
    '--set "remark": not of the form FIELD=VALUE.',
  );
  expect(refusal(() => parseAssignment('--map', 'phone=Phone')).message).toBe(
    '--map "phone=Phone": there is no field "phone".',
  );
});
