import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';

// What one writes in five minutes: the whole file in memory, every call at once, and no word of what failed.
const [origin = '', path = ''] = process.argv.slice(2);
const records: Readonly<Record<string, string>>[] = parse(await readFile(path), { columns: true });
const url = new URL('/topapi/extcontact/create?access_token=token-of-the-bench', origin);
await Promise.allSettled(
  records.map(async ({ label_ids = '', ...fields }) => {
    const contact = { ...fields, label_ids: label_ids.split(';').map(Number) };
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ contact }) });
    await response.json();
  }),
);
