import { destination, pino, type Logger } from 'pino';
import { PinoPretty } from 'pino-pretty';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Members that are never written, wherever they stand one level deep, although nothing should log them. */
const secrets = ['accessToken', 'access_token', 'appKey', 'appSecret'];

/**
 * The log on a file descriptor: JSON lines, or coloured text on a terminal. It writes at once, so a run that is killed has
 * said everything. Errors are written by name, message and stack only: others carry URLs.
 */
export function openLog(level: LogLevel, fileDescriptor: number, terminal: boolean): Logger {
  const options = {
    level,
    redact: secrets.flatMap((name) => [name, `*.${name}`]),
    serializers: { err: describeError },
  };
  return terminal
    ? pino(
        options,
        PinoPretty({
          sync: true,
          destination: fileDescriptor,
          ignore: 'pid,hostname',
          translateTime: 'HH:MM:ss',
        }),
      )
    : pino(options, destination({ dest: fileDescriptor, sync: true }));
}

function describeError(error: unknown): unknown {
  return error instanceof Error
    ? { type: error.name, message: error.message, stack: error.stack }
    : String(error);
}
