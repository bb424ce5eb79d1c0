import { appendFile, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Organisation } from '../../src/ledger/events.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { UserError } from '../../src/user-error.js';
import { failure } from '../harness/collect.js';
import { Folder } from '../harness/folder.js';

/** The run that uses a ledger. */
const run = { by: 'a test', run: 'a-run', file: 'contacts.csv' };

const owner = { host: 'https://oapi.dingtalk.io', app: 'app' };

function open(path: string, changes: Partial<typeof owner> = {}): Promise<Ledger> {
  return Ledger.open(path, { ...owner, ...changes }, run);
}

/** A key of hashes, which is another one in each ledger. */
const aKey: unknown = expect.stringMatching(/^[\w-]{22}$/);

/** The events of a ledger file, its first line included, without their times. */
async function linesOf(path: string): Promise<readonly unknown[]> {
  const lines = (await readFile(path, 'utf8')).trim().split('\n');
  return lines.map((line) => {
    const parsed: unknown = JSON.parse(line, (name, value: unknown) => (name === 'at' ? undefined : value));
    return parsed;
  });
}

test('every event is a line, in the order of writing, in a file that only its owner can read', async () => {
  await using folder = await Folder.create();
  const path = folder.at('x.ndjson');
  {
    await using ledger = await open(path);
    await ledger.noteSent('86-1');
    await ledger.noteAnswer('86-1', { event: 'lost', errcode: 'no-answer' });
    await ledger.noteSent('86-1');
    await ledger.noteAnswer('86-1', { event: 'exists', userid: '', ours: true });
    await Promise.all([ledger.noteSent('86-2'), ledger.noteSent('86-3')]);
    await ledger.noteAnswer('86-2', { event: 'created', userid: '0112' });
    await ledger.noteAnswer('86-3', { event: 'refused', errcode: '60103' });
    expect(ledger.sent).toBe(4);
  }
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await linesOf(path)).toEqual([
    { ledger: 2, ...owner, key: aKey },
    { event: 'run', ...run },
    { event: 'sent', contact: '86-1' },
    { event: 'lost', contact: '86-1', errcode: 'no-answer' },
    { event: 'sent', contact: '86-1' },
    { event: 'exists', contact: '86-1', userid: '', ours: true },
    { event: 'sent', contact: '86-2' },
    { event: 'sent', contact: '86-3' },
    { event: 'created', contact: '86-2', userid: '0112' },
    { event: 'refused', contact: '86-3', errcode: '60103' },
  ]);
});

test('the next run knows what is settled and what is in doubt', async () => {
  await using folder = await Folder.create();
  const path = folder.at('x.ndjson');
  {
    await using ledger = await open(path);
    for (const key of ['86-1', '86-2', '86-3', '86-4', '86-5', '86-6']) await ledger.noteSent(key);
    await ledger.noteAnswer('86-1', { event: 'created', userid: '0112' });
    await ledger.noteAnswer('86-2', { event: 'exists', userid: '', ours: false });
    await ledger.noteAnswer('86-3', { event: 'refused', errcode: '60103' });
    await ledger.noteAnswer('86-4', { event: 'lost', errcode: 'no-answer' });
    await ledger.noteAnswer('86-6', { event: 'lost', errcode: '-1' });
    await ledger.noteSent('86-6');
    await ledger.noteAnswer('86-6', { event: 'refused', errcode: '90018' });
  }
  await using ledger = await open(path);
  expect(ledger.sent).toBe(0);
  expect(ledger.known('86-1')).toMatchObject({ status: 'created', userid: '0112', ours: false });
  expect(ledger.known('86-2')).toMatchObject({ status: 'exists', userid: '', ours: false });
  const unsettled = ['86-3', '86-4', '86-5', '86-6', '86-7'];
  expect(unsettled.map((key) => ledger.known(key))).toEqual(unsettled.map(() => undefined));
  expect(unsettled.map((key) => ledger.isInDoubt(key))).toEqual([false, true, true, true, false]);
});

test('a doubt stays until the contact is found, whatever later runs are answered', async () => {
  await using folder = await Folder.create();
  const path = folder.at('x.ndjson');
  {
    await using killed = await open(path);
    await killed.noteSent('86-1');
  }
  for (const errcode of ['no-connection', '90018', '-1']) {
    await using ledger = await open(path);
    expect(ledger.isInDoubt('86-1')).toBe(true);
    await ledger.noteSent('86-1');
    await ledger.noteAnswer('86-1', { event: 'refused', errcode });
    expect(ledger.isInDoubt('86-1')).toBe(true);
  }
  await using ledger = await open(path);
  await ledger.noteAnswer('86-1', { event: 'exists', userid: '', ours: true });
  expect(ledger.isInDoubt('86-1')).toBe(false);
});

