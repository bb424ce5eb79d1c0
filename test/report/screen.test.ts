import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Hold } from '../../src/dingtalk/connect.js';
import { openLog } from '../../src/report/log.js';
import { Screen } from '../../src/report/screen.js';
import { FakeTerminal } from '../harness/terminal.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const course = (hold?: Hold): Parameters<Screen['show']>[0] => ({
  rows: () => 60,
  pace: () => ({ rate: 15, hold }),
});

test.each([80, 40, 0])(
  'in %i columns: log lines above, one line of progress below, nothing else',
  (columns) => {
    const terminal = new FakeTerminal(columns);
    const screen = new Screen(terminal);
    screen.lines.write('第一行：已读取\n');
    {
      using progress = screen.show(course());
      for (let row = 0; row < 7; row += 1) progress.settled('created');
      vi.advanceTimersByTime(1_000);
      screen.lines.write('a line of the log');
      expect(terminal.lines.slice(0, 2)).toEqual(['第一行：已读取', 'a line of the log']);
      expect(terminal.lines).toHaveLength(3);
      expect(terminal.lines[2]).toContain('11%');
      expect(terminal.lines[2]).toContain('7/60');
      expect(terminal.lines[2]?.length).toBeLessThan(columns === 0 ? 80 : columns);
    }
    expect(terminal.lines).toEqual(['第一行：已读取', 'a line of the log']);
  },
);

test('a row that is retried does not stop the progress of the others', () => {
  const terminal = new FakeTerminal(80);
  using progress = new Screen(terminal).show(course());
  // Row 1 is still under way; the rows after it are settled.
  for (let row = 2; row <= 60; row += 1) {
    progress.settled('created');
    vi.advanceTimersByTime(200);
  }
  expect(terminal.lines.at(-1)).toContain('98% 59/60');
});

test.each<[Hold, string]>([
  [{ kind: 'throttled', until: new Date(2026, 0, 1, 14, 3, 20) }, 'throttled until 14:03:20'],
  [{ kind: 'banned', until: new Date(2026, 0, 1, 14, 8, 0) }, 'address banned until 14:08:00'],
  [{ kind: 'unreachable' }, 'server unreachable'],
  [{ kind: 'token' }, 'waiting for a token'],
])('while calls are held back, %j, the line says so and names no time left', (hold, words) => {
  const terminal = new FakeTerminal(80);
  using progress = new Screen(terminal).show(course(hold));
  for (let second = 0; second < 5; second += 1) {
    progress.settled('created');
    vi.advanceTimersByTime(1_000);
  }
  expect(terminal.lines.at(-1)).toContain(words);
  expect(terminal.lines.at(-1)).not.toContain('left');
});

test('a window that changes its width leaves no rest of an earlier line', () => {
  const terminal = new FakeTerminal(80);
  const screen = new Screen(terminal);
  screen.lines.write('above\n');
  using progress = screen.show(course());
  progress.settled('created');
  vi.advanceTimersByTime(2_000);
  for (const columns of [33, 20, 100, 44]) {
    terminal.resize(columns);
    vi.advanceTimersByTime(200);
    expect(terminal.lines[0]).toBe('above');
    expect(terminal.lines).toHaveLength(2);
    expect(terminal.lines[1]).toContain('1%');
  }
});

test('log lines on a terminal are time, level, words and facts', async () => {
  const terminal = new FakeTerminal(80);
  const log = await openLog('info', 'run-id', { kind: 'terminal', lines: new Screen(terminal).lines });
  log.warn({ path: '/topapi/x', pause: 1_000, none: undefined }, 'throttled: all calls wait');
  log.info({ created: 3, failed: 0, columns: { name: 'Name' } }, 'finished');
  expect(terminal.lines).toEqual([
    expect.stringMatching(/^\[\d\d:\d\d:\d\d\] WARN: throttled: all calls wait path=\/topapi\/x pause=1000$/),
    expect.stringMatching(/^\[\d\d:\d\d:\d\d\] INFO: finished created=3 columns\.name=Name$/),
  ]);
});
