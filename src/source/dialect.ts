/** How an input's bytes are text. */
export interface Encoding {
  /** A name that `TextDecoder` knows. */
  readonly label: string;
  readonly byteOrderMark: boolean;
}

/** What may separate the cells of a file. */
export const delimiters = [',', ';', '\t', '|'] as const;

/** How a file's text is CSV. */
export interface Dialect {
  readonly encoding: Encoding;
  readonly delimiter: string;
  /** Whether white space stands between a delimiter and an opening quote; white space before a cell is then not part of it. */
  readonly spaceBeforeQuotes: boolean;
}
