import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { encode } from 'iconv-lite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.js';
import { delimiters } from '../../src/source/dialect.js';
import { LaterRecords } from '../../src/source/later-records.js';
import { readsAsPhone } from '../../src/source/phones.js';
import { isBlank } from '../../src/source/records.js';
import { Folder, readCells } from '../harness/folder.js';
import { fuzz, fuzzTime } from '../harness/fuzz.js';
import { importFile } from '../harness/job.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ callsPerSecond: Infinity });
});
afterAll(() => sandbox.close());

type Table = readonly (readonly string[])[];

const signs = [
  '"',
  ',',
  ';',
  '\t',
  '|',
  '\n',
  '\r',
  '\r\n',
  ' ',
  "'",
  '=',
  '+',
  '-',
  '@',
  '张',
  'é',
  '😀',
  '\uFEFF',
  '0',
];
const unit = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...signs) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '\u00A0',
      '\u200B',
      '\u2028',
      '\u3000',
      '\u0085',
      '\v',
      '\f',
      '\x1A',
      '\x7F',
      '\uD800',
      '\uDC00',
      '\uFFFD',
      '\uFFFF',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
  { weight: 4, arbitrary: fc.constantFrom('a', 'B', '1', '.') },
);

/** Any text without NUL, which no text file has; a lone surrogate can't be written, and counts as what is written for it. */
const cell = fc
  .oneof(
    { weight: 3, arbitrary: fc.string({ unit, maxLength: 8 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        '=1+1',
        '+86 138',
        '-1',
        '@SUM(A1)',
        ' padded ',
        '"',
        '""',
        'sep=;',
        '19910000001',
      ),
    },
  )
  .map((text) => Buffer.from(text.replaceAll('\0', ''), 'utf8').toString());

/** Rows of any length under columns of any name; the two that are needed stand in front. */
const table: fc.Arbitrary<Table> = fc
  .tuple(fc.array(cell, { maxLength: 4 }), fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 12 }))
  .map(([names, rows]) => [['name', 'mobile', ...names.map((name) => `x ${name}`)], ...rows])
  .filter(([header = []]) => !header.some(readsAsPhone));

interface Writing {
  readonly delimiter: string;
  readonly lineEnd: string;
  readonly lastLineEnds: boolean;
  /** Whether cells that need no quotes have them, one choice after another. */
  readonly quoted: readonly boolean[];
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  readonly byteOrderMark: boolean;
  readonly gzip: boolean;
}

const writing: fc.Arbitrary<Writing> = fc.record({
  delimiter: fc.constantFrom(...delimiters),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  lastLineEnds: fc.boolean(),
  quoted: fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
  encoding: fc.constantFrom('utf-8', 'utf-8', 'utf-16le', 'utf-16be'),
  byteOrderMark: fc.boolean(),
  gzip: fc.nat(9).map((drawn) => drawn === 0),
});

/** The bytes of a table as CSV, by the one rule: quotes around what has quotes, delimiters or line ends in it. */
function written(rows: Table, { delimiter, lineEnd, lastLineEnds, quoted, ...how }: Writing): Buffer {
  let count = 0;
  const line = (row: readonly string[]): string =>
    row
      .map((text) => {
        const needed = /["\r\n]/.test(text) || text.includes(delimiter);
        const wanted = quoted[(count += 1) % quoted.length] === true;
        return needed || wanted ? `"${text.replaceAll('"', '""')}"` : text;
      })
      .join(delimiter);
  const text = rows.map(line).join(lineEnd) + (lastLineEnds ? lineEnd : '');
  const mark = how.byteOrderMark || how.encoding !== 'utf-8' ? '\uFEFF' : '';
  const bytes = encode(mark + text, how.encoding, { addBOM: false });
  return how.gzip ? gzipSync(bytes) : bytes;
}

/** What the results have to have: rows that are neither blank nor footers, filled up to the width of the header. */
function expected([header = [], ...rows]: Table): Table {
  const later = new LaterRecords(header);
  const filled = rows.filter((row) => !isBlank(row) && later.kindOf(row) === 'row');
  const missing = (row: readonly string[]): string[] =>
    Array.from({ length: Math.max(header.length - row.length, 0) }, () => '');
  return [header, ...filled.map((row) => [...row, ...missing(row)])];
}

/** Whether a cell holds something like a whole row: such a file is refused, because a quote may have gone astray. */
function seemsSwallowed(rows: Table, { delimiter }: Writing): boolean {
  const width = rows[0]?.length ?? 0;
  return rows.some((row) =>
    row.some((text) =>
      text
        .split(/\r\n|\n|\r/)
        .slice(1, -1)
        .some((line) => line.split(delimiter).length === width),
    ),
  );
}

const ownCells = (rows: Table): Table => {
  const first = rows[0]?.findIndex((cell) => !cell.startsWith('import_'));
  return rows.map((row) => row.slice(first));
};

test(
  'every table comes back in the results as it was, and so do the results when they are imported again',
  async () => {
    await fc.assert(
      fc.asyncProperty(table, writing, fc.boolean(), async (rows, how, dryRun) => {
        fc.pre(!seemsSwallowed(rows, how));
        await using folder = await Folder.create();
        const changes = {
          dryRun,
          set: { follower_user_id: 'manager4220', label_ids: '1561077310', state_code: '86' },
        };
        await folder.write('x.csv', written(rows, how));
        const first = await importFile(sandbox, folder, 'x.csv', changes);
        expect(ownCells(await readCells(first.results))).toEqual(expected(rows));

        await folder.write('again.csv', await readFile(first.results));
        const second = await importFile(sandbox, folder, 'again.csv', changes);
        expect(ownCells(await readCells(second.results))).toEqual(expected(rows));
        expect(second.summary.rows).toBe(first.summary.rows);
      }),
      fuzz(120),
    );
  },
  fuzzTime,
);
