import { notes, type Note } from '../contact/notes.js';
import { contactFields, contactTexts, type ContactField } from '../contact/row-values.js';
import type { PresentContact } from '../dingtalk/connect.js';
import { isSameRow, type RowValues } from '../ledger/hashes.js';
import type { Ledger } from '../ledger/ledger.js';
import type { KnownContact } from '../ledger/memory.js';
import type { Resolved } from '../lookup/name-resolver.js';
import { existing, noTraffic, otherName, pendingRow, type Outcome } from '../outcome.js';
import type { Columns } from '../source/columns/choose-columns.js';
import { asIdField, namedBy, type NameField } from '../source/columns/fields.js';
import { compareRow, unknownIds, type Difference, type FieldHashes } from './compare-row.js';
import type { DraftRow, Settled } from './draft-row.js';
import type { ListedContacts } from './listed-contacts.js';
import type { RunControl } from './run-control.js';

/** What is needed to compare rows with their contacts. */
export interface KnownContactsParts {
  readonly ledger: Ledger;
  readonly columns: Columns;
  readonly control: RunControl;
  /** Absent without `--match-existing`. */
  readonly listed: ListedContacts | undefined;
  readonly forgetMissing: boolean;
  readonly dryRun: boolean;
}

/** A contact may be missing in the list for so long after it was made, in ms. */
const listingDelay = 600_000;

/** Rows whose contact the ledger knows: each is as it was sent, or differs, from what was sent or from what DingTalk has. */
export class KnownContacts {
  readonly #parts: KnownContactsParts;

  constructor(parts: KnownContactsParts) {
    this.#parts = parts;
  }

  /** The outcome of a row that is as it was last sent, or that nothing is known to compare with; `undefined` for all others. */
  unchanged({ key, hashes }: DraftRow, contact: KnownContact): Settled | undefined {
    const { listed } = this.#parts;
    if (listed?.has(key) === true || this.isForgotten(key, contact)) return undefined;
    const isComparable = contact.sent.length > 0 && contact.sent.every(({ place }) => place > 0);
    if (isComparable && !contact.sent.some((mark) => isSameRow(mark.hashes, hashes))) return undefined;
    return { outcome: asBefore(contact), notes: this.#goneNotes(key, contact) };
  }

  /** Whether the contact is gone from DingTalk and is to be made again. */
  isForgotten(key: string, contact: KnownContact): boolean {
    return this.#parts.forgetMissing && this.#isGone(key, contact);
  }

  /** Compares the fields of a row; `resolve` looks its names up where that can't be told without. */
  async compare(row: DraftRow, contact: KnownContact, resolve: () => Promise<Resolved>): Promise<Settled> {
    const { ledger, control, listed } = this.#parts;
    const last = contact.sent.every(({ place }) => place > 0) ? ledger.lastSent(contact) : [];
    let own = this.#hashesOf(row.texts);
    let ownNotes: readonly Note[] = [];
    if (unknownIds(own, last).length > 0) {
      const resolved = await resolve();
      if (!resolved.ok) return { outcome: resolved.outcome ?? pendingRow(control.closed()), notes: [] };
      own = this.#hashesOf(new Map([...row.texts, ...contactTexts(resolved.contact)]));
      ownNotes = resolved.notes;
    }
    const isOwn = last.length > 0 && (contact.status === 'created' || contact.ours);
    const present = await listed?.find(row.key);
    const presentHashes = present && this.#presentHashes(present);
    const difference = compareRow({ row: own, last, isOwn, present: presentHashes });
    await this.#remember(row, own, last, difference);
    const outcome =
      present !== undefined && this.#isOtherPerson(row, last, difference, present)
        ? otherName(present.name, contact.userid, contact.at)
        : difference.changed.length === 0
          ? asBefore(contact)
          : changed(contact, difference.changed);
    const edited = outcome.status === 'skipped' && outcome.cause === 'other-name' ? [] : difference.edited;
    return {
      outcome,
      notes: [
        ...ownNotes,
        ...this.#emptiedNotes(own, last),
        ...(edited.length > 0 ? [notes.editedInDingTalk(edited)] : []),
        ...this.#goneNotes(row.key, contact),
      ],
    };
  }

  /** Writes down what was found equal in DingTalk, so that the next run knows it without a list. */
  async #remember(
    { key, hashes }: DraftRow,
    own: FieldHashes,
    last: readonly FieldHashes[],
    { equal, changed: others, edited }: Difference,
  ): Promise<void> {
    const { ledger, control, dryRun } = this.#parts;
    const [sent] = last;
    if (dryRun || equal.length === 0 || last.length > 1) return;
    const names = equal.flatMap(namesOf);
    const known = [...equal, ...names].flatMap((field): readonly (readonly [string, string])[] => {
      const hash = own.get(field);
      return hash === undefined ? [] : [[field, hash]];
    });
    const fields = [...new Map([...(sent ?? []), ...known])]
      .map(([field, hash]) => `${field}=${hash}`)
      .join(' ');
    const isWhole = others.length === 0 && edited.length === 0;
    await control.record(() => ledger.noteEqual(key, { fields, ...(isWhole && { row: hashes }) }));
  }

