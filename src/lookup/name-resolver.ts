import { whenFound, type Found, type LookUps } from './look-ups.js';
import { invalid, noTraffic, type Outcome, type Problem } from '../outcome.js';
import type { Columns } from '../source/columns/choose-columns.js';
import { namedBy, type NameField } from '../source/columns/fields.js';
import { AskedOnce } from './promise-cache.js';
import { mostIds, type Contact } from '../contact/contact.js';
import { DepartmentTree } from './departments.js';
import { askedForms } from '../contact/employee-phone.js';
import { nameOf } from '../contact/field-reader.js';
import { LabelIndex } from './labels.js';
import type { Match } from './match.js';
import { comparable } from './nearest.js';
import { misfit } from './unknown-name.js';
import { wantsNothing, type Wanted } from '../contact/row-names.js';

/** A row's contact whose names are still to be found; the fields of their ids are not complete yet. */
export interface Draft {
  readonly contact: Contact;
  readonly wanted: Wanted;
}

/** A draft with all ids in place, or what became of its row; `undefined` if the run stopped. */
export type Resolved =
  | { readonly ok: true; readonly contact: Contact }
  | { readonly ok: false; readonly outcome: Outcome | undefined };

/** What is looked up: one kind of thing, whichever field needs it. */
export type NameKind = 'label' | 'department' | 'employee';

/** Ids that were found in this run or shortly before it. */
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

/** The ids of some names, or what became of the row that has them. */
type Ids = { readonly ok: true; readonly ids: readonly string[] } | Extract<Resolved, { ok: false }>;

/**
 * Finds the ids that names stand for. Each name is asked for once, however many rows have it and however many of them come
 * at once; only what was found is remembered beyond the run, so that what is missing can be made and found in the next one.
 */
export class NameResolver {
  readonly #columns: Columns;
  readonly #lookUps: LookUps;
  readonly #memory: NameMemory;
  readonly #departments: DepartmentTree;
  readonly #labels = new AskedOnce<'all', LabelIndex>();
  readonly #found = new AskedOnce<string, Match>();

  constructor(columns: Columns, lookUps: LookUps, memory: NameMemory) {
    this.#columns = columns;
    this.#lookUps = lookUps;
    this.#memory = memory;
    this.#departments = new DepartmentTree(lookUps);
  }

  /** Fills in the ids of a draft; all names that can't be found are told together. A draft without names needs no call. */
  async resolve({ contact, wanted }: Draft): Promise<Resolved> {
    if (wantsNothing(wanted)) return { ok: true, contact };
    const problems: Problem[] = [];
    const labels = await this.#idsOf('labels', wanted.labels, problems);
    if (!labels.ok) return labels;
    const owner = await this.#idsOf('owner_mobile', single(wanted.owner_mobile), problems);
    if (!owner.ok) return owner;
    const departments = await this.#idsOf('share_departments', wanted.share_departments, problems);
    if (!departments.ok) return departments;
    const users = await this.#idsOf('share_user_mobiles', wanted.share_user_mobiles, problems);
    if (!users.ok) return users;

    const follower_user_id = owner.ids[0] ?? contact.follower_user_id;
    const label_ids = union(contact.label_ids, labels.ids.map(Number));
    const share_dept_ids = union(contact.share_dept_ids ?? [], departments.ids.map(Number));
    const share_user_ids = union(contact.share_user_ids ?? [], users.ids);
    for (const [field, ids] of Object.entries({ label_ids, share_dept_ids, share_user_ids })) {
      if (ids.length > mostIds) {
        problems.push({
          rule: `${field} has too many ids`,
          text: `${field} has ${ids.length} ids with those of its names; at most ${mostIds} are allowed. Take some out.`,
        });
      }
    }
    if (problems.length > 0) return { ok: false, outcome: invalid(problems) };
    return {
      ok: true,
      contact: {
        ...contact,
        follower_user_id,
        label_ids,
        ...(share_dept_ids.length > 0 && { share_dept_ids }),
        ...(share_user_ids.length > 0 && { share_user_ids }),
      },
    };
  }

  async #idsOf(field: NameField, names: readonly string[], problems: Problem[]): Promise<Ids> {
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
      else problems.push(misfit(field, nameOf(this.#columns, field), names[at] ?? '', match.value));
    }
    return { ok: true, ids };
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
    for (const form of askedForms(phone)) {
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

function single(text: string): readonly string[] {
  return text === '' ? [] : [text];
}

function union<Id>(some: readonly Id[], more: readonly Id[]): readonly Id[] {
  return [...new Set([...some, ...more])];
}

function found<Value>(value: Value): Found<Value> {
  return { kind: 'found', value };
}
