import { printable } from '../printable.js';
import type { Columns } from '../source/columns/choose-columns.js';
import { withoutEntities } from '../source/columns/entities.js';
import { textIn, type Picked } from '../source/columns/field-source.js';
import { fieldAndNames, isRequired, type Field } from '../source/columns/fields.js';
import { readsAsPhone } from '../source/phones.js';
import type { Row } from '../source/rows.js';
import { cleanCode, cleanText, controlCharacter, decodedTwice, hasLostCharacters } from './clean.js';
import { withoutOwnGroups } from './lists.js';
import { problems, type NamedField, type Problem } from './messages.js';
import { notes, type Note } from './notes.js';
import type { Translations } from './translations.js';

/** A field's value: the row's own, or the one given for all rows. */
export interface FieldValue {
  readonly text: string;
  readonly own: boolean;
}

/** Fields of one line. A line break in one is a mistake; in an address it is part of the value. */
const oneLine: readonly Field[] = ['name', 'title', 'company_name'];

/** What programs write where a value is missing; a person may be called Null, so case counts. */
const nullMarks: ReadonlySet<string> = new Set(
  '\\N NULL <null> (null) nan NaN None N/A <NA> NaT #N/A #REF! #NAME? #VALUE! #DIV/0! #NUM! #NULL! #SPILL! #CALC!'.split(
    ' ',
  ),
);

/** Reads one row's fields, and collects its problems and notes. */
export class FieldReader {
  readonly problems: Problem[] = [];
  readonly notes: Note[] = [];
  readonly #row: Row;
  readonly #columns: Columns;
  readonly #translations: Translations;
  readonly #fromNames = new Set<Field>();

  constructor(row: Row, columns: Columns, translations: Translations) {
    this.#row = row;
    this.#columns = columns;
    this.#translations = translations;
  }