  /** Whether the contact has a name that is not the row's, and that the importer did not send. */
  #isOtherPerson(
    { draft }: DraftRow,
    last: readonly FieldHashes[],
    { changed: fields }: Difference,
    present: PresentContact,
  ): boolean {
    if (!fields.includes('name') || folded(present.name) === folded(draft.contact.name)) return false;
    const hash = this.#presentHashes(present).get('name');
    return !last.some((sent) => sent.get('name') === hash);
  }

  /** Cells that are empty now and were not when they were sent: nothing is sent for them. */
  #emptiedNotes(own: FieldHashes, last: readonly FieldHashes[]): readonly Note[] {
    const { sources } = this.#parts.columns;
    const emptied = contactFields.filter(
      (field) =>
        sources.has(field) &&
        !own.has(field) &&
        !namesOf(field).some((names) => own.has(names)) &&
        last.some((sent) => sent.has(field)),
    );
    return emptied.length === 0 ? [] : [notes.emptied(emptied)];
  }

  #goneNotes(key: string, contact: KnownContact): readonly Note[] {
    return this.#isGone(key, contact) ? [notes.gone()] : [];
  }

  /** Whether the list, read to its end, lacks the contact. One that was just made may be missing in it. */
  #isGone(key: string, { at }: KnownContact): boolean {
    const { listed } = this.#parts;
    return listed?.isComplete === true && !listed.has(key) && at < listed.since - listingDelay;
  }

  #hashesOf(texts: RowValues): FieldHashes {
    const { hasher } = this.#parts.ledger;
    return new Map([...texts].map(([field, text]) => [field, hasher.ofField(field, text)]));
  }

  /** Of all fields: an empty one differs from a filled one. */
  #presentHashes(present: PresentContact): FieldHashes {
    const texts = contactTexts(present);
    return this.#hashesOf(new Map(contactFields.map((field) => [field, texts.get(field) ?? ''])));
  }
}

function asBefore({ status, userid, ours, at }: KnownContact): Outcome {
  const traffic = { ...noTraffic, at };
  return status === 'created' ? { status, userid, ...traffic } : existing(userid, ours, traffic);
}

function changed({ userid, at }: KnownContact, fields: readonly ContactField[]): Outcome {
  return { status: 'changed', userid, fields, ...noTraffic, at };
}

/** The field of names whose ids a field takes; none for other fields. */
function namesOf(field: ContactField): readonly NameField[] {
  const ids = asIdField(field);
  return ids === undefined ? [] : [namedBy[ids]];
}

/** A name as people are compared: without case, width, spaces and punctuation. */
function folded(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, '');
}
