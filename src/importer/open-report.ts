import { basename } from 'node:path';
import type { ImportJob } from './job.js';
import { ReportPage, type PageChoice, type TakenFile } from '../report/html/html-report.js';
import type { About } from '../report/html/document.js';
import type { Person } from '../report/html/row.js';
import { partialPath } from '../results/results.js';
import { shardName } from './shard.js';
import type { Columns } from '../source/columns/choose-columns.js';
import type { Field } from '../source/columns/fields.js';
import type { Row } from '../source/rows.js';
import type { Survey } from '../source/survey.js';

/** Begins the page about a job. Throws a `UserError` where it can't be written, or would be written over another of the job's files. */
export function openPage(choice: PageChoice, job: ImportJob, survey: Survey): Promise<ReportPage> {
  return ReportPage.open(choice, aboutOf(choice, job, survey), filesOf(job, survey));
}

/** A row's name and phone as the file has them. */
export function personIn({ cells }: Row, { sources }: Columns): Person {
  const cell = (field: Field): string => {
    const source = sources.get(field);
    return source?.join(source.positions.map((at) => cells[at] ?? '')) ?? '';
  };
  return { name: cell('name'), mobile: cell('mobile') };
}

/** What the page says of the import. It is sent to others, so it names files without their folders. */
function aboutOf({ full }: PageChoice, job: ImportJob, { input }: Survey): About {
  const { results, sandbox, dryRun, shard } = job;
  const host = job.server.oapiUrl.host;
  return {
    input: shard.of === 1 ? basename(input.name) : `${basename(input.name)}, shard ${shardName(shard)}`,
    host,
    results: basename(results),
    sandbox,
    dryRun,
    full,
  };
}

function filesOf({ results, ledger }: ImportJob, { input }: Survey): readonly TakenFile[] {
  return [
    { path: input.name, what: 'the input' },
    { path: results, what: 'the results' },
    { path: partialPath(results), what: 'the results while they are written' },
    { path: ledger, what: 'the ledger' },
  ];
}
