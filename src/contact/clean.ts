/**
 * Invisible characters: zero-width spaces and joiners, marks of writing direction, variation selectors, soft hyphens, byte-order
 * marks. Copies from web pages and address books contain them.
 */
const invisible = /\p{Default_Ignorable_Code_Point}/gu;

/** White space and invisible characters, except joiners and selectors, which are part of emoji and scripts. */
const blank = /[\s\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/;

/** A text cell in NFC, without white space and invisible characters around it, and without quotes that the parser left. */
export function cleanText(cell: string): string {
  if (isPlain(cell)) return cell;
  return withoutBlankEnds(withoutLeftQuotes(cell)).normalize('NFC');
}

/**
 * A cell of phones or ids: full-width characters become narrow, hyphens and spaces of all kinds plain; invisible characters,
 * `="…"` and a leading apostrophe (both for spreadsheets) go.
 */
export function cleanCode(cell: string): string {
  if (isPlain(cell)) return cell;
  const narrow = withoutLeftQuotes(cell)
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(/[\u2010-\u2015\u2212\uFE58\uFE63]/g, '-')
    .replace(/[^\S\r\n]/g, ' ')
    .trim();
  const unwrapped = /^="?(.*?)"?$/su.exec(narrow)?.[1] ?? narrow;
  return unwrapped.replace(/^['‘’`]\s*/, '').trim();
}

/** Cut by hand: a regular expression for the end takes quadratic time over blanks in the middle. */
function withoutBlankEnds(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && blank.test(text.charAt(start))) start += 1;
  while (end > start && blank.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** Whether there is nothing to clean, as in most cells: one test instead of a dozen. */
function isPlain(cell: string): boolean {
  return /^(?:[\w+](?:[\w+;,. -]*[\w+])?)?$/.test(cell);
}

/** The parser makes `"B" ` of a quoted cell with a space after its closing quote. */
function withoutLeftQuotes(cell: string): string {
  if (cell === cell.trim()) return cell;
  const inner = /^"([^"]*(?:""[^"]*)*)"$/u.exec(cell.trim())?.[1];
  return inner === undefined ? cell : inner.replaceAll('""', '"');
}

/** The first control character, as `U+0007`; line breaks and tabs are white space. */
export function controlCharacter(text: string): string | undefined {
  const found = /(?![\t\n\r])\p{Cc}/u.exec(text)?.[0];
  return found === undefined
    ? undefined
    : `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Whether a program replaced characters because it took the text for another encoding. */
export function hasLostCharacters(text: string): boolean {
  return text.includes('\uFFFD') || text.includes('锟斤拷') || /烫烫烫|屯屯屯/.test(text);
}

/** The original text, where UTF-8 was taken for a Western code page and encoded again: `å¼ è¿œ` for 张远. */
export function decodedTwice(text: string): string | undefined {
  if (!/[\u00C2-\u00F4][\u0080-\u00BF\u0152-\u2122]/u.test(text)) return undefined;
  const bytes: number[] = [];
  for (const character of text) {
    const byte = westernBytes.get(character);
    if (byte === undefined) return undefined;
    bytes.push(byte);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}

const western = new TextDecoder('windows-1252');
const westernBytes: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 256 }, (_, byte) => [
    [String.fromCharCode(byte), byte] as const,
    [western.decode(Uint8Array.of(byte)), byte] as const,
  ]).flat(),
);
