import type { LedgerEvent } from './events.js';
import { PhoneTable } from './phone-table.js';

/** A contact that needs no call. */
export interface KnownContact {
  readonly status: 'created' | 'exists';
  readonly userid: string;
  /** An earlier attempt had no clear answer, so the importer probably made it. */
  readonly ours: boolean;
}

/** Flags of a phone: what is settled, and what may have happened. */
const created = 1;
const exists = 2;
const ours = 4;
const sent = 8;
const lost = 16;

/** How long the id of a name is used, in ms. */
const nameLife = 86_400_000;

/** The state after all events: 50 to 90 bytes a phone (`PhoneTable`), and the names of the last day. */
export class Memory {
  readonly #phones = new PhoneTable();
  readonly #names = new Map<string, { readonly id: string; readonly at: number }>();
  #contacts = 0;

  note(event: LedgerEvent): void {
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
        return;
      case 'created':
        this.#count(flags);
        phones.setFlags(slot, created);
        phones.setUserid(slot, event.userid);
        return;
      case 'exists':
        this.#count(flags);
        phones.setFlags(slot, event.ours ? exists | ours : exists);
        phones.setUserid(slot, event.userid);
        return;
      case 'refused':
        phones.setFlags(slot, flags & ~sent);
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
    if (!isSettled(flags)) return undefined;
    const status = (flags & created) !== 0 ? 'created' : 'exists';
    return { status, userid: this.#phones.useridAt(slot), ours: (flags & ours) !== 0 };
  }

  isInDoubt(key: string): boolean {
    return (this.#phones.flagsAt(this.#phones.find(key)) & (sent | lost)) !== 0;
  }

  rowOf(key: string): number | undefined {
    const row = this.#phones.rowAt(this.#phones.find(key));
    return row === 0 ? undefined : row;
  }

  claim(key: string, row: number): void {
    this.#phones.setRow(this.#phones.add(key), row);
  }

  idOf(kind: string, name: string): string | undefined {
    const known = this.#names.get(nameKey(kind, name));
    return known !== undefined && Date.now() - known.at < nameLife ? known.id : undefined;
  }

  #count(flags: number): void {
    if (!isSettled(flags)) this.#contacts += 1;
  }
}

function isSettled(flags: number): boolean {
  return (flags & (created | exists)) !== 0;
}

function nameKey(kind: string, name: string): string {
  return `${kind} ${name}`;
}
