import { stringify } from 'csv-stringify/sync';
import type { Contact } from '../contact/contact.js';
import type { Note } from '../contact/notes.js';
import type { Claimant } from '../files/claim.js';
import { OutputFile } from '../files/output-file.js';
import { changedText, dryRunNote, dryRunRow, trafficOf, type Outcome } from '../outcome.js';
import { printable } from '../printable.js';
import { importColumns, type ImportColumn } from '../source/import-columns.js';
import type { Row } from '../source/rows.js';
import type { Survey } from '../source/survey.js';
import { onDisk } from '../user-error.js';

/** Lines kept before they go to the file, and their characters: the first limit reached counts. */
const mostWaitingLines = 500;
const mostWaitingCharacters = 1_048_576;

/** One of the CSV files that a run writes: its importer's columns, how messages name it, and the option that moves it. */
export interface ResultsKind {
  readonly columns: readonly ImportColumn[];
  readonly what: string;
  readonly option: string;
}

const results = { what: 'the results', option: '--output' } as const;

/** The CSV files of a run. */
export const resultsKinds = {
  results: { ...results, columns: importColumns.filter((column) => column !== 'import_contact') },
  dryRun: { ...results, columns: importColumns },
  rejects: { what: 'the rejects', option: '--rejects', columns: ['import_row', 'import_error'] },
} as const satisfies Readonly<Record<string, ResultsKind>>;

/** A row that is done. */
export interface ResultsLine {
  readonly row: Row;
  readonly outcome: Outcome;
  readonly notes: readonly Note[];
  /** Of a dry run: the contact as it would be sent. */
  readonly contact?: Contact;
}

/**
 * A CSV of results: the importer's columns, then the input's cells as they were read. One line for each row, in the order
 * of writing. It's claimed for this run, and written under a temporary name; `publish` gives it its own.
 */
export class Results implements AsyncDisposable {
  readonly #path: string;
  readonly #kind: ResultsKind;
  readonly #file: OutputFile;
  readonly #width: number;
  #waiting: string[][] = [];
  #characters = 0;
  #lines = 0;
  #isPublished = false;

  private constructor(path: string, kind: ResultsKind, file: OutputFile, survey: Survey) {
    this.#path = path;
    this.#kind = kind;
    this.#file = file;
    this.#width = survey.header.length;
    this.#waiting.push([...kind.columns, ...survey.header]);
  }

  /**
   * Opens the file, with a byte-order mark if the input has one. Throws a `UserError` where it can't be written, or another run
   * writes it.
   */
  static async create(path: string, kind: ResultsKind, survey: Survey, claimant: Claimant): Promise<Results> {
    const hint = `Give a file in a folder you may write to with ${kind.option}.`;
    const atStart = <Result>(work: () => Promise<Result>): Promise<Result> =>
      onDisk(`${path}: ${kind.what} can't be written`, hint, 2, work);
    const file = await atStart(() => OutputFile.open(path, claimant));
    if (hasMark(survey)) await atStart(() => file.write('\uFEFF'));
    return new Results(path, kind, file, survey);
  }

  /** Lines written, the header apart. */
  get lines(): number {
    return this.#lines;
  }

  /** Where the lines are that have not got the file's own name; `undefined` if there are none. */
  get unpublished(): string | undefined {
    return this.#isPublished || this.#lines === 0 ? undefined : this.#file.partial;
  }

  /** Adds one row's line. Resolves when more may come (back-pressure); throws a `UserError` if the disk is full. */
  async write(done: ResultsLine): Promise<void> {
    const { row } = done;
    const { columns } = this.#kind;
    const own = ownCells(done);
    const line = columns.map((column) => withoutFormula(own[column]));
    for (const cell of row.cells) line.push(cell);
    const width = Math.max(this.#width, row.width ?? 0);
    while (line.length < columns.length + width) line.push('');

    this.#waiting.push(line);
    this.#lines += 1;
    // An empty cell takes memory too.
    for (const cell of line) this.#characters += cell.length + 1;
    if (this.#waiting.length >= mostWaitingLines || this.#characters >= mostWaitingCharacters)
      await this.#flush();
  }

  /** Writes what is left to the disk, and gives the file its own name, in place of an earlier one. */
  async publish(): Promise<void> {
    await this.#flush();
    await this.#onDisk(() => this.#file.publish());
    this.#isPublished = true;
  }

  /** Closes the file. Unpublished lines stay under the temporary name; without a line there is nothing to keep. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isPublished) await this.#flush().catch(() => undefined);
    this.#file.keep = !this.#isPublished && this.#lines > 0;
    await this.#file[Symbol.asyncDispose]();
  }

  async #flush(): Promise<void> {
    // A lone CR or LF in a cell has to be quoted too; the library does that only with this option.
    const text = stringify(this.#waiting, { quoted_match: /[\r\n]/ });
    this.#waiting = [];
    this.#characters = 0;
    await this.#onDisk(() => this.#file.write(text));
  }

  #onDisk<Result>(work: () => Promise<Result>): Promise<Result> {
    return onDisk(
      `${this.#path}: ${this.#kind.what} can't be written`,
      `Make room for them and run the same command again. The lines written so far are in ${this.#file.partial}.`,
      3,
      work,
    );
  }
}

/** Spreadsheets may take UTF-8 without a mark for another encoding. */
function hasMark({ dialect: { encoding } }: Survey): boolean {
  return encoding.byteOrderMark || encoding.label !== 'utf-8';
}

/** The importer's own cells of a line. */
function ownCells({ row, outcome, notes, contact }: ResultsLine): Record<ImportColumn, string> {
  const { attempts, requestId, at } = trafficOf(outcome);
  const texts = notes.map(({ text }) => text);
  if (outcome === dryRunRow) texts.push(dryRunNote);
  if (outcome.status === 'changed') texts.unshift(changedText(outcome.fields));
  return {
    import_row: String(row.number),
    import_line: String(row.line),
    import_status: outcome.status,
    import_attempts: String(attempts),
    import_request_id: requestId,
    import_note: texts.join(' '),
    import_time: at === 0 ? '' : `${new Date(at).toISOString().slice(0, 19)}Z`,
    import_contact: contact === undefined ? '' : JSON.stringify(contact),
    ...outcomeCells(outcome),
  };
}

type OutcomeColumn = 'import_userid' | 'import_errcode' | 'import_error';

function outcomeCells(outcome: Outcome): Record<OutcomeColumn, string> {
  switch (outcome.status) {
    case 'created':
    case 'changed':
      return { import_userid: outcome.userid, import_errcode: '', import_error: '' };
    case 'skipped':
      return { import_userid: outcome.userid, import_errcode: outcome.errcode, import_error: outcome.error };
    case 'invalid': {
      const error = outcome.problems.map(({ text }) => text).join(' ');
      return { import_userid: '', import_errcode: '', import_error: error };
    }
    case 'failed':
    case 'unknown':
      return { import_userid: '', import_errcode: outcome.errcode, import_error: outcome.error };
    case 'pending':
      return { import_userid: '', import_errcode: '', import_error: outcome.error };
  }
}

/** Characters of a cell that the importer writes: as many as a spreadsheet takes. */
const longestCell = 32_000;

/**
 * A text that is not a formula for a spreadsheet: an apostrophe goes before what would begin one. Numbers stay. A control
 * character becomes a space.
 */
function withoutFormula(raw: string): string {
  const text = printable(raw, longestCell);
  return /^[=+\-@＝＋－＠]/.test(text) && !/^-?\d+$/.test(text) ? `'${text}` : text;
}
