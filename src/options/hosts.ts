import { UserError } from '../user-error.js';
import { readVariable, type Environment } from './environment.js';

/** The hosts of the two API families (dingtalk-api.md section 2). */
export interface Hosts {
  readonly oapiUrl: URL;
  readonly apiUrl: URL;
}

/**
 * The hosts in `DINGTALK_OAPI_URL` and `DINGTALK_API_URL`, or the international ones. Throws a `UserError` for what is no
 * address, for plain http but to a loopback address, and for the two regions mixed: each knows its own apps only.
 */
export function readHosts(environment: Environment): Hosts {
  const oapiUrl = readHost(environment, 'DINGTALK_OAPI_URL', 'https://oapi.dingtalk.io');
  const apiUrl = readHost(environment, 'DINGTALK_API_URL', 'https://api.dingtalk.io');
  const [oapiRegion, apiRegion] = [oapiUrl, apiUrl].map(
    (url) => /\.dingtalk\.(io|com)$/.exec(url.hostname)?.[1],
  );
  if (oapiRegion !== apiRegion && oapiRegion !== undefined && apiRegion !== undefined) {
    throw new UserError(`The hosts are of two regions: ${oapiUrl.hostname} and ${apiUrl.hostname}.`, [
      'Set both DINGTALK_OAPI_URL and DINGTALK_API_URL, either to .io or to .com (mainland China).',
    ]);
  }
  return { oapiUrl, apiUrl };
}

function readHost(environment: Environment, name: string, fallback: string): URL {
  const text = readVariable(environment, name);
  if (text === undefined) return new URL(fallback);
  const refuse = (why: string): UserError =>
    new UserError(`${name} "${text}": ${why}.`, [`Give an address like ${fallback}`]);
  if (!URL.canParse(text)) throw refuse('not an address');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    throw new UserError(`${name}: a user name or password has no place in it.`, [
      `Give an address like ${fallback}`,
    ]);
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuse('not an https address');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw refuse('plain http would show the token to the network; it is allowed to a loopback address only');
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') throw refuse('has more than a host');
  return url;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
