import { readFile, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Ledger } from '../../src/ledger/ledger.js';
import type { CallEvent } from '../../src/outcome.js';
import { UserError } from '../../src/user-error.js';
import { Folder } from '../harness/folder.js';
import { fuzz, fuzzTime } from '../harness/fuzz.js';

/** The run that uses a ledger. */
const run = { by: 'a test', run: 'a-run', file: 'contacts.csv' };

const owner = { host: 'https://oapi.dingtalk.io', app: 'app' };
const open = (path: string): Promise<Ledger> => Ledger.open(path, owner, run);

/** One thing that is written down. */
type Entry =
  | { readonly kind: 'sent'; readonly contact: string }
  | { readonly kind: 'answer'; readonly contact: string; readonly answer: CallEvent }
  | { readonly kind: 'listed'; readonly contact: string; readonly userid: string }
  | { readonly kind: 'name'; readonly name: string; readonly id: string };

const contacts = [
  '86-19910000001',
  '86-19910000002',
  '852-91230001',
  '1-2025550100',
  '86-0',
  '999-999999999999999',
];
const names = ['VIP', '标签/VIP', 'a "b"\n', ''];
const contact = fc.constantFrom(...contacts);
const text = fc.string({ unit: 'binary', maxLength: 12 });
const name = fc.oneof(fc.constantFrom(...names));
const answer: fc.Arbitrary<CallEvent> = fc.oneof(
  text.map((userid): CallEvent => ({ event: 'created', userid })),
  fc.tuple(text, fc.boolean()).map(([userid, ours]): CallEvent => ({ event: 'exists', userid, ours })),
  text.map((errcode): CallEvent => ({ event: 'refused', errcode })),
  text.map((errcode): CallEvent => ({ event: 'lost', errcode })),
);
const entry: fc.Arbitrary<Entry> = fc.oneof(
  contact.map((key): Entry => ({ kind: 'sent', contact: key })),
  fc.tuple(contact, answer).map(([key, said]): Entry => ({ kind: 'answer', contact: key, answer: said })),
  fc.tuple(contact, text).map(([key, userid]): Entry => ({ kind: 'listed', contact: key, userid })),
  fc.tuple(name, text).map(([named, id]): Entry => ({ kind: 'name', name: named, id })),
);
const entries = fc.array(entry, { maxLength: 30 });

function write(ledger: Ledger, one: Entry): Promise<void> {
  switch (one.kind) {
    case 'sent':
      return ledger.noteSent(one.contact);
    case 'answer':
      return ledger.noteAnswer(one.contact, one.answer);
    case 'listed':
      return ledger.noteListed(one.contact, one.userid);
    case 'name':
      return ledger.noteName('label', one.name, one.id);
  }
}

/** All that a ledger knows. */
function known(ledger: Ledger): unknown {
  return {
    contacts: ledger.contacts,
    phones: contacts.map((key) => [ledger.known(key), ledger.isInDoubt(key)]),
    names: names.map((named) => ledger.idOf('label', named)),
  };
}

/** Writes the entries in some runs after one another; gives what is known at the end, and the file. */
async function written(path: string, runs: readonly (readonly Entry[])[]): Promise<unknown> {
  let knows: unknown;
  for (const run of runs) {
    await using ledger = await open(path);
    if (knows !== undefined) expect(known(ledger)).toEqual(knows);
    for (const one of run) await write(ledger, one);
    knows = known(ledger);
  }
  return knows;
}

/** What a ledger knows; a refusal has to name the file and to leave it as it is. */
async function knownOrRefused(path: string): Promise<unknown> {
  const before = await readFile(path);
  try {
    await using ledger = await open(path);
    return known(ledger);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.exitCode).toBe(2);
    expect(error.message).toContain(path);
    expect(await readFile(path)).toEqual(before);
    return 'refused';
  }
}

