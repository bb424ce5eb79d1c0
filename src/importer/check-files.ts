import { constants } from 'node:fs';
import { access, lstat, readlink, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { onDisk, UserError } from '../user-error.js';
import type { ImportJob } from './job.js';

/** A file of the run, how messages name it, and the option that moves it. */
interface JobFile {
  readonly path: string;
  readonly what: string;
  readonly option: '--output' | '--ledger' | '--rejects' | '--report' | '--values' | undefined;
}

/**
 * Checks the files of a job before anything is read or written: no two are one file, by whatever names and links, and each
 * can be written. Gives the job with the targets of symbolic links in place of the links, for they are written. Throws a
 * `UserError` that names the file and the option that moves it.
 */
export async function checkFiles(given: ImportJob): Promise<ImportJob> {
  const job = { ...given, ledger: await ledgerOf(given) };
  const { input, report, rejects } = job;
  const outputs = outputsOf(job);
  const inputs: readonly JobFile[] = [
    ...(typeof input === 'string' ? [{ path: input, what: 'the input', option: undefined }] : []),
    ...(job.values === undefined
      ? []
      : [{ path: job.values, what: 'the file of values', option: '--values' } as const]),
  ];
  const locks = outputs.filter(({ option }) => !(job.dryRun && option === '--ledger'));
  const seen = new Map<string, JobFile>();
  for (const file of [...inputs, ...outputs])
    claimName(seen, file, await identityOf(await targetOf(file.path)));
  for (const { path, what, option } of locks) {
    const lock = `${await targetOf(path)}.lock`;
    claimName(seen, { path: lock, what: `the lock of ${what}`, option }, await identityOf(lock));
  }
  for (const file of outputs) await checkOutput(file);
  return {
    ...job,
    results: await targetOf(job.results),
    ledger: await targetOf(job.ledger),
    rejects: rejects && (await targetOf(rejects)),
    report: report && { ...report, path: await targetOf(report.path) },
  };
}

/** The ledger, or its other place where its folder can't be written to. */
async function ledgerOf({ ledger, otherLedger }: ImportJob): Promise<string> {
  if (otherLedger === undefined) return ledger;
  const isWritable = await access(dirname(await targetOf(ledger)), constants.W_OK).then(
    () => true,
    () => false,
  );
  return isWritable ? ledger : otherLedger;
}

/** Throws a `UserError` if another file of the run has this identity. */
function claimName(seen: Map<string, JobFile>, file: JobFile, identity: string): void {
  const other = seen.get(identity);
  seen.set(identity, file);
  if (other === undefined) return;
  const hints = file.option === undefined ? [] : [`Give another file with ${file.option}.`];
  throw new UserError(`${file.path}: ${file.what} would overwrite ${other.what}.`, hints);
}

/** The file that a symbolic link leads to, whether it is there or not; every other path as it is. */
async function targetOf(path: string, links = 0): Promise<string> {
  const isLink = await lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
  if (!isLink) return path;
  if (links >= mostLinks) throw new UserError(`${path}: these symbolic links lead to no file.`);
  return targetOf(resolve(dirname(path), await readlink(path)), links + 1);
}

/** Symbolic links that lead to each other; Linux follows as many. */
const mostLinks = 40;

/** The files that a job writes. A dry run only reads the ledger, but its results must not replace it. */
function outputsOf({ results, ledger, rejects, report }: ImportJob): readonly JobFile[] {
  return [
    { path: results, what: 'the results', option: '--output' },
    { path: ledger, what: 'the ledger', option: '--ledger' },
    ...(rejects === undefined ? [] : [{ path: rejects, what: 'the rejects', option: '--rejects' } as const]),
    ...(report === undefined ? [] : [{ path: report.path, what: 'the report', option: '--report' } as const]),
  ];
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
  const other = `Give a file with ${option}.`;
  if (path === '-') {
    throw new UserError(`${what} can't go to standard output.`, [
      `${other} The summary is on standard output.`,
    ]);
  }
  const target = await targetOf(path);
  const found = await stat(target).catch(() => undefined);
  if (found?.isFile() === false) {
    const kind = found.isDirectory() ? 'a folder' : 'a device or a pipe';
    throw new UserError(`${path}: ${what} can't be written: it is ${kind}, not a file.`, [other]);
  }
  if (option === '--ledger') return; // the ledger checks its folder when it is opened
  const hint = `Give a file in a folder you may write to with ${option}.`;
  await onDisk(`${path}: ${what} can't be written`, hint, 2, () => access(dirname(target), constants.W_OK));
}
