import { readFile } from 'node:fs/promises';
import type { Field } from '../../src/source/columns/fields.js';
import { isField } from '../../src/source/columns/fields.js';
import type { StoredContact } from '../../src/sandbox/organisation.js';
import { UserError } from '../../src/user-error.js';
import { createPath, importText } from './job.js';
import { withSandbox } from './sandbox.js';

/**
 * Imports a shipped file against a sandbox over HTTP. One text a row: its status, and the contact that the sandbox then has
 * or what is wrong, and what was noted; or the one message that refused the file whole, and then nothing was sent.
 */
export async function runFixture(
  path: string,
  describe: (contact: StoredContact) => string,
  set: Readonly<Record<string, string>> = {},
): Promise<readonly string[] | string> {
  const content = await readFile(`fixtures/${path}`);
  const values = Object.entries(set).flatMap(([field, value]): [Field, string][] =>
    isField(field) ? [[field, value]] : [],
  );
  let result: readonly string[] | string = '';
  await withSandbox({ callsPerSecond: 10_000 }, async (sandbox) => {
    try {
      const { lines } = await importText(sandbox, content, {
        columns: { map: new Map(), set: new Map(values) },
      });
      const byUserid = new Map([...sandbox.contacts.values()].map((contact) => [contact.userid, contact]));
      result = lines.map(
        ({ import_status = '', import_userid = '', import_error = '', import_note = '' }) => {
          const contact = import_status === 'created' ? byUserid.get(import_userid) : undefined;
          const words = contact === undefined ? import_error : describe(contact);
          return `${import_status}: ${words}${import_note === '' ? '' : ` | ${import_note}`}`;
        },
      );
    } catch (error) {
      if (!(error instanceof UserError) || sandbox.calls(createPath) > 0) throw error;
      result = error.message.replace(/^\S*contacts\.csv/, 'FILE');
    }
  });
  return result;
}