test(
  'whatever was written down, the next run knows what the last one knew',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entries, { minLength: 1, maxLength: 3 }), async (runs) => {
        await using folder = await Folder.create();
        const path = folder.at('x.ndjson');
        const knows = await written(path, runs);
        expect(await knownOrRefused(path)).toEqual(knows);
      }),
      fuzz(80),
    );
  },
  fuzzTime,
);

test(
  'a ledger cut at any byte knows what its whole lines tell, goes on, and keeps both',
  async () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(entries, entries, share, async (before, after, at) => {
        await using folder = await Folder.create();
        const path = folder.at('x.ndjson');
        await written(path, [before]);
        const whole = await readFile(path);
        const cut = Math.floor(at * (whole.length + 1));

        // What stands before the cut, as far as its lines are whole: the last may lack no more than its line feed.
        const isWhole = cut > 0 && (cut === whole.length || whole[cut] === 0x0a);
        const end = isWhole ? cut : whole.lastIndexOf(0x0a, cut - 1) + 1;
        const wholeLines = await folder.write('y.ndjson', whole.subarray(0, cut === 0 ? 0 : end));
        const knows = await knownOrRefused(wholeLines);
        expect(knows).not.toBe('refused');

        await writeFile(path, whole.subarray(0, cut));
        const later = await (async () => {
          await using ledger = await open(path);
          expect(known(ledger)).toEqual(knows);
          for (const one of after) await write(ledger, one);
          return known(ledger);
        })();
        expect(await knownOrRefused(path)).toEqual(later);
      }),
      fuzz(80),
    );
  },
  fuzzTime,
);

test(
  'a damaged ledger is read or refused with its name, and then it is left as it is',
  async () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const line = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }),
      fc
        .record(
          {
            event: fc.constantFrom('run', 'name', 'sent', 'created', 'exists', 'refused', 'lost', 'other'),
            at: fc.oneof(fc.nat(), fc.double(), fc.constantFrom<unknown>('1', null, 1e300, -1e300)),
            contact: fc.oneof(contact, fc.string(), fc.constantFrom<unknown>(1, null, '86-1234567890123456')),
            by: fc.oneof(fc.string(), fc.nat()),
            userid: fc.oneof(
              text,
              fc.constantFrom<unknown>(1, null, 'x'.repeat(70_000), '😀'.repeat(20_000)),
            ),
            ours: fc.oneof(fc.boolean(), fc.constant('true')),
            errcode: fc.oneof(text, fc.nat()),
            kind: fc.constantFrom<unknown>('label', 1),
            name: fc.oneof(name, fc.nat()),
            id: fc.oneof(text, fc.nat()),
          },
          { requiredKeys: ['event', 'at'] },
        )
        .map((event) => JSON.stringify(event)),
    );
    const damage = fc.oneof(
      fc.uint8Array({ maxLength: 4 }).map((bytes) => ({ added: Buffer.from(bytes), betweenLines: false })),
      line.map((added) => ({ added: Buffer.from(`${added}\n`), betweenLines: true })),
    );
    await fc.assert(
      fc.asyncProperty(
        entries,
        share,
        fc.nat(40),
        damage,
        async (before, at, cut, { added, betweenLines }) => {
          await using folder = await Folder.create();
          const path = folder.at('x.ndjson');
          await written(path, [before]);
          const whole = await readFile(path);
          const place = Math.floor(at * whole.length);
          const start = betweenLines ? whole.lastIndexOf(0x0a, place) + 1 : place;
          const rest = whole.subarray(betweenLines ? start : start + cut);
          await writeFile(path, Buffer.concat([whole.subarray(0, start), added, rest]));
          const knows = await knownOrRefused(path);
          if (knows !== 'refused') expect(await knownOrRefused(path)).toEqual(knows);
          await using peeked = await Ledger.peek(path, owner).catch((error: unknown) => {
            if (error instanceof UserError) return undefined;
            throw error;
          });
          expect(peeked === undefined ? 'refused' : known(peeked)).toEqual(knows);
        },
      ),
      fuzz(80),
    );
  },
  fuzzTime,
);
