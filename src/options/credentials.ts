import type { Credentials } from '../dingtalk/connect.js';
import { UserError } from '../user-error.js';
import { readVariable, type Environment } from './environment.js';

/**
 * The credentials in the environment: `DINGTALK_ACCESS_TOKEN`, or `DINGTALK_APP_KEY` with `DINGTALK_APP_SECRET`; each also as
 * `…_FILE`, naming a file. Throws a `UserError` where they contradict each other or a file can't be read; that there are
 * none is no error yet.
 */
export function readCredentials(environment: Environment): Credentials {
  const accessToken = readVariable(environment, 'DINGTALK_ACCESS_TOKEN');
  const appKey = readVariable(environment, 'DINGTALK_APP_KEY');
  const appSecret = readVariable(environment, 'DINGTALK_APP_SECRET');
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
