import { readdir, readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkContact } from '../../src/contact/check.js';
import { chooseColumns, type ColumnChoice } from '../../src/source/columns/choose-columns.js';
import { readRows } from '../../src/source/rows.js';
import { surveyFile } from '../../src/source/survey.js';
import { UserError } from '../../src/user-error.js';
import { asFound, inputOf } from '../harness/input.js';

const choice: ColumnChoice = {
  map: new Map(),
  set: new Map([
    ['follower_user_id', 'manager4220'],
    ['label_ids', '1561077310'],
    ['state_code', '86'],
  ]),
};

/** The number of rows read, or `refused`. Any other error is a bug of the importer. */
async function outcomeOf(bytes: Buffer, chunk: number): Promise<number | 'refused'> {
  try {
    const survey = await surveyFile(inputOf(bytes, chunk), asFound, choice);
    const columns = chooseColumns('x.csv', survey.header, choice);
    let rows = 0;
    for await (const row of readRows(survey)) {
      rows += 1;
      const checked = checkContact(row, columns, { strictPhones: false });
      if (!checked.ok) expect(checked.problems.length).toBeGreaterThan(0);
    }
    expect(rows).toBe(survey.rows);
    return rows;
  } catch (error) {
    if (error instanceof UserError) return 'refused';
    throw error;
  }
}

const chunkSize = fc.integer({ min: 1, max: 64 });

test('any bytes are read as rows or refused as a whole', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), chunkSize, async (bytes, chunk) => {
      await outcomeOf(Buffer.from(bytes), chunk);
    }),
    { numRuns: 500 },
  );
});

test('every example file, cut, mixed and damaged, is read as rows or refused as a whole', async () => {
  const names = (await readdir('fixtures', { recursive: true })).filter((name) =>
    /\.(csv|tsv|txt)$/.test(name),
  );
  const files = await Promise.all(names.map((name) => readFile(`fixtures/${name}`)));
  const pieces = ['"', ',', ';', '\t', '\n', '\r', '\0', '\uFEFF', '中', '1.38E+10', '""', ' "', 'sep=;\n'];
  const insertion = fc.oneof(
    fc.constantFrom(...pieces).map((piece) => Buffer.from(piece)),
    fc.uint8Array({ minLength: 1, maxLength: 2 }).map((bytes) => Buffer.from(bytes)),
    fc.constantFrom(...files).map((file) => file.subarray(0, 80)),
  );
  const damage = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat(9), insertion });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(damage, { minLength: 1, maxLength: 5 }),
      chunkSize,
      async (file, damages, chunk) => {
        let bytes = file;
        for (const { at, cut, insertion: inserted } of damages) {
          const start = Math.floor(at * bytes.length);
          bytes = Buffer.concat([bytes.subarray(0, start), inserted, bytes.subarray(start + cut)]);
        }
        await outcomeOf(bytes, chunk);
      },
    ),
    { numRuns: 500 },
  );
});
