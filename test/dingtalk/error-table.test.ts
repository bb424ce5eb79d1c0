import { expect, test } from 'vitest';
import { errorTable, findError, shownCode } from '../../src/dingtalk/error-table.js';

test.each([
  ['-1', 'busy'],
  ['22005', 'exists'],
  ['60201', 'exists'],
  ['60200', 'row'],
  ['40036', 'row'],
  ['60103', 'row'],
  ['60112', 'row'],
  ['60204', 'row'],
  ['60121', 'row'],
  ['60022', 'row'],
  ['400001', 'busy'],
  ['90018', 'throttled'],
  ['90002', 'throttled'],
  ['45009', 'throttled'],
  ['90013', 'fatal'],
  ['90020', 'fatal'],
  ['40014', 'token'],
  ['42001', 'token'],
  ['33001', 'token'],
  ['40001', 'token'],
  ['33009', 'fatal'],
  ['43007', 'fatal'],
  ['60011', 'fatal'],
  ['60020', 'fatal'],
  ['60203', 'fatal'],
  ['60205', 'fatal'],
  ['invalidClientIdOrSecret', 'fatal'],
  ['22', 'fatal'],
  ['404', 'fatal'],
  ['InvalidAction.NotFound', 'fatal'],
  ['AuthenticationFailed.MissingParameter', 'fatal'],
  ['40000', 'row'],
  ['88/40000', 'fatal'],
  ['40033', 'fatal'],
  ['40038', 'fatal'],
  ['41015', 'fatal'],
  ['41101', 'fatal'],
  ['40035', 'fatal'],
  ['47001', 'fatal'],
  ['43001', 'fatal'],
  ['43002', 'fatal'],
  ['43003', 'fatal'],
  ['43004', 'fatal'],
  ['43005', 'fatal'],
  ['43009', 'fatal'],
  ['15', 'lost'],
  ['isp.-1', 'lost'],
  ['isp.top-remote-connection-error', 'lost'],
])('code %s is of kind %s', (code, kind) => {
  expect(findError(code).kind).toBe(kind);
});

test('an unknown code is the row’s fault, and fatal when it came wrapped in 88', () => {
  expect(findError('987654').kind).toBe('row');
  expect(findError('987654', true).kind).toBe('fatal');
  expect(findError('987654').meaning).toContain('987654');
});

test('40000 is a blank token only where it came wrapped in 88', () => {
  expect(findError('40000', true)).toBe(errorTable['88/40000']);
  expect(shownCode('40000', true)).toBe('88/40000');
  expect(shownCode('40000', false)).toBe('40000');
  expect(shownCode('40014', true)).toBe('40014');
});

test.each(['22', '404', 'InvalidAction.NotFound', 'AuthenticationFailed.MissingParameter'])(
  'for %s the advice names both variables',
  (code) => {
    expect(findError(code).advice).toContain('DINGTALK_OAPI_URL and DINGTALK_API_URL');
  },
);

test('no code is mistaken for a member that every object has', () => {
  expect(findError('constructor').kind).toBe('row');
  expect(findError('__proto__').kind).toBe('row');
});

test.each(Object.entries(errorTable))(
  'code %s says what happened and what to do, in whole sentences',
  (_, entry) => {
    expect(entry.meaning).toMatch(/^[a-z].*[^.]$/);
    expect(entry.advice).toMatch(/^[A-Z].*\.$/);
  },
);

test('every throttle says how long calls wait', () => {
  for (const entry of Object.values(errorTable)) {
    if (entry.kind === 'throttled') expect('pause' in entry && entry.pause).toBeGreaterThanOrEqual(1_000);
  }
});
