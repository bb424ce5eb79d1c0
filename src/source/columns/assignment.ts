import { UserError } from '../../user-error.js';
import { fields, isField, type Field } from './fields.js';

/** Splits `FIELD=TEXT` of `--map` and `--set`. Throws a `UserError` for another form or an unknown field. */
export function parseAssignment(option: string, text: string): readonly [Field, string] {
  const [, field = '', value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (field.trim() === '' || value.trim() === '') {
    throw new UserError(
      `${option} "${text}": not of the form FIELD=${option === '--set' ? 'VALUE' : 'COLUMN'}.`,
      [option === '--set' ? 'For example: --set state_code=86' : 'For example: --map mobile="Mobile Phone"'],
    );
  }
  const trimmed = field.trim();
  if (!isField(trimmed)) {
    throw new UserError(`${option} "${text}": there is no field "${trimmed}".`, [
      `The fields are: ${fields.join(', ')}.`,
    ]);
  }
  return [trimmed, value.trim()];
}
