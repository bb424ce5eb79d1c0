import { foldName } from './columns/fold-name.js';
import { countryColumn } from './columns/country-words.js';
import { fields, type Field } from './columns/fields.js';
import { phoneColumn } from './columns/phone-words.js';
import { spellingsOf } from './columns/part-columns.js';
import { readsAsPhone } from './phones.js';

/**
 * What a record after the header is. `header`: the header again, or the same one in another language. `other header`: that of
 * another table. `footer`: totals, a line of dashes, the words of the program that exported the file.
 */
export type LaterKind = 'row' | 'footer' | 'header' | 'other header';

/** The first lines of footers that go on for more lines (Salesforce reports, and ad reports). */
const longFooters: readonly RegExp[] = [
  /^grand totals? \([\d,.]+ records?\)$/i,
  /^confidential information - do not distribute$/i,
  /^copyright \(c\) 2000-\d{4} salesforce\.com/i,
];

/** What database programs and exports write below a table, alone in a record. */
const closingWords: readonly RegExp[] = [
  /^\([\d,]+ (?:rows?|records?|lines?)(?: (?:affected|selected|returned))?\)$/i,
  /^[\d,]+ (?:rows?|records?) (?:affected|selected|returned|in set|exported)\b/i,
  /^\((?:所影响的行数为 ?)?\d+ ?(?:个)?(?:行|条|个)?(?:记录)?(?:受影响|被影响|受影響)?\)$/,
  /^(?:已选择 ?\d+ ?行|共 ?\d+ ?(?:条|行|人|位|个|筆|笔|名)(?:记录|联系人|客户|資料|数据)?)[。.]?$/,
  /^[-=*# ]*(?:end of (?:report|file|list|data|export)|(?:以上|数据结束|表格结束|報表結束))[-=*# .。]*$/i,
  /^(?:导出时间|导出日期|导出人|打印时间|打印日期|制表人|制表时间|匯出時間|(?:exported|generated|printed|created) (?:on|at|by)|(?:export|print|report) (?:date|time))(?::| )/i,
];

const totalWords = new Set(
  `合计 总计 小计 共计 累计 总和 總計 合計 小計 總和 total totals subtotal subtotals grandtotal grandtotals sum summe
  gesamt gesamtsumme zwischensumme soustotal totalgénéral totalgeral totalgeneral suma subtotaal totaal totale
  итого всего 총계 합계 소계 総計 razem toplam tổngcộng รวม`.split(/\s+/),
);

/** A number, an amount or a count, such as `2`, `¥1,200.50`, `12%` and `3 人`. */
const amount = /^[-+]?\p{Sc}? ?\d[\d., ]*(?: ?(?:%|\p{Sc}|\p{L}{1,10}))?$/u;
const signsOnly = /^[-=_*~+|.—─━═ ]+$/;
const lineOfSigns = /[-=_*~—─━═]{3}/;

const fieldsByName = new Map<string, Set<Field>>();
for (const field of fields)
  for (const name of spellingsOf(field))
    fieldsByName.set(name, (fieldsByName.get(name) ?? new Set()).add(field));

const phones: ReadonlySet<Field> = new Set(['mobile']);
const countries: ReadonlySet<Field> = new Set(['state_code']);

/** The fields that a name of a column can mean. */
function fieldsNamed(name: string): ReadonlySet<Field> | undefined {
  const named = fieldsByName.get(foldName(name));
  if (named !== undefined) return named;
  if (phoneColumn(name) !== undefined) return phones;
  return countryColumn(name) === undefined ? undefined : countries;
}

/** Tells the kind of one record after another, in the order of the file. */
export class LaterRecords {
  readonly #header: readonly string[];
  readonly #headerFields: readonly (ReadonlySet<Field> | undefined)[];
  #inFooter = false;

  constructor(header: readonly string[]) {
    this.#header = trimmed(header);
    this.#headerFields = header.map(fieldsNamed);
  }

  /** The kind of the next record, which is not blank. A record with a phone is always a row. */
  kindOf(cells: readonly string[]): LaterKind {
    if (cells.some(readsAsPhone)) {
      this.#inFooter = false;
      return 'row';
    }
    const own = trimmed(cells);
    if (own.length === this.#header.length && own.every((cell, at) => cell === this.#header[at]))
      return 'header';
    const filled = own.filter((cell) => cell !== '');
    this.#inFooter = this.#endsWithFooter(filled);
    if (this.#inFooter || isFooter(filled)) return 'footer';
    return this.#kindOfHeader(own, filled.length);
  }

  /** A long footer ends before a record with two filled cells. */
  #endsWithFooter([text = '', second]: readonly string[]): boolean {
    return second === undefined && (this.#inFooter || longFooters.some((footer) => footer.test(text)));
  }

  /** A header has known names of two fields at least, and half of its cells are known names. */
  #kindOfHeader(cells: readonly string[], filled: number): LaterKind {
    const known = cells.map(fieldsNamed);
    const names = known.filter((found) => found !== undefined);
    const [first] = names;
    const areOfOneField = names.every((found) => found === first || sharesOne(found, first));
    if (names.length < 2 || names.length * 2 < filled || areOfOneField) return 'row';
    const pairs = known.flatMap((found, at) => {
      const above = this.#headerFields[at];
      return found === undefined || above === undefined ? [] : [sharesOne(found, above)];
    });
    return pairs.length >= 2 && pairs.every((same) => same) ? 'header' : 'other header';
  }
}

function isFooter(filled: readonly string[]): boolean {
  if (filled.every((cell) => signsOnly.test(cell)) && filled.some((cell) => lineOfSigns.test(cell)))
    return true;
  const [text = '', ...others] = filled.map((cell) => cell.normalize('NFKC').trim());
  if (others.length === 0 && closingWords.some((words) => words.test(text))) return true;
  const [word = '', count = ''] = /^([^\d:(]*)[:( ]*(.*?)\)?$/su.exec(text)?.slice(1) ?? [];
  const isTotal = totalWords.has(word.toLowerCase().replace(/[^\p{L}\p{M}]/gu, ''));
  return isTotal && [count, ...others].every((cell) => cell === '' || cell === '-' || amount.test(cell));
}

/** Whether two names can mean one field. */
function sharesOne(one: ReadonlySet<Field>, other: ReadonlySet<Field> | undefined): boolean {
  return other !== undefined && [...one].some((field) => other.has(field));
}

/** Without case, space around cells, and empty cells at the end. */
function trimmed(cells: readonly string[]): readonly string[] {
  const texts = cells.map((cell) => cell.trim().toLowerCase());
  return texts.slice(0, texts.findLastIndex((text) => text !== '') + 1);
}
