import { isField, type Field } from './fields.js';
import { notAnAssignment, unknownField } from './messages.js';

/** Splits `FIELD=TEXT` of `--map` and `--set`. Throws a `UserError` for another form or an unknown field. */
export function parseAssignment(option: string, text: string): readonly [Field, string] {
  const [, beforeSign = '', value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const field = beforeSign.trim();
  if (field === '' || value.trim() === '') throw notAnAssignment(option, text);
  if (!isField(field)) throw unknownField(option, text, field);
  return [field, value.trim()];
}
