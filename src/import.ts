#!/usr/bin/env node
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { noProxies, type ServerSettings } from './dingtalk/connect.js';
import { parseOptions, wantsJson, type Options } from './options/options.js';
import type { Logger } from 'pino';
import { exitCode } from './report/exit-code.js';
import { errorAsJson, summaryAsJson } from './report/json.js';
import { openLog } from './report/log.js';
import { plain, type Paint } from './report/paint.js';
import { logProgress } from './report/progress-log.js';
import { noProgress, type ShowProgress } from './report/progress.js';
import { Screen } from './report/screen.js';
import { renderSummary } from './report/summary.js';
import { partialPath } from './results/results.js';
import { importContacts } from './importer/import-contacts.js';
import type { Sandbox } from './sandbox/server.js';
import { UserError } from './user-error.js';

const faultExitCode = 70;
const signalExitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** Stands in every line of the log and in the summary. */
const runId = randomUUID().slice(0, 8);

/** The terminal that logs and progress share, if there is one. */
const screen = process.stderr.isTTY ? new Screen(process.stderr) : undefined;

const json = wantsJson(process.argv.slice(2), process.env);

async function main(command: readonly string[]): Promise<number> {
  const commandLine = parseOptions(command, process.env);
  if (commandLine.kind === 'help') {
    process.stdout.write(commandLine.text);
    return 0;
  }
  const { options } = commandLine;
  try {
    return await run(options, command);
  } catch (error) {
    if (error instanceof UserError && error.exitCode === 3 && existsSync(partialPath(options.results))) {
      error.hints.push(`The lines written so far are in ${partialPath(options.results)}.`);
    }
    throw error;
  }
}

async function run(options: Options, command: readonly string[]): Promise<number> {
  const log = openLog(
    options.logLevel,
    runId,
    screen === undefined
      ? { kind: 'file', fileDescriptor: process.stderr.fd }
      : { kind: 'terminal', lines: screen.lines },
  );
  await using sandbox = options.sandbox ? await startSandbox() : undefined;
  const server = sandbox === undefined ? options.server : { ...options.server, ...addressOf(sandbox) };
  await using rehearsal = sandbox === undefined ? undefined : await temporaryFolder();
  const ledger = rehearsal === undefined ? options.ledger : join(rehearsal.path, 'ledger.ndjson');
  const holder = `process ${process.pid} on ${hostname()}`;
  const input = options.input === '-' ? process.stdin : options.input;
  const job = { ...options, input, server, ledger, holder };
  const summary = await importContacts(job, {
    log,
    signal: interruptions(log),
    showProgress: progressOf(options, log),
  });
  log.info({ ...summary.counts, ...summary.calls, stopped: summary.stopped?.kind }, 'finished');

  const context = { input: options.input, results: options.results, sandbox: options.sandbox, command };
  const kept = rehearsal === undefined ? ledger : undefined;
  process.stdout.write(
    options.json
      ? summaryAsJson(summary, { ...context, run: runId, ledger: kept })
      : renderSummary(summary, context, painter()),
  );
  return exitCode(summary);
}

/** Colours on a terminal that has them, unless NO_COLOR says no. */
function painter(): Paint {
  const { stdout } = process;
  return stdout.isTTY && stdout.hasColors()
    ? (style, text) => styleText(style, text, { validateStream: false })
    : plain;
}

/** Aborted at the first SIGINT or SIGTERM; the second ends the process. */
function interruptions(log: Logger): AbortSignal {
  const interruption = new AbortController();
  for (const [signal, code] of Object.entries(signalExitCodes)) {
    process.on(signal, () => {
      if (interruption.signal.aborted) process.exit(code);
      log.warn({ signal }, 'interrupted: calls in flight settle; once more ends at once');
      interruption.abort(signal);
    });
  }
  return interruption.signal;
}

function progressOf({ progress }: Options, log: Logger): ShowProgress {
  if (!progress) return noProgress;
  return screen?.show ?? logProgress(log);
}

/** A folder for the ledger of a rehearsal, gone when the run is. */
async function temporaryFolder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'import-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** The sandbox in place of DingTalk: loaded only when it's asked for. */
async function startSandbox(): Promise<Sandbox> {
  const server = await import('./sandbox/server.js');
  return server.startSandbox();
}

function addressOf({
  url,
  appKey,
  appSecret,
}: Sandbox): Pick<ServerSettings, 'oapiUrl' | 'apiUrl' | 'credentials' | 'proxies'> {
  return {
    oapiUrl: url,
    apiUrl: url,
    credentials: { kind: 'app', appKey, appSecret },
    proxies: noProxies,
  };
}

/** What the user can mend is a message with hints; everything else is a fault of the importer, and shows where. */
function explain(error: unknown): number {
  if (error instanceof UserError) {
    if (json) process.stdout.write(errorAsJson(runId, error.exitCode, error.message, error.hints));
    process.stderr.write(
      [`error: ${error.message}`, ...error.hints.map((hint) => `  ${hint}`), ''].join('\n'),
    );
    return error.exitCode;
  }
  const where = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (json) process.stdout.write(errorAsJson(runId, faultExitCode, 'a fault of the importer', []));
  process.stderr.write(`error: this is a fault of the importer, please report it:\n${where}\n`);
  return faultExitCode;
}

// A limit on the size of files is then an error like a full disk, and not the end of the process.
process.on('SIGXFSZ', () => undefined);
// A reader of the summary that has seen enough, such as head, is no fault.
process.stdout.on('error', () => undefined);
// A process that ends at once leaves its terminal as it found it.
process.on('exit', () => screen?.close());
process.exitCode = await main(process.argv.slice(2)).catch(explain);
