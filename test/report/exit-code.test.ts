import { expect, test } from 'vitest';
import type { Status } from '../../src/outcome.js';
import type { StopReason } from '../../src/outcome.js';
import { exitCode } from '../../src/report/exit-code.js';

const none: Record<Status, number> = {
  created: 0,
  skipped: 0,
  changed: 0,
  invalid: 0,
  failed: 0,
  unknown: 0,
  pending: 0,
};
const limit: StopReason = { kind: 'limit', option: '--limit', most: 2 };
const fatal: StopReason = { kind: 'fatal', errcode: '33009', error: 'no' };

test.each<[string, Partial<Record<Status, number>>, StopReason | undefined, number]>([
  ['no rows', {}, undefined, 0],
  ['all created or skipped', { created: 5, skipped: 1 }, undefined, 0],
  ['a changed row', { created: 5, changed: 1 }, undefined, 0],
  ['an invalid row', { created: 5, invalid: 1 }, undefined, 1],
  ['a failed row', { failed: 1 }, undefined, 1],
  ['an unknown row', { unknown: 1 }, undefined, 1],
  ['stopped by what concerns every row', { failed: 1, pending: 4 }, fatal, 3],
  ['stopped at a limit', { created: 1, failed: 1, pending: 4 }, limit, 4],
  ['interrupted from the keyboard', { pending: 4 }, { kind: 'interrupted', by: 'SIGINT' }, 130],
  ['interrupted by a scheduler', { pending: 4 }, { kind: 'interrupted', by: 'SIGTERM' }, 143],
])('%s', (_, counts, stopped, code) => {
  expect(exitCode({ counts: { ...none, ...counts }, stopped })).toBe(code);
});
