import type { Problem } from '../outcome.js';
import type { Columns } from '../source/columns.js';
import { requiredFields, type Field } from '../source/fields.js';
import type { Row } from '../source/rows.js';
import { mostCountryDigits, mostIds, mostPhoneDigits, type Contact } from './contact.js';
import { splitList } from './lists.js';
import { maskPhone } from './phone.js';

/** A row's contact with what was repaired in it, or everything that is wrong with the row. */
export type CheckedRow =
  | { readonly ok: true; readonly contact: Contact; readonly notes: readonly string[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Row → contact, checked as far as can be known without a call (dingtalk-api.md section 5.1): required fields, digits,
 * whole numbers, at most 20 ids a list. All problems are named, each with column, value and what to do.
 */
export function checkContact(row: Row, columns: Columns): CheckedRow {
  const check = new Check(row, columns);
  const contact: Contact = {
    name: check.text('name') ?? '',
    mobile: check.digits('mobile', mostPhoneDigits) ?? '',
    state_code: check.digits('state_code', mostCountryDigits) ?? '',
    follower_user_id: check.oneUser('follower_user_id') ?? '',
    label_ids: check.ids('label_ids') ?? [],
    ...present('title', check.text('title')),
    ...present('company_name', check.text('company_name')),
    ...present('address', check.text('address')),
    ...present('remark', check.text('remark')),
    ...present('share_dept_ids', check.ids('share_dept_ids')),
    ...present('share_user_ids', check.list('share_user_ids')),
  };
  return check.problems.length === 0
    ? { ok: true, contact, notes: check.notes }
    : { ok: false, problems: check.problems };
}

function present<Name extends Field, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> {
  const part: Partial<Record<Field, Value>> = {};
  if (value !== undefined) part[name] = value;
  return part;
}

/** Reads one row's fields and collects what is wrong. A method gives `undefined` for a field that is empty or wrong. */
class Check {
  readonly problems: Problem[] = [];
  readonly notes: string[] = [];
  readonly #row: Row;
  readonly #columns: Columns;

  constructor(row: Row, columns: Columns) {
    this.#row = row;
    this.#columns = columns;
    const surplus = row.cells.slice(columns.width).filter((cell) => cell.trim() !== '').length;
    if (surplus > 0) {
      this.problems.push({
        rule: 'too many cells',
        text: `${columns.width + surplus} cells under ${columns.width} columns: a comma in a cell without quotes? Put the cell in double quotes.`,
      });
    }
  }

  text(field: Field): string | undefined {
    const source = this.#columns.sources.get(field);
    const cells = source?.positions
      .map((at) => this.#row.cells[at]?.trim() ?? '')
      .filter((cell) => cell !== '');
    const joined = cells?.join(' ') ?? '';
    const value = joined === '' ? (source?.fallback ?? '') : joined;
    if (value !== '') return value;
    if (isRequired(field)) {
      this.#report(
        field,
        'is empty',
        `${this.#name(field)} is empty. Fill it in, or give all such rows one value with --set ${field}=VALUE.`,
      );
    }
    return undefined;
  }

  digits(field: 'mobile' | 'state_code', most: number): string | undefined {
    const value = this.text(field);
    if (value === undefined) return undefined;
    const shown = `${this.#name(field)} "${maskPhone(value)}"`;
    if (!/^\d+$/.test(value)) {
      const example =
        field === 'mobile'
          ? 'the number without country code, spaces or hyphens'
          : 'the country code alone, e.g. 86';
      this.#report(
        field,
        'is not made of digits only',
        `${shown} is not made of digits only. Write ${example}.`,
      );
    } else if (value.length > most) {
      this.#report(
        field,
        'has too many digits',
        `${shown} has ${value.length} digits; at most ${most} are possible. Correct the number.`,
      );
    }
    return value;
  }

  oneUser(field: Field): string | undefined {
    const value = this.text(field);
    if (value !== undefined && /[\s;|,]/.test(value)) {
      this.#report(
        field,
        'is not one user id',
        `${this.#name(field)} "${value}" is not one user id. Give exactly one; others can share the contact through share_user_ids.`,
      );
    }
    return value;
  }

  list(field: Field): readonly string[] | undefined {
    const value = this.text(field);
    if (value === undefined) return undefined;
    const cell = splitList(value);
    if (!cell.ok) {
      this.#report(
        field,
        'is not a list',
        `${this.#name(field)} "${value}" ${cell.why}. Separate the ids with ";", or mend the array.`,
      );
      return undefined;
    }
    if (cell.items.length === 0) {
      if (isRequired(field))
        this.#report(field, 'is empty', `${this.#name(field)} "${value}" holds no id. Give at least one.`);
      return undefined;
    }
    if (cell.items.length > mostIds) {
      this.#report(
        field,
        'has too many ids',
        `${this.#name(field)} has ${cell.items.length} ids; at most ${mostIds} are allowed. Take some out.`,
      );
    }
    if (cell.repeated) this.notes.push(`${this.#name(field)} has an id more than once; it was sent once.`);
    return cell.items;
  }

  ids(field: Field): readonly number[] | undefined {
    const items = this.list(field);
    const wrong = items?.filter((item) => !isId(item)) ?? [];
    if (wrong.length > 0) {
      this.#report(
        field,
        'is not made of whole numbers',
        `${this.#name(field)} "${wrong.join('", "')}": an id is a whole number greater than 0. Use the ids, not the names.`,
      );
    }
    return items?.map(Number);
  }

  #name(field: Field): string {
    const column = this.#columns.sources.get(field)?.column ?? field;
    return column.toLowerCase() === field ? field : `${field} (column "${column}")`;
  }

  #report(field: Field, rule: string, text: string): void {
    this.problems.push({ rule: `${field} ${rule}`, text });
  }
}

function isRequired(field: Field): boolean {
  return requiredFields.some((required) => required === field);
}

function isId(text: string): boolean {
  return /^\d+$/.test(text) && Number.isSafeInteger(Number(text)) && Number(text) > 0;
}
