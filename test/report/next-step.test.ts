import { expect, test } from 'vitest';
import { nextStep } from '../../src/report/next-step.js';
import { summaryOf } from '../harness/html-report.js';
import { invalid } from '../../src/outcome.js';

const context = { input: 'x.csv', sandbox: false, command: ['x.csv'] };

test('a file without rows is said to have none', () => {
  expect(nextStep(summaryOf([]), context).words).toBe(
    'The file has no rows, so there was nothing to do. Check the export.',
  );
});

test('after an interruption the next step is the same command; invalid rows come second', () => {
  const step = nextStep(summaryOf([invalid([])], { kind: 'interrupted', by: 'SIGTERM' }), context);
  expect(step).toEqual({
    words: 'To go on, run the same command again:',
    command: 'node dist/import.js x.csv',
  });
});
