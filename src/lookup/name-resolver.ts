import { found, whenFound, type Found, type LookUps } from './look-ups.js';
import { problems, type Problem } from '../contact/messages.js';
import { notes, type Note } from '../contact/notes.js';
import { maskPhone } from '../contact/phone.js';
import { invalid, noTraffic, type Outcome } from '../outcome.js';
import type { Columns } from '../source/columns/choose-columns.js';
import { namedBy, type NameField } from '../source/columns/fields.js';
import { PromiseCache } from './promise-cache.js';
import { mostIds, type Contact } from '../contact/contact.js';
import { DepartmentTree } from './departments.js';
import { lookUpForms } from '../contact/employee-phone.js';
import { nameOf } from '../contact/field-reader.js';
import { LabelIndex } from './labels.js';
import type { Match } from './match.js';
import { comparable } from './nearest.js';
import { hasNoNames, type RowNames } from '../contact/row-names.js';

/** A row's contact, and the names whose ids it still needs. */
export interface Draft {
  readonly contact: Contact;
  readonly names: RowNames;
}

/** A contact with all its ids and what is worth knowing of them, or the outcome of its row; `undefined` if the run stopped. */
export type Resolved =
  | { readonly ok: true; readonly contact: Contact; readonly notes: readonly Note[] }
  | { readonly ok: false; readonly outcome: Outcome | undefined };

/** What is looked up: one kind of thing, whichever field needs it. */
export type NameKind = 'label' | 'department' | 'employee';

/** Ids that were found in this run or in the day before it. */
export interface NameMemory {
  recall(kind: NameKind, name: string): string | undefined;
  remember(kind: NameKind, name: string, id: string): Promise<void>;
}

const kinds: Readonly<Record<NameField, NameKind>> = {
  labels: 'label',
  owner_mobile: 'employee',
  share_departments: 'department',
  share_user_mobiles: 'employee',
};

/** A phone in a column of names: the wrong column was chosen. */
const mainlandPhone = /^(?:\+|00)?(?:86)?[\s-]?1[3-9](?:[\s-]?\d){9}$/;

/** The ids of some names, or the outcome of the row that has them. */
type Ids = { readonly ok: true; readonly ids: readonly string[] } | Extract<Resolved, { ok: false }>;

/** Finds the ids of names. Each name is looked up once a run; only what was found is remembered for the next run. */
export class NameResolver {
  readonly #columns: Columns;
  readonly #lookUps: LookUps;
  readonly #memory: NameMemory;
  readonly #departments: DepartmentTree;
  readonly #labels = new PromiseCache<'all', LabelIndex>();
  readonly #found = new PromiseCache<string, Match>();

  constructor(columns: Columns, lookUps: LookUps, memory: NameMemory) {
    this.#columns = columns;
    this.#lookUps = lookUps;
    this.#memory = memory;
    this.#departments = new DepartmentTree(lookUps);
  }

  /** Adds the ids to a draft's contact, or gives all its unknown names as problems. A draft without names needs no call. */
  async resolve({ contact, names }: Draft): Promise<Resolved> {
    if (hasNoNames(names)) return { ok: true, contact, notes: [] };
    const rowProblems: Problem[] = [];
    const rowNotes: Note[] = [];
    const labels = await this.#labelsOf(names, rowProblems, rowNotes);
    if (!labels.ok) return labels;
    const owner = await this.#idsOf('owner_mobile', single(names.owner_mobile), rowProblems);
    if (!owner.ok) return owner;
    const departments = await this.#idsOf('share_departments', names.share_departments, rowProblems);
    if (!departments.ok) return departments;
    const users = await this.#idsOf('share_user_mobiles', names.share_user_mobiles, rowProblems);
    if (!users.ok) return users;

    const follower_user_id = owner.ids[0] ?? contact.follower_user_id;
    const label_ids = union(contact.label_ids, labels.ids.map(Number));
    const share_dept_ids = union(contact.share_dept_ids ?? [], departments.ids.map(Number));
    const share_user_ids = union(contact.share_user_ids ?? [], users.ids);
    const lists = [
      ['label_ids', label_ids],
      ['share_dept_ids', share_dept_ids],
      ['share_user_ids', share_user_ids],
    ] as const;
    for (const [field, ids] of lists) {
      if (ids.length > mostIds)
        rowProblems.push(
          problems.tooManyItems({ field, name: field }, ids.length, 'ids', ' with those of its names'),
        );
    }
    if (rowProblems.length > 0) return { ok: false, outcome: invalid(rowProblems) };
    return {
      ok: true,
      contact: {
        ...contact,
        follower_user_id,
        label_ids,
        ...(share_dept_ids.length > 0 && { share_dept_ids }),
        ...(share_user_ids.length > 0 && { share_user_ids }),
      },
      notes: rowNotes,
    };
  }

