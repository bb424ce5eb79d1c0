import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statuses } from '../../src/outcome.js';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.js';
import { UserError } from '../../src/user-error.js';
import { countBy } from '../harness/folder.js';
import { fuzz, fuzzTime } from '../harness/fuzz.js';
import { importText, type JobChanges } from '../harness/job.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ callsPerSecond: Infinity });
});
afterAll(() => sandbox.close());

const names = (await readdir('fixtures', { recursive: true })).filter((name) =>
  /\.(csv|tsv|txt)$/.test(name),
);
const files = await Promise.all(names.map((name) => readFile(`fixtures/${name}`)));

/** What files lack in which the owner and the label are not named. */
const set = { follower_user_id: 'manager4220', label_ids: '1561077310', state_code: '86' };

/**
 * Imports bytes as a whole job, which has to end with one line for each row and exit code 0 or 1, or to refuse the file
 * with words and exit code 2; anything else it throws is a fault of the importer.
 */
async function survives(bytes: Buffer, changes: JobChanges = {}): Promise<void> {
  try {
    const { lines, summary, exitCode } = await importText(sandbox, bytes, { set, ...changes });
    expect([0, 1]).toContain(exitCode);
    expect(lines).toHaveLength(summary.rows);
    const counts = countBy(lines, 'import_status');
    expect(statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0)).toBe(summary.rows);
    expect(lines.map(({ import_row }) => import_row)).toEqual(lines.map((_, at) => String(at + 1)));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.exitCode).toBe(2);
    expect(error.message).toMatch(/^.+[.!]$/su);
  }
}

/** One change to some bytes, at places told as shares of their length. */
type Damage = (bytes: Buffer) => Buffer;

const share = fc.double({ min: 0, max: 1, noNaN: true });
const placed = (bytes: Buffer, at: number): number => Math.floor(at * bytes.length);
const piece = fc.oneof(
  fc.constantFrom(
    '"',
    ',',
    ';',
    '\t',
    '\n',
    '\r',
    '\0',
    '\uFEFF',
    '中',
    '1.38E+10',
    '""',
    ' "',
    'sep=;\n',
    '\n\n',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const inserted = fc.oneof(
  piece.map((text) => Buffer.from(text)),
  fc.uint8Array({ minLength: 1, maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
  fc.tuple(fc.constantFrom(...files), share, fc.nat(200)).map(([file, at, length]) => {
    const start = placed(file, at);
    return file.subarray(start, start + length);
  }),
);

const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.tuple(share, fc.nat(300)).map(([at, length]): Damage => (bytes) => {
    const start = placed(bytes, at);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + length)]);
  }),
  fc.tuple(share, fc.nat(7)).map(([at, bit]): Damage => (bytes) => {
    const flipped = Buffer.from(bytes);
    const place = placed(bytes, at);
    if (place < flipped.length) flipped.writeUInt8(flipped.readUInt8(place) ^ (1 << bit), place);
    return flipped;
  }),
  fc.tuple(share, inserted).map(([at, more]): Damage => (bytes) => {
    const start = placed(bytes, at);
    return Buffer.concat([bytes.subarray(0, start), more, bytes.subarray(start)]);
  }),
  fc.tuple(share, share, fc.nat(400)).map(([from, to, length]): Damage => (bytes) => {
    const start = placed(bytes, from);
    const target = placed(bytes, to);
    const slice = bytes.subarray(start, start + length);
    return Buffer.concat([bytes.subarray(0, target), slice, bytes.subarray(target)]);
  }),
  fc.tuple(share, share).map((places): Damage => (bytes) => {
    const [first = 0, second = 0] = places.map((at) => placed(bytes, at)).sort((one, other) => one - other);
    return Buffer.concat([bytes.subarray(first, second), bytes.subarray(0, first), bytes.subarray(second)]);
  }),
  share.map(
    (at): Damage =>
      (bytes) =>
        bytes.subarray(0, placed(bytes, at)),
  ),
);

const damaged = (whole: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> =>
  fc
    .tuple(whole, fc.array(damage, { minLength: 1, maxLength: 5 }))
    .map(([bytes, damages]) => damages.reduce((rest, change) => change(rest), bytes));

const anyFile = fc.constantFrom(...files);
const anyMap = fc.constantFrom<JobChanges>(
  {},
  { dryRun: true },
  { strictPhones: true, concurrency: 1 },
  {
    columns: {
      map: new Map([['name', '#1+#2']]),
      set: new Map([
        ['label_ids', '1561077310'],
        ['follower_user_id', 'manager4220'],
      ]),
    },
  },
);

test(
  'any bytes end as results or as a refusal',
  async () => {
    const bytes = fc.uint8Array({ maxLength: 400 }).map((drawn) => Buffer.from(drawn));
    const behindHeader = bytes.map((rest) => Buffer.concat([Buffer.from('name,mobile,remark\n'), rest]));
    await fc.assert(
      fc.asyncProperty(fc.oneof(bytes, behindHeader), (drawn) => survives(drawn)),
      fuzz(60),
    );
  },
  fuzzTime,
);

test(
  'so does every real file, however it was cut, flipped, swapped and doubled',
  async () => {
    await fc.assert(fc.asyncProperty(damaged(anyFile), anyMap, survives), fuzz(120));
  },
  fuzzTime,
);

test(
  'so does a damaged archive, and an archive of a damaged file',
  async () => {
    const archive = fc.oneof(
      damaged(anyFile.map((file) => gzipSync(file))),
      damaged(anyFile).map((file) => gzipSync(file)),
      fc.tuple(anyFile, anyFile).map((pair) => Buffer.concat(pair.map((file) => gzipSync(file)))),
    );
    await fc.assert(fc.asyncProperty(archive, anyMap, survives), fuzz(60));
  },
  fuzzTime,
);
