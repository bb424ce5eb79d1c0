import { stringify } from 'csv-stringify/sync';
import type { Note } from '../contact/notes.js';
import type { Claimant } from '../files/claim.js';
import { OutputFile } from '../files/output-file.js';
import { dryRunNote, dryRunRow, trafficOf, type Outcome } from '../outcome.js';
import { printable } from '../printable.js';
import { importColumns } from '../source/import-columns.js';
import type { Row } from '../source/rows.js';
import type { Survey } from '../source/survey.js';
import { onDisk } from '../user-error.js';

type ImportColumn = (typeof importColumns)[number];

/** Lines kept before they go to the file, and their characters: the first limit reached counts. */
const mostWaitingLines = 500;
const mostWaitingCharacters = 1_048_576;

/**
 * The results CSV: the importer's columns, then the input's cells as they were read. One line for each row, in the order
 * of writing. It's claimed for this run, and written under a temporary name; `publish` gives it its own.
 */
export class Results implements AsyncDisposable {
  readonly #path: string;
  readonly #file: OutputFile;
  readonly #width: number;
  #waiting: string[][] = [];
  #characters = 0;
  #lines = 0;
  #isPublished = false;

  private constructor(path: string, file: OutputFile, survey: Survey) {
    this.#path = path;
    this.#file = file;
    this.#width = survey.header.length;
    this.#waiting.push([...importColumns, ...survey.header]);
  }

  /**
   * Opens the file, with a byte-order mark if the input has one. Throws a `UserError` where it can't be written, or another run
   * writes it.
   */
  static async create(path: string, survey: Survey, claimant: Claimant): Promise<Results> {
    const file = await atStart(path, () => OutputFile.open(path, claimant));
    if (hasMark(survey)) await atStart(path, () => file.write('\uFEFF'));
    return new Results(path, file, survey);
  }

  /** Lines written, the header apart. */
  get lines(): number {
    return this.#lines;
  }

  /** Adds one row's line. Resolves when more may come (back-pressure); throws a `UserError` if the disk is full. */
  async write(row: Row, outcome: Outcome, notes: readonly Note[] = []): Promise<void> {
    const own = ownCells(row, outcome, notes);
    const line = importColumns.map((column) => withoutFormula(own[column]));
    for (const cell of row.cells) line.push(cell);
    const width = Math.max(this.#width, row.width ?? 0);
    while (line.length < importColumns.length + width) line.push('');

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
      `${this.#path}: the results can't be written`,
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
function ownCells(
  { number, line }: Row,
  outcome: Outcome,
  notes: readonly Note[],
): Record<ImportColumn, string> {
  const { attempts, requestId } = trafficOf(outcome);
  const texts = notes.map(({ text }) => text);
  if (outcome === dryRunRow) texts.push(dryRunNote);
  return {
    import_row: String(number),
    import_line: String(line),
    import_status: outcome.status,
    import_attempts: String(attempts),
    import_request_id: requestId,
    import_note: texts.join(' '),
    ...outcomeCells(outcome),
  };
}

type OutcomeColumn = 'import_userid' | 'import_errcode' | 'import_error';

function outcomeCells(outcome: Outcome): Record<OutcomeColumn, string> {
  switch (outcome.status) {
    case 'created':
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

function atStart<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  return onDisk(
    `${path}: the results can't be written`,
    'Give a file in a folder you may write to with --output.',
    2,
    work,
  );
}
