/**
 * Characters that are there without being seen: zero-width spaces and joiners, marks of writing direction, variation
 * selectors, soft hyphens, byte-order marks. Copying from web pages and address books leaves them.
 */
const unseen = /\p{Default_Ignorable_Code_Point}/gu;

/** The same without joiners and selectors, which make emoji and scripts what they are, and white space. */
const nothing = '[\\s\\u00AD\\u200B\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u206F\\uFEFF]+';
const nothingAtEnds = new RegExp(`^${nothing}|${nothing}$`, 'gu');

/** A text cell: outer white space and unseen characters gone, quotes left over by a space after them too, in NFC. */
export function cleanText(cell: string): string {
  if (isPlain(cell)) return cell;
  return withoutLeftQuotes(cell).replace(nothingAtEnds, '').normalize('NFC');
}

/**
 * A cell of phones or ids: full-width characters made narrow, unseen ones gone, `="…"` and a leading apostrophe (guards
 * against a spreadsheet's guessing) taken off, all kinds of hyphens and spaces made plain.
 */
export function cleanCode(cell: string): string {
  if (isPlain(cell)) return cell;
  const narrow = withoutLeftQuotes(cell)
    .normalize('NFKC')
    .replace(unseen, '')
    .replace(/[\u2010-\u2015\u2212\uFE58\uFE63]/g, '-')
    .replace(/[^\S\r\n]/g, ' ')
    .trim();
  const unwrapped = /^="?(.*?)"?$/su.exec(narrow)?.[1] ?? narrow;
  return unwrapped.replace(/^['‘’`]\s*/, '').trim();
}

/** Most cells have nothing to clean: this is one look where the rest is a dozen. */
function isPlain(cell: string): boolean {
  return /^(?:[\w+](?:[\w+;,. -]*[\w+])?)?$/.test(cell);
}

/** `"B" ` is what the parser makes of a quoted cell with a space after its closing quote. */
function withoutLeftQuotes(cell: string): string {
  if (cell === cell.trim()) return cell;
  const inner = /^"([^"]*(?:""[^"]*)*)"$/u.exec(cell.trim())?.[1];
  return inner === undefined ? cell : inner.replaceAll('""', '"');
}

/** Characters that no cell may hold, and the first of them as `U+0007`; line breaks and tabs are white space. */
export function controlCharacter(text: string): string | undefined {
  const found = /(?![\t\n\r])\p{Cc}/u.exec(text)?.[0];
  return found === undefined
    ? undefined
    : `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Whether characters were replaced when a program took the text for another encoding; what they were is lost. */
export function hasLostCharacters(text: string): boolean {
  return text.includes('\uFFFD') || text.includes('锟斤拷') || /烫烫烫|屯屯屯/.test(text);
}

/** The text that was meant, where UTF-8 was taken for a Western code page and encoded again: `å¼ è¿œ` for 张远. */
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
