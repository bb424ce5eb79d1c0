import { expect, test } from 'vitest';
import { renderSummary } from '../../src/report/render-summary.js';
import { Folder } from '../harness/folder.js';
import { goodRows, importFile } from '../harness/job.js';
import { withSandbox } from '../harness/sandbox.js';

const context = { input: 'x.csv', results: 'x.results.csv', sandbox: false, command: ['x.csv'] };

test('of rows that only the ledger knows, a run with another token does not say that they are in DingTalk', () =>
  withSandbox({ callsPerSecond: Infinity }, async (sandbox) => {
    await using folder = await Folder.create();
    await folder.write('contacts.csv', goodRows(3));
    const first = await importFile(sandbox, folder, 'contacts.csv');
    expect(renderSummary(first.summary, context)).toContain('Every row is in DingTalk');

    const credentials = { kind: 'token', accessToken: 'of another organisation' } as const;
    const other = await importFile(sandbox, folder, 'contacts.csv', { server: { credentials } });
    expect(other.summary).toMatchObject({ known: 3, otherToken: true });
    const text = renderSummary(other.summary, context).replace(/\s+/g, ' ');
    expect(text).not.toContain('is in DingTalk');
    expect(text).toContain('The ledger was written with another access token');
    expect(text).toContain('By the ledger there is nothing left to do.');
  }));
