import { Readable } from 'node:stream';
import type { Input } from '../../src/source/bytes.js';
import type { ColumnChoice } from '../../src/source/columns/choose-columns.js';
import type { Dialect } from '../../src/source/dialect.js';
import { surveyFile, type FileChoice, type Survey } from '../../src/source/survey.js';

/** Nothing said about the file: all of it is found. */
export const asFound: FileChoice = { encoding: undefined, delimiter: undefined };

/** No `--map` and no `--set`. */
export const noChoice: ColumnChoice = { map: new Map(), set: new Map() };

/** Commas, in UTF-8. */
export const plain: Dialect = {
  encoding: { label: 'utf-8', byteOrderMark: false },
  delimiter: ',',
  spaceBeforeQuotes: false,
};

/** An input of bytes in memory, which come in chunks of a size or in the pieces given. */
export function inputOf(pieces: Buffer | readonly Buffer[], size = 65_536): Input {
  function* chunks(): Generator<Buffer> {
    for (const piece of Buffer.isBuffer(pieces) ? [pieces] : pieces)
      for (let at = 0; at < piece.length; at += size) yield piece.subarray(at, at + size);
  }
  return {
    name: 'x.csv',
    gzip: false,
    open: () => Readable.from(chunks()),
    checkEnd: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** The survey of a text or of bytes. */
export function surveyOf(content: string | Buffer, choice: ColumnChoice = noChoice): Promise<Survey> {
  return surveyFile(inputOf(Buffer.from(content)), asFound, choice);
}
