import { constants } from 'node:fs';
import { access, open, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Outcome } from '../../outcome.js';
import { isSystemError, onDisk, systemReason, UserError } from '../../user-error.js';
import type { Summary } from '../tally.js';
import { closing, opening, type About } from './document.js';
import { needsMending, rowJson, type Person, type Place } from './row.js';
import { Timeline } from './timeline.js';

/** Rows in a page at most: what a browser still searches at once. */
const mostRows = 50_000;

/** Characters kept before they go to the file. */
const mostWaiting = 65_536;

/** The compiled script of the page, seen from `src/` and from `dist/` alike. */
const scriptPath = new URL('../../../dist/report/browser/table.js', import.meta.url);

/** What the user asked for. */
export interface PageChoice {
  readonly path: string;
  /** Whether phones are shown whole. */
  readonly full: boolean;
}

/** A file of this run that no page may take the place of, and how a message names it. */
export interface TakenFile {
  readonly path: string;
  readonly what: string;
}

/** What became of a page: written, or why it isn't. */
export type PageEnd =
  | { readonly path: string; readonly ok: true }
  | { readonly path: string; readonly ok: false; readonly error: string };

/**
 * One self-contained HTML page about an import, for the person whose data it is. Rows that need mending are written to a
 * temporary file as they come, so memory stays the same for any number; `publish` adds the rest and gives the file its name.
 * After the start nothing here throws for a file that can't be written: results and ledger go on without the page.
 */
export class ReportPage implements AsyncDisposable {
  readonly #choice: PageChoice;
  readonly #about: About;
  readonly #file: FileHandle;
  readonly #script: string;
  readonly #timeline = new Timeline(performance.now());
  #waiting: string;
  #shown = 0;
  #leftOut = 0;
  #fault: string | undefined;

  private constructor(choice: PageChoice, file: FileHandle, script: string, about: About) {
    this.#choice = choice;
    this.#about = about;
    this.#file = file;
    this.#script = script;
    this.#waiting = opening(about, script);
  }

  /** Throws a `UserError` where the page can't go: over a file of this run, or where nothing can be written. */
  static async open(choice: PageChoice, about: About, taken: readonly TakenFile[]): Promise<ReportPage> {
    const { path } = choice;
    for (const mine of [path, partialPage(path)]) {
      for (const { path: other, what } of taken) {
        if (!(await isSameFile(mine, other))) continue;
        throw new UserError(`${mine}: the report would overwrite ${what}.`, [
          'Give another file with --report.',
        ]);
      }
    }
    if (await isFolder(path))
      throw new UserError(`${path}: the report can't be written: it is a folder, not a file.`, [hint]);
    const script = await readFile(scriptPath, 'utf8');
    const file = await onDisk(`${path}: the report can't be written`, hint, 2, async () => {
      await access(dirname(path), constants.W_OK);
      return open(partialPage(path), 'w');
    });
    return new ReportPage(choice, file, script, about);
  }

  /** Counts a row for the picture of the pace, when its outcome is there: rows without a call would hide those with one. */
  settled(outcome: Outcome): void {
    if ('attempts' in outcome && outcome.attempts > 0) this.#timeline.add(performance.now());
  }

  /** Adds a row if it needs mending; `person` is asked only then. Resolves when more may come. */
  async add(place: Place, outcome: Outcome, person: () => Person): Promise<void> {
    if (!needsMending(outcome) || this.#fault !== undefined) return;
    if (this.#shown >= mostRows) {
      this.#leftOut += 1;
      return;
    }
    this.#waiting += `${this.#shown === 0 ? '' : ','}\n${rowJson(place, outcome, person(), this.#choice.full)}`;
    this.#shown += 1;
    if (this.#waiting.length >= mostWaiting) await this.#onDisk(() => this.#flush());
  }

  /** Writes the rest and gives the file its name, in place of an earlier page. */
  async publish(summary: Summary): Promise<PageEnd> {
    const { path } = this.#choice;
    const stretches = this.#timeline.stretches(performance.now());
    const ending = { summary, stretches, ended: new Date(), shown: this.#shown, leftOut: this.#leftOut };
    await this.#onDisk(async () => {
      this.#waiting += closing(this.#about, ending, this.#script);
      await this.#flush();
      await this.#file.sync();
      await this.#file.close();
      await rename(partialPage(path), path);
    });
    return this.#fault === undefined ? { path, ok: true } : { path, ok: false, error: this.#fault };
  }

  /** Closes the file, and leaves no half page behind. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#file.fd !== -1) await this.#file.close().catch(() => undefined);
    await rm(partialPage(this.#choice.path), { force: true }).catch(() => undefined);
  }

  async #flush(): Promise<void> {
    const text = this.#waiting;
    this.#waiting = '';
    await this.#file.writeFile(text);
  }

  async #onDisk(work: () => Promise<void>): Promise<void> {
    if (this.#fault !== undefined) return;
    try {
      await work();
    } catch (error) {
      if (!isSystemError(error)) throw error;
      this.#fault = systemReason(error);
      this.#waiting = '';
    }
  }
}

const hint = 'Give a file in a folder you may write to with --report.';

function partialPage(path: string): string {
  return `${path}.partial`;
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Whether two paths lead to one file, by whatever names and links. */
async function isSameFile(path: string, other: string): Promise<boolean> {
  if (resolve(path) === resolve(other)) return true;
  try {
    const [one, two] = await Promise.all([stat(path), stat(other)]);
    return one.dev === two.dev && one.ino === two.ino;
  } catch {
    return false;
  }
}
