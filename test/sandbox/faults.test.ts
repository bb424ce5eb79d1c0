import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { faultPlan, reservedPhones, type Fault } from '../../src/sandbox/faults.js';
import { withSandbox } from '../harness/sandbox.js';
import { ask, create, goodContact, post } from './ask.js';

const createPath = '/topapi/extcontact/create';

/** What a client sees of one create: status and body, or that there was no whole answer. */
async function seenOf(fault: Fault): Promise<{ readonly seen: string; readonly made: boolean }> {
  const result = { seen: '', made: false };
  await withSandbox({ fault: () => fault }, async (sandbox) => {
    const body = { contact: goodContact };
    const signal = AbortSignal.timeout(300);
    const asking = fetch(new URL(`${createPath}?access_token=${sandbox.accessToken}`, sandbox.url), {
      method: 'POST',
      body: JSON.stringify(body),
      signal,
    });
    result.seen = await asking
      .then(
        async (response) => `${response.status} ${await response.text()}`,
        (error: unknown) => (signal.aborted ? 'nothing' : `broken: ${String(error)}`),
      )
      .catch(() => 'broken in its middle');
    result.made = sandbox.contacts.has('86-19910000001');
  });
  return result;
}

test.each<[Fault, RegExp, boolean]>([
  [{ kind: 'refuse', errcode: -1 }, /^200 \{"errcode":-1,/, false],
  [{ kind: 'refuse', errcode: 88, sub_code: '90002' }, /^200 \{"errcode":88,"sub_code":"90002"/, false],
  [{ kind: 'refuse', errcode: 60103, errmsg: 'own words' }, /own words/, false],
  [{ kind: 'remote', commit: false }, /"errcode":15,"sub_code":"isp.-1"/, false],
  [{ kind: 'remote', commit: true }, /"errcode":15/, true],
  [{ kind: 'lost', commit: false }, /^broken/, false],
  [{ kind: 'lost', commit: true }, /^broken/, true],
  [{ kind: 'hang', commit: false }, /^nothing$/, false],
  [{ kind: 'hang', commit: true }, /^nothing$/, true],
  [{ kind: 'html', commit: true }, /^200 <!doctype html>/, true],
  [{ kind: 'cut', commit: true }, /^broken/, true],
  [{ kind: 'truncated', commit: true }, /^200 \{"errcode":0,"[^}]*$/, true],
  [{ kind: 'empty', commit: true }, /^200 $/, true],
  [{ kind: 'status', status: 502, commit: false }, /^502 HTTP 502$/, false],
  [{ kind: 'status', status: 429, commit: false, retryAfter: 7 }, /^429 HTTP 429$/, false],
  [{ kind: 'ban' }, /"punish":"deny"/, false],
  [{ kind: 'ban', page: true }, /^200 <!doctype html>.*punish/, false],
  [{ kind: 'delay', milliseconds: 20 }, /^200 \{"errcode":0,/, true],
])('the fault %j', async (fault, seen, made) => {
  const result = await seenOf(fault);
  expect(result.seen).toMatch(seen);
  expect(result.made).toBe(made);
});

test('equal seeds draw equal faults, in about the share asked for', () => {
  const draw = (seed: number): readonly string[] => {
    const plan = faultPlan({
      fault: () => undefined,
      reservedPhones: true,
      faults: { busy: 0.2, lostAfter: 0.1 },
      refusals: [],
      seed,
      banAt: Infinity,
      banFor: 0,
    });
    return Array.from(
      { length: 5_000 },
      (_, at) => plan({ path: createPath, number: at, mobile: 'x', stateCode: '86', attempt: 1 })?.kind ?? '',
    );
  };
  const kinds = draw(7);
  expect(draw(7)).toEqual(kinds);
  expect(draw(8)).not.toEqual(kinds);
  expect(kinds.filter((kind) => kind === 'refuse').length / 5_000).toBeCloseTo(0.2, 1);
  expect(kinds.filter((kind) => kind === 'lost').length / 5_000).toBeCloseTo(0.1, 1);
});

test('each reserved phone has the ending its words say', () =>
  withSandbox({}, async (sandbox) => {
    const endings: Record<string, readonly unknown[]> = {};
    for (const mobile of Object.keys(reservedPhones)) {
      const codes: unknown[] = [];
      for (let attempt = 1; attempt <= 3; attempt += 1) {
        codes.push(
          await create(sandbox, { mobile }).then(
            ({ errcode }) => errcode,
            () => 'no answer',
          ),
        );
      }
      endings[mobile] = codes;
    }
    expect(endings).toEqual({
      19900009901: [-1, -1, 0],
      19900009902: [-1, -1, -1],
      19900009903: ['no answer', 22005, 22005],
      19900009904: ['no answer', 'no answer', 'no answer'],
      19900009905: [15, 22005, 22005],
      19900009906: [60103, 60103, 60103],
      19900009907: [60022, 60022, 60022],
      19900009908: ['no answer', 0, 22005],
    });
  }));

test('reserved phones can be switched off', () =>
  withSandbox({ reservedPhones: false }, async (sandbox) => {
    expect(await create(sandbox, { mobile: '19900009902' })).toMatchObject({ errcode: 0 });
  }));

test('reserved phones are those of country code 86 only', () =>
  withSandbox({}, async (sandbox) => {
    const contact = { mobile: '19900009902', state_code: '852' };
    expect(await create(sandbox, contact)).toMatchObject({ errcode: 0 });
    expect(await create(sandbox, { mobile: '19900009902' })).toMatchObject({ errcode: -1 });
  }));

test('a token whose answer is lost after it was given is the token that the next call gets', async () => {
  const tokenPath = '/v1.0/oauth2/accessToken';
  const fault = ({ path, number }: { readonly path: string; readonly number: number }): Fault | undefined =>
    path === tokenPath && number === 1 ? { kind: 'lost', commit: true } : undefined;
  await withSandbox({ fault }, async (sandbox) => {
    const { appKey, appSecret } = sandbox;
    await expect(post(sandbox, tokenPath, { appKey, appSecret })).rejects.toThrow();
    expect(sandbox.seen().tokensGiven).toBe(1);
    expect((await post(sandbox, tokenPath, { appKey, appSecret })).status).toBe(200);
    expect(sandbox.seen().tokensGiven).toBe(1);
  });
});

test('a call that hangs is in flight until its client gives up', () =>
  withSandbox(
    { fault: ({ number }) => (number <= 2 ? { kind: 'hang', commit: false } : undefined) },
    async (sandbox) => {
      const hang = (): Promise<unknown> =>
        fetch(new URL(createPath, sandbox.url), { method: 'POST', signal: AbortSignal.timeout(150) }).catch(
          () => undefined,
        );
      const hanging = [hang(), hang()];
      while (sandbox.calls(createPath) < 2) await sleep(2);
      await create(sandbox);
      expect(sandbox.peakInFlight(createPath)).toBe(3);
      await Promise.all(hanging);
      await sleep(50);
      for (let mobile = 19_910_000_002; mobile < 19_910_000_005; mobile += 1) {
        await create(sandbox, { mobile: String(mobile) });
      }
      expect(sandbox.peakInFlight(createPath)).toBe(3);
    },
  ));

test('a ban begins at its create, turns every path away, and ends', () =>
  withSandbox({ banAt: 2, banFor: 200 }, async (sandbox) => {
    const labels = '/topapi/extcontact/listlabelgroups';
    expect(await create(sandbox)).toMatchObject({ errcode: 0 });
    expect(await create(sandbox, { mobile: '19910000002' })).toMatchObject({ punish: 'deny' });
    expect(await ask(sandbox, labels, {})).toMatchObject({ punish: 'deny' });
    expect(sandbox.contacts.has('86-19910000002')).toBe(false);
    await sleep(250);
    expect(await create(sandbox, { mobile: '19910000002' })).toMatchObject({ errcode: 0 });
  }));

test('a body over 1 MiB is refused', () =>
  withSandbox({}, async (sandbox) => {
    expect((await post(sandbox, createPath, { contact: 'x'.repeat(2 * 1_048_576) })).status).toBe(413);
  }));
