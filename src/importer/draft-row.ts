import type { Contact } from '../contact/contact.js';
import type { Note } from '../contact/notes.js';
import type { RowHashes, RowValues } from '../ledger/hashes.js';
import type { Draft } from '../lookup/name-resolver.js';
import type { Outcome } from '../outcome.js';

/** A row that can be sent: its number, its contact with the names it still needs, its key, and its values for comparisons. */
export interface DraftRow {
  readonly number: number;
  readonly draft: Draft;
  readonly key: string;
  readonly texts: RowValues;
  readonly hashes: RowHashes;
}

/** How a row ended, and what is worth knowing of it; of a dry run the contact as it would be sent. */
export interface Settled {
  readonly outcome: Outcome;
  readonly notes: readonly Note[];
  readonly contact?: Contact;
}