  /** A text field, cleaned; `undefined` if it is empty or wrong, which is reported where it matters. */
  text(field: Field): string | undefined {
    const { text } = this.#value(field, cleanLines);
    if (text === '') this.#reportEmpty(field);
    if (text === '' || !this.#isReadable(field, text)) return undefined;
    if (!oneLine.includes(field) || !/[\t\r\n]/.test(text)) return text;
    this.notes.push(notes.lineBreak(this.name(field)));
    const lines = text.split(/[\t\r\n]+/).map((line) => line.trim());
    return lines.filter((line) => line !== '').join(' ');
  }

  /** The cleaned value of a text field, unchecked. */
  rawText(field: Field): string {
    return this.#value(field, cleanText).text;
  }

  /** A field of phones or ids, cleaned; `undefined` if it is empty or wrong. */
  code(field: Field): FieldValue | undefined {
    if (this.rawCode(field).text === '') this.#reportEmpty(field);
    return this.optionalCode(field);
  }

  /** The same without a report of an empty cell. */
  optionalCode(field: Field): FieldValue | undefined {
    const value = this.rawCode(field);
    return value.text !== '' && this.#isReadable(field, value.text) ? value : undefined;
  }

  /** The cleaned value of a field of phones, ids or names, unchecked. */
  rawCode(field: Field): FieldValue {
    return this.#value(field, field === 'labels' ? cleanLabels : cleanCode);
  }

  /** The cleaned value of `--set`; empty where there is none. */
  fallback(field: Field): string {
    return cleanCode(this.#columns.sources.get(field)?.fallback ?? '');
  }

  /** Whether the column of a field of names was found by an alias beside one with ids: it counts where the ids are blank. */
  isGuess(field: Field): boolean {
    return this.#columns.sources.get(field)?.besideIds === true;
  }

  /** From now on the ids of a field come from names: it may be empty, and only the row's own cells add to it. */
  takeFromNames(field: Field): void {
    this.#fromNames.add(field);
  }

  /** Whether the file has a column for a field. */
  hasColumn(field: Field): boolean {
    return (this.#columns.sources.get(field)?.positions.length ?? 0) > 0;
  }

  /** The column that counts in this row, where the field has several. */
  picked(field: Field): Picked | undefined {
    return this.#columns.sources.get(field)?.pick?.(this.#row.cells);
  }

  /** Whether one of several columns counts in each row. */
  picks(field: Field): boolean {
    return this.#columns.sources.get(field)?.pick !== undefined;
  }

  /** How messages name a field: with the column that counts in this row, where that has another name. */
  name(field: Field): string {
    return nameOf(this.#columns, field, this.picked(field)?.column);
  }

  at(field: Field): NamedField {
    return { field, name: this.name(field) };
  }

  #value(field: Field, clean: (cell: string) => string): FieldValue {
    const source = this.#columns.sources.get(field);
    if (source === undefined) return { text: '', own: false };
    const text = textIn(source, this.#row.cells, (cell) =>
      this.#withoutNullMark(clean(this.#withoutEntities(field, cell))),
    );
    if (text !== '') return { text: this.#translated(field, text), own: true };
    return { text: this.#fromNames.has(field) ? '' : clean(source.fallback), own: false };
  }

  #translated(field: Field, value: string): string {
    const translated = this.#translations.get(field)?.translate(value);
    for (const missing of translated?.missing ?? [])
      this.#noteOnce(notes.untranslated(this.name(field), missing));
    return translated?.text ?? value;
  }

  #withoutEntities(field: Field, cell: string): string {
    if (!this.#columns.hasEntities || !cell.includes('&')) return cell;
    const text = withoutEntities(cell);
    if (text !== cell) this.#noteOnce(notes.entities(this.name(field)));
    return text;
  }

  /** A program's mark for nothing is nothing. */
  #withoutNullMark(text: string): string {
    if (!/^[\\<(#Nn]/.test(text) || !nullMarks.has(text)) return text;
    this.#noteOnce(notes.nullMark(text));
    return '';
  }

  /** A field may be read more than once. */
  #noteOnce(note: Note): void {
    if (!this.notes.some((other) => other.text === note.text)) this.notes.push(note);
  }

  #reportEmpty(field: Field): void {
    if (!isRequired(field) || this.#fromNames.has(field)) return;
    const fed = fieldAndNames(field).find((possible) => this.#columns.sources.has(possible)) ?? field;
    const phones = fed === 'mobile' ? this.#otherPhones() : [];
    this.problems.push(
      phones.length > 0 ? problems.noPhone(this.at(fed), phones) : problems.empty(this.at(fed)),
    );
  }

  /** The other columns of this row that have a phone. */
  #otherPhones(): readonly string[] {
    const { cells } = this.#row;
    return this.#columns.otherPhones
      .filter(({ position }) => readsAsPhone(cells[position] ?? ''))
      .map(({ column }) => column);
  }

  #isReadable(field: Field, text: string): boolean {
    if (/^[ -~]*$/.test(text)) return true;
    const problem = this.#textProblem(field, text);
    if (problem !== undefined) this.problems.push(problem);
    return problem === undefined;
  }

  #textProblem(field: Field, text: string): Problem | undefined {
    if (hasLostCharacters(text)) return problems.lostCharacters(this.at(field), shorten(text));
    const meant = decodedTwice(text);
    if (meant !== undefined) return problems.encodedTwice(this.at(field), shorten(text), shorten(meant));
    const control = controlCharacter(text);
    return control === undefined ? undefined : problems.controlCharacter(this.at(field), control);
  }
}

/** How messages name a field: with its column, where that has another name. */
export function nameOf(columns: Columns, field: Field, picked?: string): string {
  const column = picked ?? columns.sources.get(field)?.column ?? field;
  return column.toLowerCase() === field ? field : `${field} (column "${printable(column, 60)}")`;
}

/** What some programs write for a line break becomes one. */
function cleanLines(cell: string): string {
  if (!/[_<\v\f\u2028\u2029]/.test(cell)) return cleanText(cell);
  return cleanText(cell.replace(/_x000D_\n?|<br *\/?>\n?|[\v\f\u2028\u2029]/gi, '\n'));
}

function cleanLabels(cell: string): string {
  return withoutOwnGroups(cleanCode(cell));
}

function shorten(text: string): string {
  const visible = text.replace(/\p{Cc}/gu, '·');
  return visible.length > 40 ? `${visible.slice(0, 39)}…` : visible;
}
