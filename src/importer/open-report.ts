import { printable } from '../printable.js';
import { basename } from 'node:path';
import type { Claimant } from '../files/claim.js';
import { HtmlReport, type ReportChoice } from '../report/html/html-report.js';
import type { Person } from '../report/html/row.js';
import type { Columns } from '../source/columns/choose-columns.js';
import { textIn } from '../source/columns/field-source.js';
import type { Field } from '../source/columns/fields.js';
import type { Row } from '../source/rows.js';
import type { Survey } from '../source/survey.js';
import type { ImportJob } from './job.js';

/**
 * Opens the HTML report about a job. It is sent to others, so it names files without their folders. Throws a `UserError` if
 * it can't be written.
 */
export function openReport(
  choice: ReportChoice,
  job: ImportJob,
  { input }: Survey,
  claimant: Claimant,
): Promise<HtmlReport> {
  const { results, sandbox, dryRun, shard, server } = job;
  const name = basename(input.name);
  const about = {
    input: shard.of === 1 ? name : `${name}, shard ${shard.index}/${shard.of}`,
    host: server.oapiUrl.host,
    results: printable(basename(results), 200),
    sandbox,
    dryRun,
    full: choice.full,
  };
  return HtmlReport.open(choice, about, claimant);
}

/** A row's name and phone as the file has them. */
export function personIn({ cells }: Row, { sources }: Columns): Person {
  const cell = (field: Field): string => {
    const source = sources.get(field);
    return source === undefined ? '' : textIn(source, cells, (text) => text);
  };
  return { name: cell('name'), mobile: cell('mobile') };
}
