import { hashBytes, packHashes, unpackHashes, type RowHashes } from './hashes.js';

/** Longest userid, in bytes of UTF-8; DingTalk's own have about 20. */
const longestUserid = 0xffff;

/** Contacts are kept in parts of so many bytes, so that none is copied when there are more. */
const partSize = 1_048_576;

/** What is kept of a contact before its userid, in bytes: seconds since 1970, hashes, where the ledger has them, the userid's length. */
const timeBytes = 4;
const placeBytes = 5;
const headSize = timeBytes + hashBytes + placeBytes + 2;

/** A contact: its userid, when it was made or found (ms since 1970, kept in seconds), and what was last sent for it. */
export interface StoredContact {
  readonly userid: string;
  readonly at: number;
  readonly sent: SentMark | undefined;
}

/** The hashes of a row, and where its line begins in the ledger, in bytes; below 2⁴⁰. */
export interface SentMark {
  readonly hashes: RowHashes;
  readonly place: number;
}

/** A create that was sent and not answered, or without a clear answer; and those before it. */
export interface Unanswered extends SentMark {
  readonly earlier: Unanswered | undefined;
}

/** Slots are filled to at most this share before the table doubles. */
const mostLoad = 0.6;

const startCapacity = 1_024;

/**
 * Phones with a few facts each, in typed arrays. The key is country code and phone, e.g. `86-13800138000`, with as many digits as
 * E.164 allows, kept as two 32-bit numbers; contacts are kept one after another. A phone with a userid of 18 digits takes 60 to
 * 100 bytes, depending on how full the arrays are (measured: 83 at 1,000,000), of which 15 are for its time and hashes.
 */
export class PhoneTable {
  #capacity = startCapacity;
  #size = 0;
  #high = new Uint32Array(startCapacity);
  #low = new Uint32Array(startCapacity);
  #flags = new Uint8Array(startCapacity);
  #rows = new Uint32Array(startCapacity);
  #contacts = new Uint32Array(startCapacity);
  /** By slot; there are few at a time. */
  #unanswered = new Map<number, Unanswered>();
  readonly #parts: Buffer[] = [];
  /** Where the next contact goes; 0 means none in `#contacts`. */
  #end = 1;
  #keyHigh = 0;
  #keyLow = 0;

  /** Phones in the table. */
  get size(): number {
    return this.#size;
  }

