import { readFileSync } from 'node:fs';
import { isSystemError, systemReason, UserError } from '../user-error.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A variable's value, or that of the file that `NAME_FILE` names, without white space around it; `undefined` if it is empty.
 * With `spaceCounts` only the line feed at the end of the file goes, for values that may be a space or a tab. Throws a
 * `UserError` if both are set, or if the file can't be read, is empty or contains a NUL.
 */
export function readVariable(
  environment: Environment,
  name: string,
  spaceCounts = false,
): string | undefined {
  const present = (text: string | undefined): string | undefined => {
    const value = spaceCounts ? text : text?.trim();
    return value === '' ? undefined : value;
  };
  const value = present(environment[name]);
  const file = environment[`${name}_FILE`]?.trim() ?? '';
  if (file === '') return value;
  if (value !== undefined)
    throw new UserError(`Both ${name} and ${name}_FILE are set.`, ['Unset one of them.']);
  try {
    const content = present(readFileSync(file, 'utf8').replace(/\r?\n$/, ''));
    if (content?.includes('\0') === true)
      throw new UserError(`${name}_FILE: ${file} contains a NUL byte, which text never has.`, [
        'Save it again, as UTF-8.',
      ]);
    if (content !== undefined) return content;
    throw new UserError(`${name}_FILE: ${file} is empty.`, [`Write the value of ${name} into it.`]);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new UserError(`${name}_FILE: ${file} can't be read: ${systemReason(error)}.`, [
      'Check that it is mounted there and that this process may read it.',
    ]);
  }
}
