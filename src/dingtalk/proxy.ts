import { BlockList, isIP } from 'node:net';

/** Which proxies to go through, and which hosts are reached without. */
export interface Proxies {
  /** For https hosts. */
  readonly https: URL | undefined;
  /** For http hosts. */
  readonly http: URL | undefined;
  /** Hosts that need none: the words of NO_PROXY. */
  readonly exempt: readonly string[];
}

/** Every host is reached directly. */
export const noProxies: Proxies = { https: undefined, http: undefined, exempt: [] };

/** The proxy for an address, or none. */
export function proxyFor(url: URL, proxies: Proxies): URL | undefined {
  const proxy = url.protocol === 'https:' ? proxies.https : proxies.http;
  return proxies.exempt.some((word) => covers(word, url)) ? undefined : proxy;
}

/**
 * Whether a word of NO_PROXY covers an address: `*` covers all; `example.com` and `.example.com` the host and all below it;
 * `10.0.0.0/8` a network; `host:8080` one port of it.
 */
function covers(word: string, url: URL): boolean {
  if (word === '*') return true;
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const [, network, bits] = /^([\d.]+|[\da-f:]+)\/(\d{1,3})$/i.exec(word) ?? [];
  if (network !== undefined) return isInNetwork(host, network, Number(bits));
  const [, name = word, port] = /^(\[.*\]|[^:]*):(\d+)$/.exec(word) ?? [];
  if (port !== undefined && port !== (url.port || (url.protocol === 'https:' ? '443' : '80'))) return false;
  const covered = name
    .replace(/^\*?\./, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase();
  return covered !== '' && (host === covered || (isIP(host) === 0 && host.endsWith(`.${covered}`)));
}

function isInNetwork(host: string, network: string, bits: number): boolean {
  const family = isIP(network);
  if (family === 0 || isIP(host) !== family || bits > (family === 4 ? 32 : 128)) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, bits, type);
  return list.check(host, type);
}
