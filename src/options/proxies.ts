import type { Proxies } from '../dingtalk/connect.js';
import { UserError } from '../user-error.js';
import { readVariable, type Environment } from './environment.js';

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
    throw refuse('the user name or password in it has a % that is no code; write %25 for it');
  }
  return url;
}
