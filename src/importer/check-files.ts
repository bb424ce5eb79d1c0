import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { partialReportPath } from '../report/html/html-report.js';
import { partialPath } from '../results/results.js';
import { onDisk, UserError } from '../user-error.js';
import type { ImportJob } from './job.js';

/** A file of the run, how messages name it, and the option that moves it. */
interface JobFile {
  readonly path: string;
  readonly what: string;
  readonly option: string;
}

/**
 * Checks the files of a job before anything is read or written: no two are one file, by whatever names and links, and each
 * can be written. Throws a `UserError` that names the file and the option that moves it.
 */
export async function checkFiles(job: ImportJob): Promise<void> {
  const outputs = outputsOf(job);
  const input = typeof job.input === 'string' ? [{ path: job.input, what: 'the input', option: '' }] : [];
  const seen = new Map<string, JobFile>();
  for (const file of [...input, ...outputs]) {
    const identity = await identityOf(file.path);
    const other = seen.get(identity);
    if (other !== undefined) {
      throw new UserError(`${file.path}: ${file.what} would overwrite ${other.what}.`, [
        `Give another file with ${file.option}.`,
      ]);
    }
    seen.set(identity, file);
  }
  for (const file of outputs) await checkOutput(file);
}

/** The files that a job writes, the temporary ones included. */
function outputsOf({ results, ledger, report, dryRun }: ImportJob): readonly JobFile[] {
  const files = [
    { path: results, what: 'the results', option: '--output' },
    { path: partialPath(results), what: 'the results while they are written', option: '--output' },
  ];
  // A dry run only reads the ledger, but its results must not replace it.
  files.push({ path: ledger, what: 'the ledger', option: '--ledger' });
  if (!dryRun) files.push({ path: `${ledger}.lock`, what: 'the lock of the ledger', option: '--ledger' });
  if (report !== undefined) {
    files.push(
      { path: report.path, what: 'the report', option: '--report' },
      { path: partialReportPath(report.path), what: 'the report while it is written', option: '--report' },
    );
  }
  return files;
}

/** Equal for paths that lead to one file, whether it is there or not. */
async function identityOf(path: string): Promise<string> {
  const own = await inode(path);
  if (own !== undefined) return own;
  const folder = await inode(dirname(path));
  return folder === undefined ? resolve(path) : `${folder}/${basename(path)}`;
}

async function inode(path: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

async function checkOutput({ path, what, option }: JobFile): Promise<void> {
  if (path === '-')
    throw new UserError(`${what} can't go to standard output.`, [
      `Give a file with ${option}. The summary is on standard output.`,
    ]);
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === false && !what.includes('lock')) {
    const kind = found.isDirectory() ? 'a folder' : 'a device or a pipe';
    throw new UserError(`${path}: ${what} can't be written: it is ${kind}, not a file.`, [
      `Give a file with ${option}.`,
    ]);
  }
  if (option === '--ledger') return; // the ledger checks its folder when it is opened
  const hint = `Give a file in a folder you may write to with ${option}.`;
  await onDisk(`${path}: ${what} can't be written`, hint, 2, () => access(dirname(path), constants.W_OK));
}
