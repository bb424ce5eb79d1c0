#!/usr/bin/env node
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import type { Logger } from 'pino';
import { newRunId } from './importer/run-id.js';
import type { ImportJob, JobOptions } from './importer/job.js';
import { parseCommandLine, wantsJson, type Options } from './options/command-line.js';
import { exitCode, type ExitCode } from './report/exit-code.js';
import { plain, type Paint } from './report/status-table.js';
import type { ShowProgress } from './report/progress.js';
import type { Screen } from './report/screen.js';
import { version } from './version.js';
import type { Sandbox } from './sandbox/server.js';
import { interruptionCode, isSystemError, onDisk, systemReason, UserError } from './user-error.js';

const faultExitCode = 70 satisfies ExitCode;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Columns of a terminal that says nothing about its width. */
const usualWidth = 80;

/** Names the run in each line of the log and in the summary. */
const runId = newRunId();

/** The terminal that logs and progress share, once there is a run. */
let screen: Screen | undefined;

/** Why the log could not be written, if so: that ends no import. */
let logError: string | undefined;

function noteLogError(error: Error): void {
  logError ??= isSystemError(error) ? systemReason(error) : error.message;
}

const json = wantsJson(process.argv.slice(2), process.env);

async function main(command: readonly string[]): Promise<ExitCode> {
  const width = process.stdout.isTTY ? process.stdout.columns : 0;
  const commandLine = parseCommandLine(command, process.env, width > 0 ? width : usualWidth);
  switch (commandLine.kind) {
    case 'help':
      process.stdout.write(commandLine.text);
      return 0;
    case 'version':
      process.stdout.write(`${version()}\n`);
      return 0;
    case 'explain':
      process.stdout.write((await import('./report/explain.js')).explain(commandLine.code));
      return 0;
    case 'run':
      return run(commandLine.options, command);
  }
}

/** Loads what only a run needs: a command line with an error is answered at once. */
async function run(options: Options, command: readonly string[]): Promise<ExitCode> {
  const { importContacts } = await import('./importer/import-contacts.js');
  const { openLog } = await import('./report/log.js');
  if (process.stderr.isTTY) screen = new (await import('./report/screen.js')).Screen(process.stderr);
  const target =
    screen === undefined
      ? ({ kind: 'file', fileDescriptor: process.stderr.fd, onError: noteLogError } as const)
      : ({ kind: 'terminal', lines: screen.lines } as const);
  const log = await openLog(options.logLevel, runId, target);
  log.info({ version: version() }, 'started');
  await using sandbox = options.sandbox ? await startSandbox() : undefined;
  await using sandboxFolder = sandbox === undefined ? undefined : await temporaryFolder();
  const job = await jobOf(options, sandbox, sandboxFolder?.path);
  const summary = await importContacts(job, {
    log,
    signal: interruptions(log),
    showProgress: await progressOf(options, log),
  });
  log.info({ ...summary.counts, ...summary.calls, stopped: summary.stopped?.kind }, 'finished');

  const { results, sandbox: isSandbox } = job;
  const context = { input: options.job.input, results, sandbox: isSandbox, command, logError };
  if (options.json) {
    const { summaryAsJson } = await import('./report/json.js');
    process.stdout.write(summaryAsJson(summary, context));
  } else {
    const { renderSummary } = await import('./report/render-summary.js');
    process.stdout.write(renderSummary(summary, context, painter()));
  }
  return exitCode(summary);
}

/** The job; with `--sandbox` its server is the sandbox, and its ledger is gone with the run. */
async function jobOf(
  options: Options,
  sandbox: Sandbox | undefined,
  folder: string | undefined,
): Promise<ImportJob> {
  const { importJob } = await import('./importer/job.js');
  const { noProxies } = await import('./dingtalk/proxy.js');
  const input = options.job.input === '-' ? process.stdin : options.job.input;
  const runLabel = `process ${process.pid} on ${hostname()}`;
  const runner = { run: runId, runLabel, sandbox: options.sandbox };
  const given: JobOptions = { ...options.job, input };
  if (sandbox === undefined || folder === undefined) return importJob(given, runner);
  const { url, appKey, appSecret } = sandbox;
  const job = importJob({ ...given, credentials: { kind: 'app', appKey, appSecret } }, runner);
  return {
    ...job,
    ledger: join(folder, 'ledger.ndjson'),
    otherLedger: undefined,
    server: { ...job.server, oapiUrl: url, apiUrl: url, proxies: noProxies },
  };
}

/** Colours on a terminal that has them, unless NO_COLOR says no. */
function painter(): Paint {
  const { stdout } = process;
  return stdout.isTTY && stdout.hasColors()
    ? (style, text) => styleText(style, text, { validateStream: false })
    : plain;
}

/** Aborted at the first of these signals; the second ends the process. */
function interruptions(log: Logger): AbortSignal {
  const interruption = new AbortController();
  for (const signal of signals) {
    process.on(signal, () => {
      if (interruption.signal.aborted) {
        process.stderr.write('ended at once: rows in flight are in doubt; the same command settles them\n');
        process.exit(interruptionCode(signal));
      }
      log.warn(
        { signal },
        'interrupted: calls in flight finish; a second signal ends at once, and leaves their rows in doubt until the same command settles them',
      );
      interruption.abort(signal);
    });
  }
  return interruption.signal;
}

async function progressOf({ progress }: Options, log: Logger): Promise<ShowProgress> {
  if (!progress) return (await import('./report/progress.js')).noProgress;
  return screen?.show ?? (await import('./report/progress-log.js')).logProgress(log);
}

/** A folder that is removed when the run ends. */
async function temporaryFolder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const hint = 'Set TMPDIR to a folder you may write to.';
  const path = await onDisk(`${tmpdir()}: no temporary folder can be made`, hint, 2, () =>
    mkdtemp(join(tmpdir(), 'import-')),
  );
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** The sandbox in place of DingTalk; its code is loaded only when it is needed. */
async function startSandbox(): Promise<Sandbox> {
  const server = await import('./sandbox/server.js');
  return server.startSandbox();
}

/** What the user can fix is a message with hints; everything else is a fault of the importer and shows where. */
async function report(error: unknown): Promise<ExitCode> {
  const [code, message, hints]: readonly [ExitCode, string, readonly string[]] =
    error instanceof UserError
      ? [error.exitCode, error.message, error.hints]
      : [faultExitCode, 'a fault of the importer', []];
  if (json) {
    const { errorAsJson } = await import('./report/json.js');
    process.stdout.write(errorAsJson(runId, code, message, hints));
  }
  if (error instanceof UserError) {
    const lines = [`error: ${message}`, ...hints.map((hint) => `  ${hint}`), ''];
    process.stderr.write(lines.join('\n'));
  } else {
    const where = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`error: this is a fault of the importer, please report it:\n${where}\n`);
  }
  return code;
}

// Without this, a limit on the size of files ends the process; with it, it is an error like a full disk.
process.on('SIGXFSZ', () => undefined);
// A reader of the summary may close it early, as head does.
process.stdout.on('error', () => undefined);
process.stderr.on('error', noteLogError);
process.on('exit', () => screen?.close());
// What ends without an end is a fault, never a success.
process.exitCode = faultExitCode;
process.exitCode = await main(process.argv.slice(2)).catch(report);
