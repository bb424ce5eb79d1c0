import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { phoneKey } from '../contact/phone.js';
import { parseContact, type PresentContact } from '../dingtalk/connect.js';
import { namelessFile } from '../files/nameless-file.js';
import { onDisk } from '../user-error.js';

/** Where a contact begins in the file, and its length, in bytes. */
interface Place {
  readonly at: number;
  readonly length: number;
}

/**
 * The organisation's contacts as they were listed, by phone. They are in a temporary file without a name, so nothing of them is left
 * after a kill. Memory: about 150 bytes a contact. Its methods throw a `UserError` (exit code 3) if the disk can't take the list.
 */
export class ListedContacts implements AsyncDisposable {
  readonly #file: FileHandle;
  readonly #places = new Map<string, Place>();
  #end = 0;
  #contacts = 0;

  /** When the list was begun, in ms since 1970. */
  readonly since = Date.now();

  /** The list is read to its end, and shows phones: a contact that it lacks seems to be gone. */
  isComplete = false;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(): Promise<ListedContacts> {
    return new ListedContacts(await keeping(namelessFile));
  }

  /** Contacts in the list. */
  get contacts(): number {
    return this.#contacts;
  }

  /** Contacts whose phone the list shows. */
  get phones(): number {
    return this.#places.size;
  }

  /** Adds a page of the list; one after the other. */
  async add(contacts: readonly PresentContact[]): Promise<void> {
    const start = this.#end;
    const lines: Buffer[] = [];
    this.#contacts += contacts.length;
    for (const contact of contacts) {
      if (contact.mobile === '') continue;
      const bytes = Buffer.from(JSON.stringify(contact));
      lines.push(bytes);
      this.#places.set(phoneKey(contact), { at: this.#end, length: bytes.length });
      this.#end += bytes.length;
    }
    await keeping(() => this.#file.write(Buffer.concat(lines), 0, this.#end - start, start));
  }

  has(key: string): boolean {
    return this.#places.has(key);
  }

  /** The contact with this phone. */
  async find(key: string): Promise<PresentContact | undefined> {
    const place = this.#places.get(key);
    if (place === undefined) return undefined;
    const { at, length } = place;
    const { buffer } = await keeping(() => this.#file.read(Buffer.alloc(length), 0, length, at));
    return parseContact(buffer.toString());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}

function keeping<Result>(work: () => Promise<Result>): Promise<Result> {
  return onDisk(
    `${tmpdir()}: the organisation's list can't be kept there`,
    'Set TMPDIR to a folder with room for it.',
    3,
    work,
  );
}
