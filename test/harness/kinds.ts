import type { StoredContact } from '../../src/sandbox/organisation.js';
import { UserError } from '../../src/user-error.js';
import type { Field } from '../../src/source/columns/fields.js';
import { createPath, importText } from './job.js';
import { withSandbox } from './sandbox.js';

const ownerAndLabel = { follower_user_id: 'manager4220', label_ids: '1561077310' } as const;

/** What a contact is sent as: `86-13912340001`. */
export function phoneOf({ state_code, mobile }: StoredContact): string {
  return `${state_code}-${mobile}`;
}

/**
 * Imports a text against a sandbox with an owner and a label: for each row what `describe` says of its contact, or its problem
 * after "invalid: "; or the message that refuses the file, after "refused: ".
 */
export async function importKinds(
  csv: string | Buffer,
  set: Readonly<Partial<Record<Field, string>>> = {},
  describe: (contact: StoredContact, note: string) => string = phoneOf,
): Promise<readonly string[] | string> {
  let rows: readonly string[] | string = '';
  await withSandbox({ callsPerSecond: Infinity }, async (sandbox) => {
    try {
      const { lines } = await importText(sandbox, csv, { set: { ...ownerAndLabel, ...set } });
      const contacts = new Map([...sandbox.contacts.values()].map((contact) => [contact.userid, contact]));
      rows = lines.map(({ import_userid = '', import_status = '', import_error = '', import_note = '' }) => {
        const contact = import_status === 'created' ? contacts.get(import_userid) : undefined;
        return contact === undefined ? `${import_status}: ${import_error}` : describe(contact, import_note);
      });
    } catch (error) {
      if (!(error instanceof UserError) || sandbox.calls(createPath) > 0) throw error;
      rows = `refused: ${error.message}`;
    }
  });
  return rows;
}