  /** The slot of a phone, valid until the next `add`; -1 if it is not in the table, or the text is not a key. */
  find(key: string): number {
    if (!this.#encode(key)) return -1;
    const slot = this.#probe(this.#keyHigh, this.#keyLow);
    return this.#high[slot] === 0 ? -1 : slot;
  }

  /** The slot of a phone, added if it is new; valid until the next `add`. -1 if the text is not a key. */
  add(key: string): number {
    if (!this.#encode(key)) return -1;
    let slot = this.#probe(this.#keyHigh, this.#keyLow);
    if (this.#high[slot] !== 0) return slot;
    if (this.#size + 1 > this.#capacity * mostLoad) {
      this.#grow();
      slot = this.#probe(this.#keyHigh, this.#keyLow);
    }
    this.#high[slot] = this.#keyHigh;
    this.#low[slot] = this.#keyLow;
    this.#size += 1;
    return slot;
  }

  flagsAt(slot: number): number {
    return this.#flags[slot] ?? 0;
  }

  setFlags(slot: number, flags: number): void {
    this.#flags[slot] = flags;
  }

  /** The row of this file that has the contact; 0 for none. */
  rowAt(slot: number): number {
    return this.#rows[slot] ?? 0;
  }

  setRow(slot: number, row: number): void {
    this.#rows[slot] = row;
  }

  unansweredAt(slot: number): Unanswered | undefined {
    return this.#unanswered.get(slot);
  }

  setUnanswered(slot: number, mark: Unanswered | undefined): void {
    if (mark === undefined) this.#unanswered.delete(slot);
    else this.#unanswered.set(slot, mark);
  }

  contactAt(slot: number): StoredContact | undefined {
    const place = this.#contacts[slot] ?? 0;
    const part = this.#parts[Math.floor(place / partSize)];
    if (place === 0 || part === undefined) return undefined;
    const at = place % partSize;
    const linePlace = part.readUIntLE(at + timeBytes + hashBytes, placeBytes);
    const length = part.readUInt16LE(at + headSize - 2);
    return {
      userid: part.toString('utf8', at + headSize, at + headSize + length),
      at: part.readUInt32LE(at) * 1_000,
      sent: linePlace === 0 ? undefined : { hashes: unpackHashes(part, at + timeBytes), place: linePlace },
    };
  }

  /** Keeps a contact. The room of an earlier one is used again if the userid has the same length. */
  setContact(slot: number, { userid, at: time, sent }: StoredContact): void {
    const length = Buffer.byteLength(userid);
    if (length > longestUserid) throw new RangeError(`a userid of ${length} bytes`);
    const place = this.#room(slot, headSize + length);
    const part = this.#parts[Math.floor(place / partSize)];
    if (part === undefined) throw new Error('a place without a part');
    const at = place % partSize;
    part.writeUInt32LE(Math.min(Math.max(Math.floor(time / 1_000), 0), 2 ** 32 - 1), at);
    if (sent !== undefined) packHashes(sent.hashes, part, at + timeBytes);
    const linePlace = sent?.place ?? 0;
    part.writeUInt32LE(linePlace % 2 ** 32, at + timeBytes + hashBytes);
    part.writeUInt8(Math.floor(linePlace / 2 ** 32), at + timeBytes + hashBytes + 4);
    part.writeUInt16LE(length, at + headSize - 2);
    part.write(userid, at + headSize);
    this.#contacts[slot] = place;
  }

  /**
   * Puts a key into `#keyHigh` and `#keyLow`, two numbers below 2³², the first never 0; false if the text is not a key. Each part
   * is read with a 1 before its digits, so that leading zeros count: the country code is then below 2,000 and the phone below
   * 2 × 10¹⁵, 62 bits together.
   */
  #encode(key: string): boolean {
    const dash = key.indexOf('-');
    const country = digitsOf(key, 0, dash, 3);
    const phone = digitsOf(key, dash + 1, key.length, 15);
    if (country === 0 || phone === 0) return false;
    const upper = Math.floor(phone / 2 ** 32);
    this.#keyHigh = country * 2 ** 19 + upper;
    this.#keyLow = phone - upper * 2 ** 32;
    return true;
  }

  /** The slot that holds a key, or the free one where it would go. */
  #probe(high: number, low: number): number {
    const mask = this.#capacity - 1;
    let hash = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
    hash ^= hash >>> 15;
    let slot = hash & mask;
    while (this.#high[slot] !== 0 && (this.#high[slot] !== high || this.#low[slot] !== low))
      slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [highs, lows, flags, rows, contacts] = [
      this.#high,
      this.#low,
      this.#flags,
      this.#rows,
      this.#contacts,
    ];
    const unanswered = this.#unanswered;
    this.#unanswered = new Map();
    this.#capacity *= 2;
    this.#high = new Uint32Array(this.#capacity);
    this.#low = new Uint32Array(this.#capacity);
    this.#flags = new Uint8Array(this.#capacity);
    this.#rows = new Uint32Array(this.#capacity);
    this.#contacts = new Uint32Array(this.#capacity);
    highs.forEach((high, from) => {
      if (high === 0) return;
      const low = lows[from] ?? 0;
      const slot = this.#probe(high, low);
      this.#high[slot] = high;
      this.#low[slot] = low;
      this.#flags[slot] = flags[from] ?? 0;
      this.#rows[slot] = rows[from] ?? 0;
      this.#contacts[slot] = contacts[from] ?? 0;
      if (unanswered.size > 0) this.setUnanswered(slot, unanswered.get(from));
    });
  }

  /** Where a contact of this size goes: its old room, or behind all others; none lies over the end of a part. */
  #room(slot: number, size: number): number {
    const old = this.#contacts[slot] ?? 0;
    const oldPart = this.#parts[Math.floor(old / partSize)];
    if (old !== 0 && oldPart?.readUInt16LE((old % partSize) + headSize - 2) === size - headSize) return old;
    const left = partSize - (this.#end % partSize);
    if (size > left) this.#end += left;
    const place = this.#end;
    this.#end += size;
    while (this.#parts.length * partSize < this.#end) this.#parts.push(Buffer.alloc(partSize));
    return place;
  }
}

/** The digits from `start` to `end` after a 1, as a number; 0 if there are none, too many, or other characters. */
function digitsOf(text: string, start: number, end: number, most: number): number {
  if (end <= start || end - start > most) return 0;
  let number = 1;
  for (let at = start; at < end; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return 0;
    number = number * 10 + digit;
  }
  return number;
}
