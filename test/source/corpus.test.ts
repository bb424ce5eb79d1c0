import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readRecords } from '../../src/source/records.js';
import { collect } from '../harness/collect.js';
import { inputOf, plain } from '../harness/input.js';

const corpus = dirname(fileURLToPath(import.meta.resolve('csv-spectrum')));

/** All cases of the public corpus but location_coordinates, whose expected values are those of another file. */
test.each([
  'comma_in_quotes',
  'empty',
  'empty_crlf',
  'escaped_quotes',
  'json',
  'newlines',
  'newlines_crlf',
  'quotes_and_newlines',
  'simple',
  'simple_crlf',
  'utf8',
])('csv-spectrum: %s', async (name) => {
  const expected: unknown = JSON.parse(await readFile(join(corpus, 'json', `${name}.json`), 'utf8'));
  const bytes = await readFile(join(corpus, 'csvs', `${name}.csv`));
  const [header, ...rows] = await collect(readRecords(inputOf(bytes, 5), plain));
  const objects = rows.map(({ cells }) =>
    Object.fromEntries((header?.cells ?? []).map((column, at) => [column, cells[at] ?? ''])),
  );
  expect(objects).toEqual(expected);
});