  /** The label names of a row that no label has; none where they can't be looked up. */
  async unknownLabels({ labels }: RowNames): Promise<readonly string[]> {
    const unknown: string[] = [];
    const { ok } = await this.#idsOf('labels', labels, [], unknown);
    return ok ? unknown : [];
  }

  /** Names that no label has are notes where `--set` gives labels; these are taken where no name of the row is left. */
  async #labelsOf(names: RowNames, rowProblems: Problem[], rowNotes: Note[]): Promise<Ids> {
    if (names.spareLabels.length === 0) return this.#idsOf('labels', names.labels, rowProblems);
    const unknown: string[] = [];
    const own = await this.#idsOf('labels', names.labels, rowProblems, unknown);
    if (!own.ok || unknown.length === 0) return own;
    const isSpareUsed = own.ids.length === 0 && rowProblems.length === 0;
    const shown = unknown.map(shownName);
    const taken = isSpareUsed ? 'the label of --set was' : 'the others were';
    rowNotes.push(notes.unknownLabels(nameOf(this.#columns, 'labels'), shown, taken));
    return isSpareUsed ? this.#idsOf('labels', names.spareLabels, rowProblems) : own;
  }

  /** With `unknown`, names that do not exist are put there and are no problems. */
  async #idsOf(
    field: NameField,
    names: readonly string[],
    rowProblems: Problem[],
    unknown?: string[],
  ): Promise<Ids> {
    const ids: string[] = [];
    const matches = await Promise.all(names.map((name) => this.#match(kinds[field], name)));
    for (const [at, match] of matches.entries()) {
      if (match.kind === 'stopped') return { ok: false, outcome: undefined };
      if (match.kind === 'refused') {
        const { cause, errcode, error, requestId } = match;
        return {
          ok: false,
          outcome: { status: 'failed', cause, errcode, error, ...noTraffic, requestId },
        };
      }
      if (match.value.kind === 'one') ids.push(match.value.id);
      else if (match.value.kind === 'none' && unknown !== undefined) unknown.push(names[at] ?? '');
      else rowProblems.push(this.#problemOf(field, names[at] ?? '', match.value));
    }
    return { ok: true, ids };
  }

  #problemOf(field: NameField, name: string, { kind, hint }: Exclude<Match, { kind: 'one' }>): Problem {
    const shown = kinds[field] === 'employee' ? maskPhone(name) : shownName(name);
    const at = { field, name: nameOf(this.#columns, field) };
    return kind === 'none'
      ? problems.unknownName(at, field, shown, hint)
      : problems.ambiguousName(at, field, shown, hint);
  }

  #match(kind: NameKind, name: string): Promise<Found<Match>> {
    const key = kind === 'label' ? name : comparable(name);
    return this.#found.get(`${kind} ${key}`, async () => {
      const id = this.#memory.recall(kind, key);
      if (id !== undefined) return found({ kind: 'one', id });
      return whenFound(await this.#lookUp(kind, name), async (match) => {
        if (match.kind === 'one') await this.#memory.remember(kind, key, match.id);
        return found(match);
      });
    });
  }

  async #lookUp(kind: NameKind, name: string): Promise<Found<Match>> {
    switch (kind) {
      case 'label': {
        const index = await this.#labels.get('all', async () =>
          whenFound(await this.#lookUps.labels(), (labels) => found(new LabelIndex(labels))),
        );
        return whenFound(index, (labels) => found(labels.find(name)));
      }
      case 'department':
        return this.#departments.find(name);
      case 'employee':
        return this.#employee(name);
    }
  }

  async #employee(phone: string): Promise<Found<Match>> {
    for (const form of lookUpForms(phone)) {
      const userid = await this.#lookUps.employee(form);
      if (userid.kind !== 'found') return userid;
      if (userid.value !== '') return found({ kind: 'one', id: userid.value });
    }
    return found({ kind: 'none', hint: '' });
  }
}

/** The fields of names that a file feeds, of one kind. */
export function fieldsOf(kind: NameKind, columns: Columns): readonly NameField[] {
  return Object.values(namedBy).filter((field) => kinds[field] === kind && columns.sources.has(field));
}

/** A name as messages show it: phones masked. */
function shownName(name: string): string {
  return mainlandPhone.test(name) ? maskPhone(name) : name;
}

function single(text: string): readonly string[] {
  return text === '' ? [] : [text];
}

function union<Id>(some: readonly Id[], more: readonly Id[]): readonly Id[] {
  return [...new Set([...some, ...more])];
}
