/** A word of a column's name: its kind, or a number. */
export type Word<Kind> =
  { readonly kind: Kind; readonly text: string } | { readonly kind: 'digits'; readonly text: string };

/** The words that column names are made of, folded, each with its kind. */
interface Vocabulary<Kind> {
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly longest: number;
}

/** `words`: for each kind its words, with a space between two; `_` stands for a space in a word. */
export function vocabularyOf<Kind extends string>(
  words: readonly (readonly [Kind, string])[],
): Vocabulary<Kind> {
  const kinds = new Map(
    words.flatMap(([kind, text]) =>
      text
        .trim()
        .split(/\s+/)
        .map((word) => [foldWord(word), kind] as const),
    ),
  );
  return { kinds, longest: Math.max(...[...kinds.keys()].map((word) => word.length)) };
}

/** No column's name of this many characters is looked at word by word. */
const longestName = 100;

/**
 * The words that make up a folded name, long ones first, whatever stands between them: `handynummer`, `phonemobile`, `手机号码`.
 * `undefined` if a part of it is no word of the vocabulary, so that a name is understood whole or not at all.
 */
export function wordsIn<Kind>(
  folded: string,
  vocabulary: Vocabulary<Kind>,
): readonly Word<Kind>[] | undefined {
  if (folded.length > longestName) return undefined;
  const wordAt = new Map<number, Word<Kind>>();
  for (let at = folded.length - 1; at >= 0; at -= 1) {
    const isEnd = (end: number): boolean => end === folded.length || wordAt.has(end);
    const word = wordFrom(folded, at, vocabulary, isEnd);
    if (word !== undefined) wordAt.set(at, word);
  }
  const words: Word<Kind>[] = [];
  for (let at = 0; at < folded.length; at += words.at(-1)?.text.length ?? 0) {
    const word = wordAt.get(at);
    if (word === undefined) return undefined;
    words.push(word);
  }
  return words;
}

/** The longest word from a position on that ends where another one begins. */
function wordFrom<Kind>(
  folded: string,
  at: number,
  { kinds, longest }: Vocabulary<Kind>,
  isEnd: (end: number) => boolean,
): Word<Kind> | undefined {
  const digits = /^\d+/.exec(folded.slice(at))?.[0];
  if (digits !== undefined && isEnd(at + digits.length)) return { kind: 'digits', text: digits };
  for (let length = Math.min(longest, folded.length - at); length > 0; length -= 1) {
    const text = folded.slice(at, at + length);
    const kind = kinds.get(text);
    if (kind !== undefined && isEnd(at + length)) return { kind, text };
  }
  return undefined;
}

/** A text without case, width, accents, punctuation and spaces. */
export function foldWord(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .normalize('NFC');
}
