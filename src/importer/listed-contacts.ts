import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { phoneKey } from '../contact/phone.js';
import { parseContact, type PresentContact } from '../dingtalk/connect.js';
import { UserError } from '../user-error.js';

/** Where a contact stands in the file, in bytes. */
interface Place {
  readonly at: number;
  readonly length: number;
}

/**
 * The organisation's contacts as they were listed, by phone. They stand in a temporary file (mode 0600) that has no name, so it is
 * gone when the run ends, also after a kill. Memory: about 150 bytes a contact.
 */
export class ListedContacts implements Disposable {
  readonly #file = namelessFile();
  readonly #places = new Map<string, Place>();
  #end = 0;
  #contacts = 0;

  /** When the list was begun, in ms since 1970. */
  readonly since = Date.now();

  /** The list is read to its end, and shows phones: a contact that it lacks seems to be gone. */
  isComplete = false;

  /** Contacts in the list. */
  get contacts(): number {
    return this.#contacts;
  }

  /** Contacts whose phone the list shows. */
  get phones(): number {
    return this.#places.size;
  }

  add(contacts: readonly PresentContact[]): void {
    this.#contacts += contacts.length;
    for (const contact of contacts) {
      if (contact.mobile === '') continue;
      const bytes = Buffer.from(JSON.stringify(contact));
      onDisk(() => writeSync(this.#file, bytes, 0, bytes.length, this.#end));
      this.#places.set(phoneKey(contact), { at: this.#end, length: bytes.length });
      this.#end += bytes.length;
    }
  }

  /** The contact with this phone; takes about 10 µs. */
  find(key: string): PresentContact | undefined {
    const place = this.#places.get(key);
    if (place === undefined) return undefined;
    const bytes = Buffer.alloc(place.length);
    onDisk(() => readSync(this.#file, bytes, 0, place.length, place.at));
    return parseContact(bytes.toString());
  }

  has(key: string): boolean {
    return this.#places.has(key);
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }
}

function namelessFile(): number {
  return onDisk(() => {
    const folder = mkdtempSync(join(tmpdir(), 'import-'));
    try {
      return openSync(join(folder, 'contacts'), 'wx+', 0o600);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

function onDisk<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `${tmpdir()}: the organisation's list can't be kept there: ${reason}.`,
      ['Set TMPDIR to a folder with room for it.'],
      3,
    );
  }
}