test('a ledger cut at any byte of its last lines is read up to its last whole line, and goes on', async () => {
  await using folder = await Folder.create();
  const path = folder.at('x.ndjson');
  {
    await using ledger = await open(path);
    await ledger.noteSent('86-1');
    await ledger.noteAnswer('86-1', { event: 'created', userid: '0112' });
    await ledger.noteSent('86-2');
    await ledger.noteAnswer('86-2', { event: 'created', userid: '0113' });
  }
  const whole = await readFile(path);
  for (let size = 0; size <= whole.length; size += 1) {
    await writeFile(path, whole.subarray(0, size));
    {
      await using ledger = await open(path);
      const text = whole.toString('utf8', 0, size);
      const written = (event: string): boolean =>
        new RegExp(`"event":"created"[^\\n]*${event}[^\\n]*\\}`).test(text);
      expect(ledger.known('86-1') !== undefined).toBe(written('0112'));
      expect(ledger.known('86-2') !== undefined).toBe(written('0113'));
      await ledger.noteSent('86-3');
    }
    const lines = await linesOf(path);
    expect(lines[0]).toEqual({ ledger: 2, ...owner, key: aKey });
    expect(lines.at(-1)).toEqual({ event: 'sent', contact: '86-3' });
  }
});

test.each([
  ['not JSON', '{"event":"created","contact":"86-1","userid":"0112","at":1'],
  ['an unknown event', '{"event":"made","contact":"86-1","at":1}'],
  ['no phone', '{"event":"sent","contact":"nobody","at":1}'],
  ['a blank line', ''],
  ['an instant that no date can be', '{"event":"run","by":"a test","at":1e300}'],
  [
    'a userid that is far too long',
    `{"event":"created","contact":"86-1","at":1,"userid":"${'x'.repeat(70_000)}"}`,
  ],
])(
  'a line in the middle that is %s is an error with file and line, and nothing is touched',
  async (_, line) => {
    await using folder = await Folder.create();
    const path = folder.at('x.ndjson');
    await (await open(path))[Symbol.asyncDispose]();
    await appendFile(path, `${line}\n{"event":"sent","contact":"86-2","at":1}\n`);
    const before = await readFile(path);
    const error = await failure(open(path));
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toBe(
      `${path}, line 3: not readable as a line of the ledger; the file is left as it is.`,
    );
    expect(await readFile(path)).toEqual(before);
  },
);

test.each(['name,mobile\n张远,1\n', 'a secret without a line feed', '{"token":"s3cret"}', '[]', ' ', '\0\0'])(
  'a file that is not a ledger is left as it is: %j',
  async (content) => {
    await using folder = await Folder.create();
    const path = await folder.write('x', content);
    expect((await failure(open(path))).message).toContain('not a ledger of this importer');
    expect(await readFile(path, 'utf8')).toBe(content);
  },
);

test('a ledger of another server, another app or a newer format is refused', async () => {
  await using folder = await Folder.create();
  const path = folder.at('x.ndjson');
  await (await open(path))[Symbol.asyncDispose]();
  expect((await failure(open(path, { host: 'https://oapi.dingtalk.com' }))).message).toContain(
    'belongs to https://oapi.dingtalk.io, and this run is for https://oapi.dingtalk.com',
  );
  const other = await failure(open(path, { app: 'other' }));
  expect(other.message).toContain('another app');
  const newer = await folder.write('y.ndjson', `${JSON.stringify({ ledger: 3, ...owner })}\n`);
  expect((await failure(open(newer))).message).toContain(
    'a ledger of format 3; this program reads formats up to 2',
  );
});

test.each<[string, Organisation, Organisation, boolean | 'refused']>([
  ['the same app', { app: 'a' }, { app: 'a' }, true],
  ['another app', { app: 'a' }, { app: 'b' }, 'refused'],
  ['the same token', { token: 't' }, { token: 't' }, true],
  ['another token', { token: 't' }, { token: 'u' }, false],
  ['an app after a token', { token: 't' }, { app: 'a' }, false],
  ['a token after an app', { app: 'a' }, { token: 't' }, false],
  ['another token, and the same corp id', { token: 't', corp: 'c' }, { token: 'u', corp: 'c' }, true],
  ['another app, and the same corp id', { app: 'a', corp: 'c' }, { app: 'b', corp: 'c' }, true],
  ['the same app, and another corp id', { app: 'a', corp: 'c' }, { app: 'a', corp: 'd' }, 'refused'],
  ['a corp id for the first time', { app: 'a' }, { app: 'a', corp: 'c' }, true],
  ['no credentials, in a dry run', { token: 't' }, {}, true],
])('whether a ledger is of this organisation, with %s', async (_, before, now, expected) => {
  await using folder = await Folder.create();
  const path = folder.at('x.ndjson');
  const { host } = owner;
  await (await Ledger.open(path, { host, ...before }, run))[Symbol.asyncDispose]();
  const again = Ledger.open(path, { host, ...now }, run);
  if (expected === 'refused') {
    expect((await failure(again)).message).toMatch(/this ledger belongs to another (app|organisation)/);
    return;
  }
  await using ledger = await again;
  expect(ledger.isSameOrganisation).toBe(expected);
  expect(await readFile(path, 'utf8')).not.toContain('secret');
});

