import { importJob, type ImportJob } from '../../src/importer/job.js';
import { parseCommandLine, type Options } from '../../src/options/command-line.js';
import type { Environment } from '../../src/options/environment.js';

/** What a command line comes to: its job, and the options that only the command line has. */
export type ParsedRun = ImportJob & Pick<Options, 'json' | 'progress' | 'logLevel'>;

/** Command line → checked job, as the program makes it. Throws where it asks for no run. */
export function runOf(command: readonly string[], environment: Environment = {}): ParsedRun {
  const commandLine = parseCommandLine(command, environment, 80);
  if (commandLine.kind !== 'run') throw new Error(`expected a run, got ${commandLine.kind}`);
  const { job, sandbox, ...rest } = commandLine.options;
  return { ...importJob(job, { run: 'a-run', runLabel: 'a test', sandbox }), ...rest };
}
