import type { Note, Problem } from '../outcome.js';
import type { Columns } from '../source/columns/choose-columns.js';
import { fieldAndNames, isRequired, type Field } from '../source/columns/fields.js';
import type { Row } from '../source/rows.js';
import { cleanCode, cleanText, controlCharacter, decodedTwice, hasLostCharacters } from './clean.js';

/** A field's value, and whether it's the row's own or the one given for all rows. */
export interface FieldValue {
  readonly text: string;
  readonly own: boolean;
}

/** Fields that hold one line; a line break in one is a slip, in an address it's a part of it. */
const oneLine: readonly Field[] = ['name', 'title', 'company_name'];

/** Reads one row's fields, and collects what is wrong with it and what was repaired. */
export class FieldReader {
  readonly problems: Problem[] = [];
  readonly notes: Note[] = [];
  readonly #row: Row;
  readonly #columns: Columns;
  readonly #supplied = new Set<Field>();

  constructor(row: Row, columns: Columns) {
    this.#row = row;
    this.#columns = columns;
  }

  /** A text field, cleaned; `undefined` if it's empty or wrong, which is reported where it matters. */
  text(field: Field): string | undefined {
    const { text } = this.#value(field, cleanText);
    if (text === '') this.#reportEmpty(field);
    if (text === '' || !this.#isReadable(field, text)) return undefined;
    if (!oneLine.includes(field) || !/[\t\r\n]/.test(text)) return text;
    this.note('line break made a space', `A line break in ${this.name(field)} became a space.`);
    return text.replace(/\s*[\t\r\n]\s*/g, ' ');
  }

  /** A field of phones or ids, cleaned; `undefined` if it's empty or wrong. */
  code(field: Field): FieldValue | undefined {
    const value = this.#value(field, cleanCode);
    if (value.text === '') this.#reportEmpty(field);
    return value.text !== '' && this.#isReadable(field, value.text) ? value : undefined;
  }

  /** The same without a report of an empty cell: for a field that another one may make up for. */
  codeIfAny(field: Field): FieldValue | undefined {
    const value = this.#value(field, cleanCode);
    return value.text !== '' && this.#isReadable(field, value.text) ? value : undefined;
  }

  /** What a field of phones, ids or names was given, without any judgement. */
  given(field: Field): FieldValue {
    return this.#value(field, cleanCode);
  }

  /** From now on a field's value comes from elsewhere: it may be empty, and only the row's own cells add to it. */
  supply(field: Field): void {
    this.#supplied.add(field);
  }

  /** Whether the file has a column for a field. */
  hasColumn(field: Field): boolean {
    return (this.#columns.sources.get(field)?.positions.length ?? 0) > 0;
  }

  /** How messages name a field: with its column, where that has another name. */
  name(field: Field): string {
    return nameOf(this.#columns, field);
  }

  /** Adds a problem; `rule` goes on from the field's name. */
  report(field: Field, rule: string, text: string): void {
    this.problems.push({ rule: `${field} ${rule}`, text });
  }

  note(kind: string, text: string): void {
    this.notes.push({ kind, text });
  }

  #value(field: Field, clean: (cell: string) => string): FieldValue {
    const source = this.#columns.sources.get(field);
    if (source === undefined) return { text: '', own: false };
    const { positions, join } = source;
    const [first, ...others] = positions;
    const cleaned = (at = -1): string => clean(this.#row.cells[at] ?? '');
    const text = others.length === 0 ? cleaned(first) : join(positions.map(cleaned));
    if (text !== '') return { text, own: true };
    return { text: this.#supplied.has(field) ? '' : clean(source.fallback), own: false };
  }

  #reportEmpty(field: Field): void {
    if (!isRequired(field) || this.#supplied.has(field)) return;
    const fed = fieldAndNames(field).find((possible) => this.#columns.sources.has(possible)) ?? field;
    this.report(
      fed,
      'is empty',
      `${this.name(fed)} is empty. Fill it in, or give all such rows one value with --set ${fed}=VALUE.`,
    );
  }

  #isReadable(field: Field, text: string): boolean {
    if (/^[ -~]*$/.test(text)) return true;
    const control = controlCharacter(text);
    const meant = decodedTwice(text);
    if (hasLostCharacters(text)) {
      this.report(
        field,
        'has lost characters',
        `${this.name(field)} "${shown(text)}": characters were lost before this file was made. Export it again, in UTF-8.`,
      );
    } else if (meant !== undefined) {
      this.report(
        field,
        'is encoded twice',
        `${this.name(field)} "${shown(text)}" seems to mean "${shown(meant)}": the text was encoded twice before this file was made. Export it again, in UTF-8.`,
      );
    } else if (control !== undefined) {
      this.report(
        field,
        'holds a control character',
        `${this.name(field)} holds the control character ${control}, which no text has. Take it out.`,
      );
    } else return true;
    return false;
  }
}

/** How messages name a field: with its column, where that is called otherwise. */
export function nameOf(columns: Columns, field: Field): string {
  const column = columns.sources.get(field)?.column ?? field;
  return column.toLowerCase() === field ? field : `${field} (column "${column}")`;
}

function shown(text: string): string {
  const visible = text.replace(/\p{Cc}/gu, '·');
  return visible.length > 40 ? `${visible.slice(0, 39)}…` : visible;
}
