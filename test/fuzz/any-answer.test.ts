import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text as textOfStream } from 'node:stream/consumers';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { pino } from 'pino';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statuses } from '../../src/outcome.js';
import { importColumns } from '../../src/source/import-columns.js';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.js';
import { Folder, readResults } from '../harness/folder.js';
import { fuzz, fuzzTime } from '../harness/fuzz.js';
import { goodRows, importFile, mobileOf } from '../harness/job.js';
import { listen } from '../harness/network.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ callsPerSecond: Infinity });
});
afterAll(() => sandbox.close());

const accessToken = 'a-token-that-nobody-may-see';
const appSecret = 'a-secret-that-nobody-may-see';

/** Stands in an answer for what the request had in it: a server that tells all it knows. */
const echo = '{echo}';

/** What a server does with a request. */
interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  readonly way: 'whole' | 'cut' | 'longer' | 'shorter' | 'raw' | 'gzip' | 'never' | 'reset' | 'slow';
}

const codes = [
  0,
  '0',
  -1,
  15,
  88,
  22005,
  '22005',
  60201,
  60103,
  40014,
  42001,
  33012,
  60011,
  90018,
  400002,
  1e300,
  -0,
];
const wild = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<unknown>(...codes) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(echo, `=${echo}`, `x${echo}y`, true, null, '', 'x'.repeat(70_000)),
  },
  { weight: 1, arbitrary: fc.constantFrom<unknown>('isp.-1', 'system.busy', 'invalidClientIdOrSecret') },
);
const object = fc.record(
  {
    errcode: wild,
    errmsg: wild,
    sub_code: wild,
    sub_msg: wild,
    // A userid is data: what stands there is what the user wants to have.
    userid: fc.oneof(
      fc.constantFrom<unknown>('010000000000000001', '', 'x'.repeat(70_000), '😀'.repeat(20_000)),
      fc.jsonValue({ maxDepth: 1 }),
    ),
    request_id: wild,
    requestid: wild,
    code: wild,
    message: wild,
    accessToken: fc.oneof(fc.constant<unknown>(accessToken), fc.string()),
    expireIn: wild,
    result: wild,
  },
  { requiredKeys: [] },
);
const likely = fc.record({
  errcode: fc.constantFrom<unknown>(...codes),
  errmsg: wild,
  sub_code: wild,
  request_id: wild,
  userid: fc.constantFrom('010000000000000001', 'x'.repeat(70_000)),
});
const body = fc.oneof(
  { weight: 4, arbitrary: fc.oneof(object, likely).map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '{',
      `<html>${echo}</html>`,
      '<html>punish</html>',
      `"${'x'.repeat(2_000_000)}"`,
    ),
  },
);
const answer: fc.Arbitrary<Answer> = fc.record({
  status: fc.oneof(
    { weight: 5, arbitrary: fc.constant(200) },
    { weight: 1, arbitrary: fc.integer({ min: 200, max: 999 }) },
  ),
  headers: fc.dictionary(
    fc.constantFrom(
      'content-type',
      'retry-after',
      'location',
      'set-cookie',
      'connection',
      'x-odd',
      'content-encoding',
      'transfer-encoding',
    ),
    fc.oneof(
      fc.constantFrom(
        '0',
        '1',
        'close',
        'gzip',
        'br',
        'deflate',
        'chunked',
        'application/json',
        'http://127.0.0.1:1/',
        echo,
      ),
      fc.stringMatching(/^[!-~]{0,12}$/),
    ),
    { maxKeys: 2 },
  ),
  body,
  way: fc.oneof(
    { weight: 8, arbitrary: fc.constant<Answer['way']>('whole') },
    {
      weight: 3,
      arbitrary: fc.constantFrom<Answer['way']>(
        'cut',
        'longer',
        'shorter',
        'raw',
        'gzip',
        'never',
        'reset',
        'slow',
      ),
    },
  ),
});

