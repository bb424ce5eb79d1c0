import type { Credentials, Proxies } from '../dingtalk/connect.js';
import { UserError } from '../user-error.js';
import { readVariable, type Environment } from './environment.js';

/**
 * The credentials in the environment: `DINGTALK_ACCESS_TOKEN`, or `DINGTALK_APP_KEY` with `DINGTALK_APP_SECRET`; each also as
 * `…_FILE`, naming a file. Throws a `UserError` if both are set, if half is missing, or if a file can't be read. That there
 * are none is not an error yet.
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
  const [present, missing] = appKey === undefined ? ['SECRET', 'KEY'] : ['KEY', 'SECRET'];
  throw new UserError(`DINGTALK_APP_${present} is set, but DINGTALK_APP_${missing} isn't.`, [
    'Set both: they belong together.',
  ]);
}

/**
 * The proxies in HTTPS_PROXY, HTTP_PROXY and NO_PROXY, each also in lower case, which comes first. Throws a `UserError`
 * for an address that can't be used; it doesn't repeat the address, which may hold a password.
 */
export function readProxies(environment: Environment): Proxies {
  const words = (environment.no_proxy ?? environment.NO_PROXY ?? '').split(/[\s,]+/);
  return {
    https: readProxy(environment, 'HTTPS_PROXY'),
    http: readProxy(environment, 'HTTP_PROXY'),
    exempt: words.filter((word) => word !== ''),
  };
}

function readProxy(environment: Environment, upper: string): URL | undefined {
  const lower = upper.toLowerCase();
  const name = environment[lower] === undefined ? upper : lower;
  const text = readVariable(environment, name);
  if (text === undefined) return undefined;
  // An address without a scheme is common, and means http.
  const address = text.includes('://') ? text : `http://${text}`;
  const refuse = (why: string): UserError =>
    new UserError(`${name}: ${why}.`, ['Give an address like http://proxy.example.com:3128']);
  if (!URL.canParse(address)) throw refuse('not an address');
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw refuse('only proxies that speak http or https can be used');
  if (url.hostname === '') throw refuse('no host in it');
  try {
    decodeURIComponent(url.username + url.password);
  } catch {
    throw refuse('the user name or password in it has a % that is not a code; write %25 for it');
  }
  return url;
}
