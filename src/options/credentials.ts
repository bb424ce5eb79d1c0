import { readFileSync } from 'node:fs';
import type { Credentials } from '../dingtalk/connect.js';
import { isSystemError, systemReason, UserError } from '../user-error.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The credentials in the environment: `DINGTALK_ACCESS_TOKEN`, or `DINGTALK_APP_KEY` with `DINGTALK_APP_SECRET`; each also as
 * `…_FILE`, naming a file. Throws a `UserError` where they contradict each other or a file can't be read; that there are
 * none is no error yet.
 */
export function readCredentials(environment: Environment): Credentials {
  const accessToken = readSecret(environment, 'DINGTALK_ACCESS_TOKEN');
  const appKey = readSecret(environment, 'DINGTALK_APP_KEY');
  const appSecret = readSecret(environment, 'DINGTALK_APP_SECRET');
  if (accessToken !== undefined) {
    if (appKey === undefined && appSecret === undefined) return { kind: 'token', accessToken };
    throw new UserError(
      'Both an access token and app credentials are set, and they may be of different apps.',
      ['Unset DINGTALK_ACCESS_TOKEN to let the importer get and renew its own tokens.'],
    );
  }
  if (appKey !== undefined && appSecret !== undefined) return { kind: 'app', appKey, appSecret };
  if (appKey === undefined && appSecret === undefined) return { kind: 'none' };
  const [there, missing] = appKey === undefined ? ['SECRET', 'KEY'] : ['KEY', 'SECRET'];
  throw new UserError(`DINGTALK_APP_${there} is set, but DINGTALK_APP_${missing} isn't.`, [
    'Set both: they belong together.',
  ]);
}

function readSecret(environment: Environment, name: string): string | undefined {
  const value = present(environment[name]);
  const file = present(environment[`${name}_FILE`]);
  if (file === undefined) return value;
  if (value !== undefined)
    throw new UserError(`Both ${name} and ${name}_FILE are set.`, ['Unset one of them.']);
  try {
    const secret = present(readFileSync(file, 'utf8'));
    if (secret === undefined)
      throw new UserError(`${name}_FILE: ${file} is empty.`, ['Write the secret into it.']);
    return secret;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new UserError(`${name}_FILE: ${file} can't be read: ${systemReason(error)}.`, [
      'Check that the secret is mounted there and that the user of this process may read it.',
    ]);
  }
}

function present(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
}
