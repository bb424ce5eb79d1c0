import type { Writable } from 'node:stream';
import type { Logger } from 'pino';
import { printableJson } from '../printable.js';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Where log lines go: to a file descriptor, or to a terminal. */
export type LogTarget =
  | {
      readonly kind: 'file';
      readonly fileDescriptor: number;
      /** Called for each line that can't be written; the run goes on. */
      readonly onError: (error: Error) => void;
    }
  | { readonly kind: 'terminal'; readonly lines: Writable };

/** Bytes that wait for a disk that is full; more are dropped. */
const mostWaiting = 1_048_576;

/** Members that are never written, at most one level deep. Nothing should log them anyway. */
const secrets = ['accessToken', 'access_token', 'appKey', 'appSecret'];

/**
 * The log: JSON lines for programs, each with the id of the run, or readable lines on a terminal. It writes at once, so that a
 * killed run loses no line. Of errors it writes name, message and stack only: other members contain URLs.
 */
export async function openLog(level: LogLevel, run: string, to: LogTarget): Promise<Logger> {
  const { destination, pino } = await import('pino');
  const options = {
    level,
    base: { run },
    redact: secrets.flatMap((name) => [name, `*.${name}`]),
    serializers: { err: describeError },
    hooks: { streamWrite: printableJson },
  };
  if (to.kind === 'file') {
    const file = destination({ dest: to.fileDescriptor, sync: true, maxLength: mostWaiting });
    file.on('error', to.onError);
    return pino(options, file);
  }
  const { PinoPretty } = await import('pino-pretty');
  return pino(options, PinoPretty({ ...readable, destination: to.lines }));
}

/** Time, level, words, then the facts as `name=value`. */
const readable = {
  sync: true,
  hideObject: true,
  translateTime: 'HH:MM:ss',
  messageFormat: (line: Record<string, unknown>, messageKey: string): string =>
    [
      String(line[messageKey]),
      ...Object.entries(line)
        .filter(([name]) => !ownMembers.includes(name))
        .flatMap(([name, value]) => factTexts(name, value)),
    ].join(' '),
} as const;

/** Members of each line that are no facts, or that have a place of their own. */
const ownMembers = ['level', 'time', 'run', 'msg'];

function factTexts(name: string, value: unknown): readonly string[] {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([inner, fact]) => factTexts(`${name}.${inner}`, fact));
  return value === undefined || value === 0 ? [] : [`${name}=${JSON.stringify(value).replace(/^"|"$/g, '')}`];
}

function describeError(error: unknown): unknown {
  return error instanceof Error
    ? { type: error.name, message: error.message, stack: error.stack }
    : String(error);
}
