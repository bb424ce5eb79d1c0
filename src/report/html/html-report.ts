import { readFile } from 'node:fs/promises';
import type { Claimant } from '../../files/claim.js';
import { OutputFile } from '../../files/output-file.js';
import { trafficOf, type Outcome } from '../../outcome.js';
import { isSystemError, onDisk, systemReason, UserError } from '../../user-error.js';
import type { ReportEnd, Summary } from '../summary.js';
import { closing, opening, type About } from './document.js';
import { needsFix, rowJson, type Person, type Place } from './row.js';
import { Timeline } from './timeline.js';

/** Rows in a report at most: more are slow to search in a browser. */
const mostRows = 50_000;

/** Characters kept before they go to the file. */
const mostWaiting = 65_536;

/** The compiled script of the report; the path is right from `src/` and from `dist/`. */
const scriptPath = new URL('../../../dist/report/browser/table.js', import.meta.url);

/** What the user asked for. */
export interface ReportChoice {
  readonly path: string;
  /** Whether phones are shown whole. */
  readonly full: boolean;
}

/**
 * A self-contained HTML report about an import, for the owner of the data. Rows that need a fix are written to a temporary file
 * as they come, so memory does not grow; `publish` adds the rest and gives the file its name. After the start it never throws
 * for a file that can't be written: results and ledger go on without the report.
 */
export class HtmlReport implements AsyncDisposable {
  readonly #choice: ReportChoice;
  readonly #about: About;
  readonly #file: OutputFile;
  readonly #script: string;
  readonly #timeline = new Timeline(performance.now());
  #waiting: string;
  #shown = 0;
  #leftOut = 0;
  #error: string | undefined;

  private constructor(choice: ReportChoice, file: OutputFile, script: string, about: About) {
    this.#choice = choice;
    this.#about = about;
    this.#file = file;
    this.#script = script;
    this.#waiting = opening(about, script);
  }

  /** Throws a `UserError` if the report can't be written, or another run writes it. */
  static async open(choice: ReportChoice, about: About, claimant: Claimant): Promise<HtmlReport> {
    const { path } = choice;
    const script = await readFile(scriptPath, 'utf8');
    const hint = 'Give a file in a folder you may write to with --report.';
    const file = await onDisk(`${path}: the report can't be written`, hint, 2, () =>
      OutputFile.open(path, claimant),
    );
    return new HtmlReport(choice, file, script, about);
  }

  /** Counts a settled row for the picture of the pace, if it cost a call. */
  settled(outcome: Outcome): void {
    if (trafficOf(outcome).attempts > 0) this.#timeline.add(performance.now());
  }

  /** Adds a row if it needs a fix; `person` is called only then. Resolves when more may come. */
  async add(place: Place, outcome: Outcome, person: () => Person): Promise<void> {
    if (!needsFix(outcome) || this.#error !== undefined) return;
    if (this.#shown >= mostRows) {
      this.#leftOut += 1;
      return;
    }
    this.#waiting += `${this.#shown === 0 ? '' : ','}\n${rowJson(place, outcome, person(), this.#choice.full)}`;
    this.#shown += 1;
    if (this.#waiting.length >= mostWaiting) await this.#onDisk(() => this.#flush());
  }

  /** Writes the rest and gives the file its name, in place of an earlier report. */
  async publish(summary: Summary): Promise<ReportEnd> {
    const { path } = this.#choice;
    const stretches = this.#timeline.stretches(performance.now());
    const ending = { summary, stretches, ended: new Date(), shown: this.#shown, leftOut: this.#leftOut };
    await this.#onDisk(async () => {
      this.#waiting += closing(this.#about, ending, this.#script);
      await this.#flush();
      await this.#file.publish();
    });
    return this.#error === undefined ? { path, ok: true } : { path, ok: false, error: this.#error };
  }

  /** Closes the file, and leaves no incomplete report behind. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file[Symbol.asyncDispose]();
  }

  async #flush(): Promise<void> {
    const text = this.#waiting;
    this.#waiting = '';
    await this.#file.write(text);
  }

  async #onDisk(work: () => Promise<void>): Promise<void> {
    if (this.#error !== undefined) return;
    try {
      await work();
    } catch (error) {
      if (error instanceof UserError) this.#error = error.message;
      else if (isSystemError(error)) this.#error = systemReason(error);
      else throw error;
      this.#waiting = '';
    }
  }
}
