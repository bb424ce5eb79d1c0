import { Agent } from 'node:http';
import got from 'got';
import pLimit from 'p-limit';
import { contactOf } from './people.js';

// The importer's HTTP client in a bare loop: it reads no file, checks nothing and writes nothing down.
const [origin = '', people = '0', concurrency = '1'] = process.argv.slice(2);
const agent = { http: new Agent({ keepAlive: true }) };
const limit = pLimit(Number(concurrency));
const url = new URL('/topapi/extcontact/create?access_token=token-of-the-bench', origin);
await Promise.all(
  Array.from({ length: Number(people) }, (_, person) =>
    limit(async () => {
      const { body } = await got.post(url, { agent, json: { contact: contactOf(person) } });
      JSON.parse(body);
    }),
  ),
);
agent.http.destroy();
