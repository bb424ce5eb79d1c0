import { expect, test } from 'vitest';
import type { ErrorEntry } from '../../src/dingtalk/error-entry.js';
import { errorTable } from '../../src/dingtalk/error-table.js';
import { explain } from '../../src/report/explain.js';

const entries = Object.entries<ErrorEntry>(errorTable);
const words = (text: string): string => text.replace(/\s+/g, ' ');

test.each(entries)('%s is explained with its meaning, scope and advice', (code, { meaning, advice }) => {
  const text = words(explain(code));
  expect(text).toContain(`${code}: ${meaning}`);
  expect(text).toMatch(/ Concerns: .+\. The importer: .+\. What to do: /);
  expect(text).toContain(`What to do: ${advice}`);
});

test('without a code, all codes are listed once with their meanings', () => {
  const text = explain(undefined);
  const listed = words(text);
  for (const [code, { meaning }] of entries) expect(listed).toContain(` ${code}: ${meaning}`);
  expect(text.match(/^ {2}\S+: /gm)).toHaveLength(entries.length);
});

test('a code without an entry says so, with similar codes, and what the importer does', () => {
  const text = words(explain('60104'));
  expect(text).toContain('no entry for this code. Similar codes: ');
  expect(text).toContain('60103');
  expect(text).toContain('60104: the server refused the row with code 60104');
  expect(words(explain('isp.unknown'))).toContain('isp.unknown: the gateway got no answer');
});

test('no line is longer than 80 columns, except for a code of the server', () => {
  for (const line of explain(undefined).split('\n')) {
    if (!line.includes('Forbidden.')) expect(line.length).toBeLessThanOrEqual(80);
  }
});
