/** Longest userid, in bytes of UTF-8; DingTalk's own have about 20. */
const longestUserid = 0xffff;

/** Slots are filled to at most this share before the table doubles. */
const mostLoad = 0.6;

const startCapacity = 1_024;

/**
 * Phones with a few facts each, in typed arrays. The key is country code and phone, e.g. `86-13800138000`, with as many digits as
 * E.164 allows, kept as two 32-bit numbers; all userids are in one buffer. A phone with a userid of 18 digits takes 50 to 90
 * bytes, depending on how full the arrays are (measured: 60 at 1,000,000).
 */
export class PhoneTable {
  #capacity = startCapacity;
  #size = 0;
  #high = new Uint32Array(startCapacity);
  #low = new Uint32Array(startCapacity);
  #flags = new Uint8Array(startCapacity);
  #rows = new Uint32Array(startCapacity);
  #userids = new Uint32Array(startCapacity);
  #text = Buffer.alloc(startCapacity * 16);
  #textEnd = 1;
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

  useridAt(slot: number): string {
    const at = this.#userids[slot] ?? 0;
    if (at === 0) return '';
    return this.#text.toString('utf8', at + 2, at + 2 + this.#text.readUInt16LE(at));
  }

  setUserid(slot: number, userid: string): void {
    this.#userids[slot] = userid === '' ? 0 : this.#store(userid);
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
    const [highs, lows, flags, rows, userids] = [
      this.#high,
      this.#low,
      this.#flags,
      this.#rows,
      this.#userids,
    ];
    this.#capacity *= 2;
    this.#high = new Uint32Array(this.#capacity);
    this.#low = new Uint32Array(this.#capacity);
    this.#flags = new Uint8Array(this.#capacity);
    this.#rows = new Uint32Array(this.#capacity);
    this.#userids = new Uint32Array(this.#capacity);
    highs.forEach((high, from) => {
      if (high === 0) return;
      const low = lows[from] ?? 0;
      const slot = this.#probe(high, low);
      this.#high[slot] = high;
      this.#low[slot] = low;
      this.#flags[slot] = flags[from] ?? 0;
      this.#rows[slot] = rows[from] ?? 0;
      this.#userids[slot] = userids[from] ?? 0;
    });
  }

  #store(userid: string): number {
    const length = Buffer.byteLength(userid);
    if (length > longestUserid) throw new RangeError(`a userid of ${length} bytes`);
    const at = this.#textEnd;
    if (at + 2 + length > this.#text.length) {
      const larger = Buffer.alloc(Math.max(Math.ceil(this.#text.length * 1.5), at + 2 + length));
      this.#text.copy(larger, 0, 0, at);
      this.#text = larger;
    }
    this.#text.writeUInt16LE(length, at);
    this.#text.write(userid, at + 2);
    this.#textEnd = at + 2 + length;
    return at;
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
