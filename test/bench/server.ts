import { createServer } from 'node:http';

/**
 * The least that can stand in for DingTalk: gives a token, makes every contact, and counts. It listens on any free port
 * and prints it. It isn't the sandbox, which checks what it's sent: here the clients are to be the slow side.
 */
let creates = 0;

/** Creates of the last second, and the most there ever were in one. */
const lastSecond: number[] = [];
let busiest = 0;

function noteCreate(): number {
  const now = performance.now();
  creates += 1;
  lastSecond.push(now);
  while ((lastSecond[0] ?? now) <= now - 1_000) lastSecond.shift();
  busiest = Math.max(busiest, lastSecond.length);
  return creates;
}

function answerTo(path: string): object {
  if (path.startsWith('/topapi/')) {
    const userid = String(noteCreate()).padStart(18, '0');
    return { errcode: 0, userid, request_id: '2jrqmzbmg0hh' };
  }
  if (path === '/seen') {
    const seen = { creates, busiest };
    busiest = 0;
    lastSecond.length = 0;
    return seen;
  }
  return { accessToken: 'token-of-the-bench', expireIn: 7200 };
}

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  request.resume().on('end', () => {
    const body = JSON.stringify(answerTo(request.url ?? ''));
    response.writeHead(200, {
      'content-type': 'application/json;charset=UTF-8',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', 4_096, () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.stdout.write(`${address.port}\n`);
});
