import type { LedgerEvent } from './events.js';
import { isSameRow, noHashes, type RowHashes } from './hashes.js';
import { HashesByRow } from './hashes-by-row.js';
import { PhoneTable, type SentMark, type Unanswered } from './phone-table.js';

/** A contact that is known to exist. */
export interface KnownContact {
  readonly status: 'created' | 'exists';
  readonly userid: string;
  /** An earlier attempt had no clear answer, so the importer probably made it. */
  readonly ours: boolean;
  /** When it was made or found, in ms since 1970. */
  readonly at: number;
  /** What was last sent for it; several where it isn't known which arrived. */
  readonly sent: readonly SentMark[];
}

/** The row of this file that has a contact, and its hashes. */
export interface ClaimedRow {
  readonly row: number;
  readonly hashes: RowHashes;
}

/** Flags of a phone: what is settled, and what may have happened. */
const created = 1;
const exists = 2;
const ours = 4;
const sent = 8;
const lost = 16;

/** How long the id of a name is used, in ms. */
const nameLife = 86_400_000;

/** The state after all events: 60 to 100 bytes a phone (`PhoneTable`), and the names of the last day. */
export class Memory {
  readonly #phones = new PhoneTable();
  readonly #names = new Map<string, { readonly id: string; readonly at: number }>();
  readonly #rows = new HashesByRow();
  #contacts = 0;

  /** `place`: where the event's line begins in the file. */
  note(event: LedgerEvent, place: number): void {
    if (event.event === 'run') return;
    if (event.event === 'name') {
      if (Math.abs(Date.now() - event.at) < nameLife) this.#names.set(nameKey(event.kind, event.name), event);
      return;
    }
    const phones = this.#phones;
    const slot = phones.add(event.contact);
    const flags = phones.flagsAt(slot);
    switch (event.event) {
      case 'sent':
        // Sent before, and no answer was written down: the doubt stays, whatever comes now.
        phones.setFlags(slot, (flags & sent) === 0 ? flags | sent : flags | lost);
        phones.setUnanswered(slot, {
          hashes: event.row ?? noHashes,
          place: event.row === undefined ? 0 : place,
          earlier: (flags & (sent | lost)) === 0 ? undefined : phones.unansweredAt(slot),
        });
        return;
      case 'created': {
        this.#count(flags);
        phones.setFlags(slot, created);
        const mark = phones.unansweredAt(slot);
        phones.setContact(slot, { userid: event.userid, at: event.at, sent: mark });
        phones.setUnanswered(slot, undefined);
        return;
      }
      case 'exists': {
        this.#count(flags);
        phones.setFlags(slot, event.ours ? exists | ours : exists);
        const mark = this.#markOfExisting(event, slot, (flags & sent) !== 0);
        phones.setContact(slot, { userid: event.userid, at: event.at, sent: mark });
        return;
      }
      case 'equal': {
        const contact = phones.contactAt(slot);
        const mark = { hashes: event.row ?? noHashes, place };
        if (contact !== undefined) phones.setContact(slot, { ...contact, sent: mark });
        phones.setUnanswered(slot, undefined);
        return;
      }
      case 'forgotten':
        if (isSettled(flags)) this.#contacts -= 1;
        phones.setFlags(slot, 0);
        phones.setUnanswered(slot, undefined);
        return;
      case 'refused':
        phones.setFlags(slot, flags & ~sent);
        phones.setUnanswered(slot, phones.unansweredAt(slot)?.earlier);
        return;
      case 'lost':
        phones.setFlags(slot, (flags & ~sent) | lost);
        return;
    }
  }

  /** Phones that are known to have a contact. */
  get contacts(): number {
    return this.#contacts;
  }

  known(key: string): KnownContact | undefined {
    const slot = this.#phones.find(key);
    const flags = this.#phones.flagsAt(slot);
    const contact = this.#phones.contactAt(slot);
    if (!isSettled(flags) || contact === undefined) return undefined;
    const marks = contact.sent === undefined ? [] : [contact.sent];
    return {
      status: (flags & created) !== 0 ? 'created' : 'exists',
      userid: contact.userid,
      ours: (flags & ours) !== 0,
      at: contact.at,
      sent: [...marks, ...marksFrom(this.#phones.unansweredAt(slot))],
    };
  }

  isInDoubt(key: string): boolean {
    return (this.#phones.flagsAt(this.#phones.find(key)) & (sent | lost)) !== 0;
  }

  rowOf(key: string): ClaimedRow | undefined {
    const row = this.#phones.rowAt(this.#phones.find(key));
    return row === 0 ? undefined : { row, hashes: this.#rows.hashesOf(row) };
  }

  claim(key: string, row: number, hashes: RowHashes): void {
    this.#phones.setRow(this.#phones.add(key), row);
    this.#rows.set(row, hashes);
  }

  idOf(kind: string, name: string): string | undefined {
    const known = this.#names.get(nameKey(kind, name));
    return known !== undefined && Date.now() - known.at < nameLife ? known.id : undefined;
  }

  /**
   * What was last sent for a contact that exists: where the importer probably made it, one of the creates before the one that found
   * it; the others stay possible. An earlier mark stays with its contact.
   */
  #markOfExisting(
    { userid, ours: isOurs, listed }: Extract<LedgerEvent, { event: 'exists' }>,
    slot: number,
    isAnswer: boolean,
  ): SentMark | undefined {
    const known = this.#phones.contactAt(slot);
    const last = this.#phones.unansweredAt(slot);
    this.#phones.setUnanswered(slot, undefined);
    if (!isOurs) return known?.userid === '' || known?.userid === userid ? known.sent : undefined;
    const candidates = marksFrom(isAnswer && listed !== true ? last?.earlier : last);
    const [first, ...others] = candidates;
    if (first === undefined) return known?.sent;
    for (const { hashes, place } of others)
      if (!isSameRow(hashes, first.hashes))
        this.#phones.setUnanswered(slot, { hashes, place, earlier: this.#phones.unansweredAt(slot) });
    return first;
  }

  #count(flags: number): void {
    if (!isSettled(flags)) this.#contacts += 1;
  }
}

/** Sends in their order, each row once. */
function marksFrom(last: Unanswered | undefined): readonly SentMark[] {
  const marks: SentMark[] = [];
  for (let mark = last; mark !== undefined; mark = mark.earlier) {
    const { hashes } = mark;
    if (!marks.some((one) => isSameRow(one.hashes, hashes))) marks.unshift(mark);
  }
  return marks;
}

function isSettled(flags: number): boolean {
  return (flags & (created | exists)) !== 0;
}

function nameKey(kind: string, name: string): string {
  return `${kind} ${name}`;
}
