import type { Writable } from 'node:stream';
import { destination, pino, type Logger } from 'pino';
import { PinoPretty } from 'pino-pretty';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Where log lines go: to a file descriptor, or among what else a terminal shows. */
export type LogTarget =
  | { readonly kind: 'file'; readonly fileDescriptor: number }
  | { readonly kind: 'terminal'; readonly lines: Writable };

/** Members that are never written, wherever they stand one level deep, although nothing should log them. */
const secrets = ['accessToken', 'access_token', 'appKey', 'appSecret'];

/**
 * The log: JSON lines for programs, or coloured text on a terminal; each line has the id of the run. It writes at once, so
 * a run that is killed has said everything. Errors are written by name, message and stack only: others carry URLs.
 */
export function openLog(level: LogLevel, run: string, to: LogTarget): Logger {
  const options = {
    level,
    base: { run },
    redact: secrets.flatMap((name) => [name, `*.${name}`]),
    serializers: { err: describeError },
  };
  return to.kind === 'terminal'
    ? pino(
        options,
        PinoPretty({
          sync: true,
          destination: to.lines,
          singleLine: true,
          translateTime: 'HH:MM:ss',
        }),
      )
    : pino(options, destination({ dest: to.fileDescriptor, sync: true }));
}

function describeError(error: unknown): unknown {
  return error instanceof Error
    ? { type: error.name, message: error.message, stack: error.stack }
    : String(error);
}