/** Does with a request what the answer says; `known` is what an indiscreet server tells. */
async function send(
  { status, headers, body: drawn, way }: Answer,
  known: string,
  response: ServerResponse,
): Promise<void> {
  const told = (text: string): string => text.replaceAll(echo, known.replaceAll('"', ''));
  const bytes = Buffer.from(typeof drawn === 'string' ? told(drawn) : drawn);
  const { socket } = response;
  if (way === 'never') return;
  if (way === 'reset') {
    socket?.resetAndDestroy();
    return;
  }
  if (way === 'raw') {
    socket?.end(bytes);
    return;
  }
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, told(value));
  if (way === 'gzip') response.setHeader('content-encoding', 'gzip');
  const said = { longer: bytes.length + 5, cut: bytes.length + 5, shorter: Math.max(bytes.length - 5, 0) };
  if (way === 'longer' || way === 'cut' || way === 'shorter') response.setHeader('content-length', said[way]);
  response.writeHead(status);
  if (way === 'slow') {
    response.write(bytes.subarray(0, 1));
    await sleep(5);
  }
  response.end(way === 'gzip' && bytes.length % 2 === 0 ? gzipSync(bytes) : bytes);
  if (way === 'cut') socket?.destroy();
}

/** A log that is kept as text. */
function keptLog(): { readonly log: pino.Logger; readonly text: () => string } {
  let kept = '';
  const into = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      kept += chunk.toString();
      done();
    },
  });
  return { log: pino({ level: 'trace' }, into), text: () => kept };
}

/** Time after which a run is interrupted: some answers hold all calls back for minutes. */
const patience = 400;

test(
  'whatever the server answers, every row has one status, nothing is told that may not be, and the ledger stays readable',
  async () => {
    const rows = fc.integer({ min: 1, max: 6 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(answer, { minLength: 1, maxLength: 12 }),
        rows,
        fc.boolean(),
        async (answers, count, app) => {
          let calls = 0;
          const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
            const sent = await textOfStream(request);
            const next = answers[(calls += 1) % answers.length];
            const known = `${request.url ?? ''} ${sent} ${app ? appSecret : accessToken}`;
            if (next !== undefined) await send(next, known, response);
          };
          const server = createServer((request, response) => {
            serve(request, response).catch(() => response.destroy());
          });
          await using listening = await listen(server);
          await using folder = await Folder.create();
          const url = new URL(`http://127.0.0.1:${listening.port}/`);
          const kept = keptLog();
          await folder.write('x.csv', goodRows(count));
          const { results, summary } = await importFile(sandbox, folder, 'x.csv', {
            server: {
              oapiUrl: url,
              apiUrl: app ? url : sandbox.url,
              credentials: app ? { kind: 'app', appKey: 'a-key', appSecret } : { kind: 'token', accessToken },
              timeout: 100,
              retries: 2,
              silence: 1_000,
            },
            concurrency: 3,
            signal: AbortSignal.timeout(patience),
            grace: 200,
            log: kept.log,
          });
          const lines = await readResults(results);
          expect(lines).toHaveLength(count);
          for (const line of lines) expect(statuses).toContain(line.import_status);
          expect(summary.rows).toBe(count);

          // A userid is the server's word for a contact, and stands there as it came.
          const own = importColumns.filter((column) => column !== 'import_userid');
          const told = [kept.text(), JSON.stringify(summary.stopped ?? ''), JSON.stringify(summary.groups)];
          for (const line of lines) told.push(own.map((column) => line[column]).join(' '));
          for (const secret of [accessToken, appSecret]) expect(told.join('\n')).not.toContain(secret);
          for (let row = 1; row <= count; row += 1) expect(told.join('\n')).not.toContain(mobileOf(row));

          // The results are a file like any other, and what was written down is known to the next run.
          const healthy = { dryRun: true, server: { oapiUrl: url } };
          expect((await importFile(sandbox, folder, 'x.results.csv', healthy)).summary.rows).toBe(count);
        },
      ),
      fuzz(30),
    );
  },
  fuzzTime,
);
