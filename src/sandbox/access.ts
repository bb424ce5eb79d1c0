import { randomUUID } from 'node:crypto';
import { refusal, textOf, wrapped, type Answer, type Parameters } from './answer.js';

/** An answer of the new-style API, which reports errors by HTTP status. */
export interface NewStyleAnswer {
  readonly httpStatus: number;
  readonly answer: Answer;
}

export interface AccessSettings {
  /** A token's life, in ms; asking again before its end renews it. */
  readonly tokenLife: number;
  /** `/topapi/` calls a token serves before it dies. */
  readonly tokenCalls: number;
  /** Calls a second to one path; the one after is throttled. */
  readonly callsPerSecond: number;
  readonly scopes: readonly string[];
  /** What a token that is not alive is refused with. */
  readonly expiredCode: '40014' | '42001';
  /** Codes stand in `errcode` itself, not inside 88. */
  readonly unwrapped: boolean;
}

interface Token {
  readonly accessToken: string;
  endsAt: number;
  callsLeft: number;
}

/** When the last calls of a path were let through: a ring as long as the limit, whose next place holds the oldest. */
interface LastCalls {
  readonly times: number[];
  next: number;
}

const application = { appKey: 'sandbox-app-key', appSecret: 'sandbox-app-secret' } as const;

const window = 1_000;

/** Who may call, and how often: tokens, scopes, and the limit of one app on one path (src/dingtalk/README.md, Token and Throttling). */
export class Access {
  readonly appKey = application.appKey;
  readonly appSecret = application.appSecret;
  /** The token that holds from the start. */
  readonly accessToken = 'sandbox-access-token';
  readonly #settings: AccessSettings;
  /** The token that holds from the start, and the last one given. */
  readonly #tokens: Token[];
  readonly #lastCalls = new Map<string, LastCalls>();
  #given = 0;
  #throttled = 0;

  constructor(settings: AccessSettings) {
    this.#settings = settings;
    this.#tokens = [this.#make(this.accessToken)];
  }

  /** Calls refused because they came too fast. */
  get throttled(): number {
    return this.#throttled;
  }

  /** Different tokens given by token calls. */
  get tokensGiven(): number {
    return this.#given;
  }

  /**
   * Whether a `/topapi/` call that arrived at `now` may go on; else why not. Only one that may counts against its token. It
   * is arrivals that are counted, whatever time an answer takes.
   */
  check(path: string, accessToken: string, scope: string | undefined, now: number): Answer | undefined {
    if (accessToken === '') return this.#refuse('40000');
    const token = this.#tokens.find((candidate) => candidate.accessToken === accessToken);
    if (token === undefined) return this.#refuse('40014');
    if (!isAlive(token)) return this.#refuse(this.#settings.expiredCode);
    if (this.#isOverLimit(path, now)) {
      this.#throttled += 1;
      return this.#refuse('90018');
    }
    token.callsLeft -= 1;
    if (scope !== undefined && !this.#settings.scopes.includes(scope)) {
      return this.#refuse('60011', `，点击链接申请并开通即可，{requiredScopes=[${scope}]}`);
    }
    return undefined;
  }

  /** The legacy token call: everything is HTTP 200, and parameters come in the query. */
  legacyToken(query: Parameters): Answer {
    const key = query.appkey ?? query.corpid;
    const secret = query.appsecret ?? query.corpsecret;
    if (key === undefined || secret === undefined) return refusal(40035, '缺少参数 corpid or appkey');
    if (!this.#isApplication(key, secret)) return refusal(40096, '不合法的appKey或appSecret');
    return { errcode: 0, errmsg: 'ok', ...this.#give('access_token', 'expires_in') };
  }

  /** The new token call, and the one for a single organisation, which have other names for the same. */
  token(body: Parameters | undefined, perOrganisation: boolean): NewStyleAnswer {
    if (body === undefined) return failure('Missingbody', 'body is mandatory for this action.');
    const { appKey, appSecret, client_id, client_secret } = body;
    const known = perOrganisation
      ? this.#isApplication(client_id, client_secret)
      : this.#isApplication(appKey, appSecret);
    if (!known) {
      return perOrganisation
        ? failure('invalid.client', 'invalid client')
        : failure('invalidClientIdOrSecret', '无效的clientId或者clientSecret');
    }
    const answer = perOrganisation
      ? this.#give('access_token', 'expires_in')
      : this.#give('accessToken', 'expireIn');
    return { httpStatus: 200, answer };
  }

  #refuse(code: string, more = ''): Answer {
    return this.#settings.unwrapped ? refusal(Number(code)) : wrapped(code, more);
  }

  #isApplication(key: unknown, secret: unknown): boolean {
    return textOf(key) === this.appKey && textOf(secret) === this.appSecret;
  }

  /** The last token with its life renewed while it's alive, else a new one. */
  #give(tokenName: string, lifeName: string): Answer {
    let token = this.#given === 0 ? undefined : this.#tokens.at(-1);
    if (token === undefined || !isAlive(token)) {
      this.#given += 1;
      token = this.#make(randomUUID().replaceAll('-', ''));
      this.#tokens.splice(1, this.#tokens.length, token);
    }
    token.endsAt = performance.now() + this.#settings.tokenLife;
    return { [tokenName]: token.accessToken, [lifeName]: Math.round(this.#settings.tokenLife / 1_000) };
  }

  #make(accessToken: string): Token {
    const { tokenLife, tokenCalls } = this.#settings;
    return { accessToken, endsAt: performance.now() + tokenLife, callsLeft: tokenCalls };
  }

  /** Remembers the last calls that were let through, as many as a second may hold; each call is one look. */
  #isOverLimit(path: string, now: number): boolean {
    const { callsPerSecond } = this.#settings;
    if (callsPerSecond === Infinity) return false;
    const calls = this.#lastCalls.get(path) ?? { times: [], next: 0 };
    this.#lastCalls.set(path, calls);
    const oldest = calls.times[calls.next];
    if (oldest !== undefined && now - oldest < window) return true;
    calls.times[calls.next] = now;
    calls.next = (calls.next + 1) % callsPerSecond;
    return false;
  }
}

function isAlive(token: Token): boolean {
  return performance.now() < token.endsAt && token.callsLeft > 0;
}

/** A path of the new-style API that does not exist. */
export function notFound(): NewStyleAnswer {
  const answer = {
    requestid: randomUUID().toUpperCase(),
    code: 'InvalidAction.NotFound',
    message: 'Specified api is not found',
  };
  return { httpStatus: 404, answer };
}

function failure(code: string, message: string): NewStyleAnswer {
  return { httpStatus: 400, answer: { requestid: randomUUID().toUpperCase(), code, message } };
}
