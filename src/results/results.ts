import { constants, realpathSync, statSync } from 'node:fs';
import { access, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { rehearsedNote, type Note, type Outcome } from '../outcome.js';
import { importColumns } from '../source/import-columns.js';
import type { Row } from '../source/rows.js';
import type { Survey } from '../source/survey.js';
import { onDisk, UserError } from '../user-error.js';

type ImportColumn = (typeof importColumns)[number];

/** Lines kept before they go to the file: as many, or as many characters, whichever comes first. */
const mostWaitingLines = 500;
const mostWaitingCharacters = 1_048_576;

/** Where the lines stand until the results are published, and where they stay if the run breaks off. */
export function partialPath(path: string): string {
  return `${path}.partial`;
}

/**
 * The results CSV: the importer's columns, then the input's cells as they were read. One line for each row, in the order
 * of writing. It's written under a temporary name; `publish` gives it its own.
 */
export class Results implements AsyncDisposable {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #width: number;
  #waiting: string[][] = [];
  #characters = 0;
  #lines = 0;

  private constructor(path: string, file: FileHandle, survey: Survey) {
    this.#path = path;
    this.#file = file;
    this.#width = survey.header.length;
    this.#waiting.push([...importColumns, ...survey.header]);
  }

  /** Throws a `UserError` where results can't go: over the input, or into a folder that can't be written to. */
  static async check(path: string, survey: Survey): Promise<void> {
    if (isSameFile(path, survey.input.name)) {
      throw new UserError(`${path}: the results would overwrite the input.`, [
        'Give another file with --output.',
      ]);
    }
    await atStart(path, () => access(dirname(path), constants.W_OK));
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
      throw new UserError(`${path}: the results can't be written: it is a folder, not a file.`, [
        'Give a file with --output.',
      ]);
    }
  }

  /** Opens the temporary file, with a byte-order mark if the input has one. Throws a `UserError` where it can't be written. */
  static async create(path: string, survey: Survey): Promise<Results> {
    const file = await atStart(path, () => open(partialPath(path), 'w'));
    if (hasMark(survey)) await atStart(path, () => file.write('\uFEFF'));
    return new Results(path, file, survey);
  }

  /** Lines written, the header apart. */
  get lines(): number {
    return this.#lines;
  }

  /** Adds one row's line. Resolves when more may come, so nothing piles up in memory; a full disk is a `UserError`. */
  async write(row: Row, outcome: Outcome, notes: readonly Note[] = []): Promise<void> {
    const texts = notes.map(({ text }) => text);
    if (outcome.status === 'pending' && outcome.cause === 'dry-run') texts.push(rehearsedNote);
    const own = outcomeCells(row, outcome);
    own.import_note = texts.join(' ');
    const line = importColumns.map((column) => inert(own[column] ?? ''));
    for (const cell of row.cells) line.push(cell);
    while (line.length < importColumns.length + this.#width) line.push('');

    this.#waiting.push(line);
    this.#lines += 1;
    for (const cell of line) this.#characters += cell.length;
    if (this.#waiting.length >= mostWaitingLines || this.#characters >= mostWaitingCharacters)
      await this.#flush();
  }

  /** Writes what is left, makes it last, and gives the file its own name, in place of an earlier one. */
  async publish(): Promise<void> {
    await this.#flush();
    await this.#onDisk(async () => {
      await this.#file.sync();
      await this.#file.close();
      await rename(partialPath(this.#path), this.#path);
    });
  }

  /** Closes the file. Unpublished lines stay under the temporary name; without a line there is nothing to keep. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#file.fd === -1) return;
    await this.#flush().catch(() => undefined);
    await this.#file.close();
    if (this.#lines === 0) await rm(partialPath(this.#path), { force: true });
  }

  async #flush(): Promise<void> {
    // A lone CR or LF in a cell has to be quoted too, which the library leaves undone unless told.
    const text = stringify(this.#waiting, { quoted_match: /[\r\n]/ });
    this.#waiting = [];
    this.#characters = 0;
    await this.#onDisk(() => this.#file.writeFile(text));
  }

  #onDisk<Result>(work: () => Promise<Result>): Promise<Result> {
    return onDisk(
      `${this.#path}: the results can't be written`,
      'Make room for them and run the same command again.',
      3,
      work,
    );
  }
}

/** What opened the input opens the results: they are UTF-8, and a spreadsheet may take UTF-8 without a mark for another one. */
function hasMark({ dialect: { encoding } }: Survey): boolean {
  return encoding.byteOrderMark || encoding.label !== 'utf-8';
}

function outcomeCells(row: Row, outcome: Outcome): Partial<Record<ImportColumn, string>> {
  const cells: Partial<Record<ImportColumn, string>> = {
    import_row: String(row.number),
    import_line: String(row.line),
    import_status: outcome.status,
    import_attempts: 'attempts' in outcome ? String(outcome.attempts) : '0',
  };
  if ('requestId' in outcome) cells.import_request_id = outcome.requestId;
  if ('userid' in outcome) cells.import_userid = outcome.userid;
  if ('errcode' in outcome) cells.import_errcode = outcome.errcode;
  if ('error' in outcome) cells.import_error = outcome.error;
  if ('problems' in outcome) cells.import_error = outcome.problems.map(({ text }) => text).join(' ');
  return cells;
}

/**
 * Text that a spreadsheet takes as text: what would begin a formula gets an apostrophe before it. Numbers stay numbers. A
 * control character, which no text file has, becomes a space.
 */
function inert(raw: string): string {
  const text = raw.replace(/\p{Cc}/gu, ' ');
  return /^[=+\-@＝＋－＠]/.test(text) && !/^-?\d+$/.test(text) ? `'${text}` : text;
}

function isSameFile(path: string, other: string): boolean {
  try {
    return realpathSync(path) === realpathSync(other);
  } catch {
    return false;
  }
}

function atStart<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  return onDisk(
    `${path}: the results can't be written`,
    'Give a file in a folder you may write to with --output.',
    2,
    work,
  );
}
