import { UserError } from '../../user-error.js';
import { fields, isField, type Field } from './fields.js';

/** Splits `FIELD=TEXT` of `--map` and `--set`. Throws a `UserError` for another form or an unknown field. */
export function parseAssignment(option: string, text: string): readonly [Field, string] {
  const [, beforeSign = '', value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const field = beforeSign.trim();
  if (field === '' || value.trim() === '') throw notAnAssignment(option, text);
  if (!isField(field)) throw unknownField(option, text, field);
  return [field, value.trim()];
}

function notAnAssignment(option: string, text: string): UserError {
  const [form, example] =
    option === '--set' ? ['VALUE', '--set state_code=86'] : ['COLUMN', '--map mobile="Mobile Phone"'];
  return new UserError(`${option} "${text}": not of the form FIELD=${form}.`, [`For example: ${example}`]);
}

function unknownField(option: string, text: string, field: string): UserError {
  return new UserError(`${option} "${text}": there is no field "${field}".`, [
    `The fields are: ${fields.join(', ')}.`,
  ]);
}
