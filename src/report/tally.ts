import type { Note } from '../contact/notes.js';
import type { ContactField } from '../contact/row-values.js';
import type { UnknownName } from '../contact/unknown-name.js';
import type { DingTalk } from '../dingtalk/connect.js';
import { findError } from '../dingtalk/error-table.js';
import {
  noRows,
  statuses,
  trafficOf,
  type Outcome,
  type SkipCause,
  type Status,
  type StopReason,
} from '../outcome.js';
import { mostAttempted } from './attempted-rows.js';
import { GroupedRows } from './grouped-rows.js';
import type { AttemptedRow, RowGroup, Summary } from './summary.js';

type GroupFacts = Omit<RowGroup, 'count' | 'firstRows'>;

const skips: Readonly<Record<SkipCause, Omit<GroupFacts, 'status'>>> = {
  exists: { code: '22005', ...words('22005') },
  'probably-ours': {
    code: '22005 on a retry',
    meaning: 'the contact exists already; the importer probably made it itself',
    advice: 'Nothing to do; only the userid is not known.',
  },
  'other-name': {
    code: 'other name',
    meaning: 'the contact with this phone has another name in DingTalk',
    advice: "Check the phone: it may be somebody else's.",
  },
  'duplicate-other-name': {
    code: 'same phone, other name',
    meaning: 'an earlier row of the file has this phone, with another name',
    advice: "Check the phone: it may be somebody else's.",
  },
  duplicate: {
    code: 'same phone',
    meaning: 'an earlier row of the file has this phone',
    advice: 'Nothing to do.',
  },
};

/** What a tally knows of a summary. */
type Tallied = Omit<Summary, 'run' | 'ledger' | 'understood'>;

const furtherGroups = {
  code: 'others',
  meaning: 'problems and errors of further kinds',
  advice: 'import_error in the results has them all.',
};

/** Unknown names at most. */
const mostNames = 1_000;

/** Counts outcomes as they come. It keeps counts only, so its size doesn't depend on the file's length. */
export class Tally {
  readonly #counts: Record<Status, number> = noRows();
  readonly #groups = new GroupedRows<GroupFacts>(({ status }) => ({ status, ...furtherGroups }));
  readonly #notes = new GroupedRows<{ readonly kind: string }>(() => ({ kind: 'others' }));
  readonly #unknownNames = new Map<string, { readonly hint: string; count: number }>();
  readonly #untranslated = new Map<string, number>();
  readonly #attempted: AttemptedRow[] = [];
  readonly #start = performance.now();
  readonly #started = Date.now();
  readonly #earlier = { created: 0, skipped: 0 };
  readonly #changed: Partial<Record<ContactField, number>> = {};
  #knownChanged = 0;
  #gone = 0;
  #edited = 0;
  #otherNames = 0;
  #repeated = 0;
  #dryRunRows = 0;
  #withoutUserid = 0;
  #existedAlready = 0;

  /** Rows that a dry run would have sent. */
  get dryRunRows(): number {
    return this.#dryRunRows;
  }

  /** Counts the outcome of the row with this number, and its notes. */
  add(row: number, outcome: Outcome, notes: readonly Note[] = []): void {
    for (const one of notes) {
      const { kind } = one;
      if ('untranslated' in one) this.#addUntranslated(one.untranslated);
      this.#notes.add(row, (note) => note.kind, { kind });
      if (kind === 'contact gone') this.#gone += 1;
      if (kind === 'edited in DingTalk') this.#edited += 1;
    }
    const { status } = outcome;
    const { attempts } = trafficOf(outcome);
    this.#counts[status] += 1;
    this.#repeated += Math.max(attempts - 1, 0);
    switch (status) {
      case 'created':
        if (attempts === 0) this.#earlier.created += 1;
        this.#addAttempted(attempts, { row, status, userid: outcome.userid, errcode: '' });
        return;
      case 'changed':
        if (attempts === 0) this.#knownChanged += 1;
        for (const field of outcome.fields) this.#changed[field] = (this.#changed[field] ?? 0) + 1;
        return;
      case 'pending':
        if (outcome.cause === 'dry-run') this.#dryRunRows += 1;
        return;
      case 'invalid':
        for (const code of new Set(outcome.problems.map(({ title }) => title)))
          this.#addGroup(row, { status, code, meaning: '', advice: '' });
        for (const problem of outcome.problems)
          if ('unknownName' in problem) this.#addName(problem.unknownName);
        return;
      case 'skipped': {
        const { cause, userid, errcode } = outcome;
        if (isOtherName(cause)) this.#otherNames += 1;
        if (!isDuplicate(cause)) {
          if (attempts === 0) this.#earlier.skipped += 1;
          else this.#existedAlready += 1;
          if (userid === '') this.#withoutUserid += 1;
        }
        this.#addAttempted(attempts, { row, status, userid, errcode });
        this.#addGroup(row, { status, ...skips[cause] });
        return;
      }
      case 'failed':
      case 'unknown': {
        const { errcode, cause } = outcome;
        this.#addAttempted(attempts, { row, status, userid: '', errcode });
        this.#addGroup(row, { status, code: errcode, ...words(errcode, cause === 'fatal') });
        return;
      }
    }
  }

