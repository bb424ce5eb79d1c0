import { encodingLabel } from '../source/dialect.js';
import { UserError } from '../user-error.js';
import type { Shard } from './shard.js';

/** What a number given as an option may be, and what it is where none is given. */
export interface NumberOption {
  readonly flag: string;
  readonly standard: number;
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
  /** A word that may stand in place of the number. */
  readonly word?: string;
}

const noLimit = { standard: Infinity, least: 1, most: 1_000_000_000, whole: true } as const;

/** The numbers among the options. */
export const numberOptions = {
  rate: { flag: '--rate', standard: 15, least: 0.1, most: 10_000, whole: false, word: 'auto' },
  concurrency: { flag: '--concurrency', standard: 10, least: 1, most: 500, whole: true },
  retries: { flag: '--retries', standard: 3, least: 0, most: 20, whole: true },
  timeout: { flag: '--timeout', standard: 30, least: 1, most: 600, whole: false },
  grace: { flag: '--grace', standard: 8, least: 0, most: 600, whole: false },
  limit: { flag: '--limit', ...noLimit },
  maxFailed: { flag: '--max-failed', ...noLimit },
  maxCalls: { flag: '--max-calls', ...noLimit },
  minRows: { flag: '--min-rows', standard: 0, least: 0, most: 1_000_000_000, whole: true },
} as const satisfies Readonly<Record<string, NumberOption>>;

/** An option's value as text, and what gave it: the flag or a variable. */
export interface Given {
  readonly text: string;
  readonly from: string;
}

/** The number given for an option, or its standard. Throws a `UserError` out of bounds. */
export function checkNumber(
  { flag, standard, least, most, whole, word }: NumberOption,
  value: number | undefined,
  { from, text }: Given = { from: flag, text: String(value) },
): number {
  if (value === undefined) return standard;
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
  const example = standard === Infinity ? 100 : standard;
  throw new UserError(`${from} "${text}" can't be used.`, [
    `Give a ${whole ? 'whole ' : ''}number from ${least} to ${most}, e.g. ${flag} ${example}${word === undefined ? '' : `; or the word ${word}`}`,
  ]);
}

/** The label of an encoding. Throws a `UserError` for one that does not exist. */
export function checkEncoding(given: Given | undefined): string | undefined {
  if (given === undefined) return undefined;
  const label = encodingLabel(given.text);
  if (label !== undefined) return label;
  throw new UserError(`${given.from} "${given.text}": there is no such encoding.`, [
    'Give a name such as utf-8, gb18030, big5, shift_jis, euc-kr, utf-16le, windows-1252.',
  ]);
}

/** A delimiter. Throws a `UserError` for more than one character. */
export function checkDelimiter(given: Given | undefined): string | undefined {
  if (given === undefined) return undefined;
  const delimiter = /^(?:tab|\\t)$/i.test(given.text) ? '\t' : given.text;
  if (/^[^"\r\n]$/u.test(delimiter)) return delimiter;
  throw new UserError(`${given.from} "${given.text}": a delimiter is one character.`, [
    'Give , or ; or | or the word tab.',
  ]);
}

const mostShards = 1_000;

/** A shard. Throws a `UserError` for one that does not exist. */
export function checkShard(shard: Shard, from = `--shard "${shard.index}/${shard.of}"`): Shard {
  const { index, of } = shard;
  const wrong =
    !Number.isInteger(of) || of < 1 || of > mostShards
      ? `there can be 1 to ${mostShards} shards`
      : !Number.isInteger(index) || index < 0 || index >= of
        ? `of ${of} shards, the first is 0 and the last is ${of - 1}`
        : undefined;
  if (wrong === undefined) return shard;
  throw new UserError(`${from}: ${wrong}.`, [
    'Give the number of this shard, from 0, and how many there are, e.g. --shard 0/4',
  ]);
}

/** The hosts of the two API families (src/dingtalk/README.md, Hosts). */
export interface Hosts {
  readonly oapiUrl: URL;
  readonly apiUrl: URL;
}

/**
 * The hosts given, or the international ones. Throws a `UserError` for a text that is not an address, for plain http to
 * another machine, and for hosts of two regions: each region knows only its own apps.
 */
export function checkHosts(oapi: string | undefined, api: string | undefined): Hosts {
  const oapiUrl = checkHost('DINGTALK_OAPI_URL', oapi, 'https://oapi.dingtalk.io');
  const apiUrl = checkHost('DINGTALK_API_URL', api, 'https://api.dingtalk.io');
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

function checkHost(name: string, given: string | undefined, standard: string): URL {
  const text = given ?? standard;
  const hint = [`Give an address like ${standard}`];
  // A text with an @ is not repeated: it may hold a password.
  if (!URL.canParse(text))
    throw new UserError(`${name}${text.includes('@') ? '' : ` "${text}"`}: not an address.`, hint);
  const url = new URL(text);
  if (text.includes('@'))
    throw new UserError(`${name}: it contains a user name or password, which is not supported.`, hint);
  const wrong =
    url.protocol !== 'https:' && url.protocol !== 'http:'
      ? 'not an https address'
      : url.protocol === 'http:' && !isLoopback(url.hostname)
        ? 'plain http would show the token to the network; it is allowed only to a loopback address'
        : url.pathname !== '/' || url.search !== '' || url.hash !== ''
          ? 'it contains more than a host'
          : undefined;
  if (wrong !== undefined) throw new UserError(`${name} "${text}": ${wrong}.`, hint);
  return url;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