test('a ledger of an earlier version says nothing of its token', async () => {
  await using folder = await Folder.create();
  const lines = [
    { ledger: 1, host: owner.host, app: '' },
    { event: 'run', at: 1, by: 'a test' },
  ];
  const path = await folder.write('x.ndjson', `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
  await using ledger = await Ledger.open(path, { host: owner.host, token: 't' }, run);
  expect(ledger.isSameOrganisation).toBe(false);
});

test('who has a ledger, and since when, is told to the second who wants it; then it is free again', async () => {
  await using folder = await Folder.create();
  const path = folder.at('x.ndjson');
  {
    await using ledger = await open(path);
    await ledger.noteSent('86-1');
    const error = await failure(open(path));
    expect(error.message).toMatch(
      /another run has this file: a test, since \d{4}-\d\d-\d\dT[\d:.]+Z\. Its lock is/,
    );
    expect(error).toMatchObject({ exitCode: 3 });
  }
  await using ledger = await open(path);
  expect(ledger.isInDoubt('86-1')).toBe(true);
});

test('a ledger in a folder that is not there is refused', async () => {
  await using folder = await Folder.create();
  const error = await failure(open(folder.at('no/such/x.ndjson')));
  expect(error).toBeInstanceOf(UserError);
  expect(error.message).toContain("the ledger can't be used: there is no such file or folder (ENOENT)");
});

test('many lines at once are all there, each whole', async () => {
  await using folder = await Folder.create();
  const path = folder.at('x.ndjson');
  {
    await using ledger = await open(path);
    await Promise.all(Array.from({ length: 2_000 }, (_, at) => ledger.noteSent(`86-${at}`)));
    await ledger.sync();
    expect((await linesOf(path)).length).toBe(2_002);
  }
  await truncate(path, (await stat(path)).size - 1);
  await using ledger = await open(path);
  expect(ledger.isInDoubt('86-1999')).toBe(true);
});

test('the id of a name is known for a day, and a later one replaces it', async () => {
  await using folder = await Folder.create();
  const path = folder.at('x.ndjson');
  {
    await using ledger = await open(path);
    expect(ledger.idOf('label', 'VIP')).toBeUndefined();
    await ledger.noteName('label', 'VIP', '11');
    await ledger.noteName('label', 'Old', '12');
    await ledger.noteName('label', 'VIP', '13');
    expect(ledger.idOf('label', 'VIP')).toBe('13');
  }
  const yesterday = Date.now() - 86_400_001;
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace(/"at":"[^"]*"(?=.*"id":"12")/, `"at":${yesterday}`));
  await using ledger = await open(path);
  expect(ledger.idOf('label', 'VIP')).toBe('13');
  expect(ledger.idOf('label', 'Old')).toBeUndefined();
  expect(ledger.idOf('department', 'VIP')).toBeUndefined();
});

test('what the organisation’s list says settles doubt and fills in userids; what is known already is not written again', async () => {
  await using folder = await Folder.create();
  const path = folder.at('x.ndjson');
  {
    await using ledger = await open(path);
    await ledger.noteSent('86-1');
    await ledger.noteAnswer('86-2', { event: 'exists', userid: '', ours: true });
    await ledger.noteAnswer('86-3', { event: 'created', userid: '03' });
    const before = (await linesOf(path)).length;
    for (const number of [1, 2, 3, 4]) await ledger.noteListed(`86-${number}`, `0${number}`);
    for (const key of ['-1', '86-', '86086-1', '86-1234567890123456']) await ledger.noteListed(key, '09');
    expect((await linesOf(path)).slice(before)).toEqual([
      { event: 'exists', contact: '86-1', userid: '01', ours: true, listed: true },
      { event: 'exists', contact: '86-2', userid: '02', ours: true, listed: true },
      { event: 'exists', contact: '86-4', userid: '04', ours: false, listed: true },
    ]);
  }
  await using ledger = await open(path);
  expect(ledger.contacts).toBe(4);
  expect(ledger.isInDoubt('86-1')).toBe(false);
  expect(ledger.known('86-3')).toMatchObject({ status: 'created', userid: '03', ours: false });
});

test('a ledger that is only looked at is left as it is, torn line and lock included, and need not be there', async () => {
  await using folder = await Folder.create();
  const path = folder.at('x.ndjson');
  {
    await using nothing = await Ledger.peek(path, owner);
    await nothing.noteName('label', 'VIP', '11');
    expect(nothing.idOf('label', 'VIP')).toBe('11');
  }
  await expect(stat(path)).rejects.toThrow('ENOENT');
  await using holder = await open(path);
  await holder.noteAnswer('86-1', { event: 'created', userid: '01' });
  await appendFile(path, '{"event":"sent","cont');
  const before = await readFile(path, 'utf8');
  await using peeked = await Ledger.peek(path, owner);
  expect(peeked.known('86-1')?.userid).toBe('01');
  await peeked.noteListed('86-2', '02');
  await peeked.sync();
  expect(peeked.known('86-2')?.userid).toBe('02');
  expect(await readFile(path, 'utf8')).toBe(before);
  await expect(Ledger.peek(path, { ...owner, host: 'https://other' })).rejects.toThrow(UserError);
});
