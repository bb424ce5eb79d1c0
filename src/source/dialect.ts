/** How the bytes of an input become text. */
export interface Encoding {
  /** A name that `TextDecoder` knows. */
  readonly label: string;
  readonly byteOrderMark: boolean;
}

/** What may separate the cells of a file. */
export const delimiters = [',', ';', '\t', '|'] as const;

/** How the text of a file becomes cells. */
export interface Dialect {
  readonly encoding: Encoding;
  readonly delimiter: string;
  /** Whether there is white space between a delimiter and an opening quote. Then white space before a cell is not part of the cell. */
  readonly spaceBeforeQuotes: boolean;
}

/** The name that `TextDecoder` has for an encoding; `undefined` if it knows none. */
export function encodingLabel(name: string): string | undefined {
  try {
    const label = new TextDecoder(name.trim()).encoding;
    // GB18030 includes GBK, and the GBK decoder of some Node versions loses rare characters.
    return label === 'gbk' ? 'gb18030' : label;
  } catch {
    return undefined;
  }
}
