import { expect, test, vi } from 'vitest';
import { observedError, type Reply } from '../../src/dingtalk/reply.js';
import { TokenKeeper } from '../../src/dingtalk/token.js';

const app = { kind: 'app', appKey: 'key', appSecret: 'secret' } as const;

function tokens(expireIn: unknown = 7_200): { keeper: TokenKeeper; fetched: () => number } {
  let count = 0;
  const keeper = new TokenKeeper(app, () => {
    count += 1;
    const reply: Reply = {
      kind: 'success',
      body: { accessToken: `token-${count}`, expireIn },
      requestId: 'r',
    };
    return Promise.resolve(reply);
  });
  return { keeper, fetched: () => count };
}

test('a given token is the token, and cannot be replaced', async () => {
  const keeper = new TokenKeeper({ kind: 'token', accessToken: 'given' }, () =>
    Promise.reject(new Error('asked')),
  );
  expect(await keeper.get()).toMatchObject({ kind: 'token', accessToken: 'given' });
  expect(keeper.isReplaceable).toBe(false);
});

test('many workers at once fetch one token, and keep it', async () => {
  const { keeper, fetched } = tokens();
  const all = await Promise.all(Array.from({ length: 20 }, () => keeper.get()));
  await keeper.get();
  expect(new Set(all.map((token) => token.kind === 'token' && token.accessToken))).toEqual(
    new Set(['token-1']),
  );
  expect(fetched()).toBe(1);
});

test('many workers whose token was rejected fetch one new token', async () => {
  const { keeper, fetched } = tokens();
  await keeper.get();
  const replaced = await Promise.all(
    Array.from({ length: 20 }, () => {
      keeper.forget('token-1');
      return keeper.get();
    }),
  );
  expect(replaced[19]).toEqual({ kind: 'token', accessToken: 'token-2' });
  keeper.forget('token-1');
  expect(await keeper.get()).toEqual({ kind: 'token', accessToken: 'token-2' });
  expect(fetched()).toBe(2);
});

test('a token is renewed before its end, once, and nobody waits for it', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const { keeper, fetched } = tokens(7_200);
    await keeper.get();
    vi.advanceTimersByTime(6_599_000);
    await keeper.get();
    expect(fetched()).toBe(1);
    vi.advanceTimersByTime(2_000);
    const atRenewal = await Promise.all(Array.from({ length: 20 }, () => keeper.get()));
    expect(new Set(atRenewal.map((token) => token.kind === 'token' && token.accessToken))).toEqual(
      new Set(['token-1']),
    );
    expect(fetched()).toBe(2);
    expect(await keeper.get()).toMatchObject({ accessToken: 'token-2' });
    expect(keeper.isCurrent('token-1')).toBe(false);
  } finally {
    vi.useRealTimers();
  }
});

test('a short-lived token is renewed after half its life', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const { keeper, fetched } = tokens(60);
    await keeper.get();
    vi.advanceTimersByTime(29_000);
    await keeper.get();
    expect(fetched()).toBe(1);
    vi.advanceTimersByTime(2_000);
    await keeper.get();
    expect(fetched()).toBe(2);
  } finally {
    vi.useRealTimers();
  }
});

test('a renewal that fails is tried again after a while, and the token that still holds goes on', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    let calls = 0;
    const keeper = new TokenKeeper(app, () => {
      calls += 1;
      return Promise.resolve(
        calls === 1
          ? { kind: 'success', body: { accessToken: 'token-1', expireIn: 7_200 }, requestId: 'r' }
          : observedError('no-connection', 'ECONNREFUSED'),
      );
    });
    await keeper.get();
    vi.advanceTimersByTime(6_700_000);
    for (let asked = 0; asked < 5; asked += 1) {
      expect(await keeper.get()).toEqual({ kind: 'token', accessToken: 'token-1' });
    }
    expect(calls).toBe(2);
    vi.advanceTimersByTime(31_000);
    await keeper.get();
    expect(calls).toBe(3);
    vi.advanceTimersByTime(600_000);
    expect(await keeper.get()).toMatchObject({ kind: 'error', code: 'no-connection' });
  } finally {
    vi.useRealTimers();
  }
});

test('a token whose life is not told is kept for the usual life', async () => {
  const { keeper, fetched } = tokens('soon');
  await keeper.get();
  await keeper.get();
  expect(fetched()).toBe(1);
});

test('a failure is given to all who wait, and the next asks again', async () => {
  let count = 0;
  const keeper = new TokenKeeper(app, () => {
    count += 1;
    return Promise.resolve(observedError('no-connection', 'ECONNREFUSED'));
  });
  const [one, other] = await Promise.all([keeper.get(), keeper.get()]);
  expect(one).toBe(other);
  expect(count).toBe(1);
  await keeper.get();
  expect(count).toBe(2);
});

test('an answer without a token is no token', async () => {
  const keeper = new TokenKeeper(app, () => Promise.resolve({ kind: 'success', body: {}, requestId: 'r' }));
  expect(await keeper.get()).toMatchObject({ kind: 'error', code: 'not-the-api' });
});