  /**
   * Throws if the sums don't agree: `rows` were counted before the run, `lines` were written to the results, `sent` creates to
   * the ledger.
   */
  summarise(
    rows: number,
    lines: number,
    dingtalk: Pick<DingTalk, 'calls' | 'throttled'>,
    sent: number,
    stopped: StopReason | undefined,
  ): Tallied {
    const calls = dingtalk.calls();
    const sum = statuses.reduce((total, status) => total + this.#counts[status], 0);
    if (rows !== sum || lines !== sum)
      throw new Error(`the sums don't agree: ${rows} rows surveyed, ${sum} outcomes, ${lines} lines written`);
    if (calls.create !== sent)
      throw new Error(
        `the sums don't agree: ${calls.create} create calls made, ${sent} written down in the ledger`,
      );
    return {
      rows,
      counts: this.#counts,
      groups: [...this.#groups.all()].sort(
        (one, other) =>
          statuses.indexOf(one.status) - statuses.indexOf(other.status) || other.count - one.count,
      ),
      notes: this.#notes.all(),
      attempted: this.#attempted,
      calls,
      throttled: dingtalk.throttled(),
      started: this.#started,
      ended: Date.now(),
      earlier: this.#earlier,
      changed: this.#changed,
      gone: this.#gone,
      edited: this.#edited,
      otherNames: this.#otherNames,
      known: this.#earlier.created + this.#earlier.skipped + this.#knownChanged,
      repeated: this.#repeated,
      elapsed: performance.now() - this.#start,
      stopped,
      unknownNames: [...this.#unknownNames]
        .map(([name, { hint, count }]) => ({ name, hint, count }))
        .sort((one, other) => other.count - one.count),
      untranslated: [...this.#untranslated]
        .map(([value, count]) => ({ value, count }))
        .sort((one, other) => other.count - one.count),
      withoutUserid: this.#withoutUserid,
      existedAlready: this.#existedAlready,
    };
  }

  #addGroup(row: number, facts: GroupFacts): void {
    this.#groups.add(row, ({ status, code }) => `${status} ${code}`, facts);
  }

  #addName({ name, hint }: UnknownName): void {
    const entry = this.#unknownNames.get(name);
    if (entry !== undefined) entry.count += 1;
    else if (this.#unknownNames.size < mostNames) this.#unknownNames.set(name, { hint, count: 1 });
  }

  #addUntranslated(value: string): void {
    const count = this.#untranslated.get(value);
    if (count !== undefined || this.#untranslated.size < mostNames)
      this.#untranslated.set(value, (count ?? 0) + 1);
  }

  #addAttempted(attempts: number, attempted: AttemptedRow): void {
    if (attempts > 0 && this.#attempted.length < mostAttempted) this.#attempted.push(attempted);
  }
}

function isDuplicate(cause: SkipCause): boolean {
  return cause === 'duplicate' || cause === 'duplicate-other-name';
}

function isOtherName(cause: SkipCause): boolean {
  return cause === 'other-name' || cause === 'duplicate-other-name';
}

function words(errcode: string, wrapped = false): Pick<RowGroup, 'meaning' | 'advice'> {
  const { meaning, advice } = findError(errcode, wrapped);
  return { meaning, advice };
}
