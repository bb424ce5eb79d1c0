import { contactFields, type ContactField } from '../contact/row-values.js';
import { asIdField, idFields, namedBy, type IdField } from '../source/columns/fields.js';

/** Hashes by field; those of names stand beside those of ids. */
export type FieldHashes = ReadonlyMap<string, string>;

/** What is compared. */
export interface Compared {
  /** The row's own values. An id field whose names differ from those that were sent has to have its ids. */
  readonly row: FieldHashes;
  /** What was last sent; several where it isn't known which arrived; none where nothing is known. */
  readonly last: readonly FieldHashes[];
  /** Whether all that the contact had then was sent by the importer: a field that was not sent was empty. */
  readonly isOwn: boolean;
  /** What DingTalk has, with empty fields too; absent where that is not known. */
  readonly present: FieldHashes | undefined;
}

/** How a row differs from its contact, as lists of fields. */
export interface Difference {
  /** The row says something that was not sent, and that DingTalk is not known to have. */
  readonly changed: readonly ContactField[];
  /** The row is as it was sent, and DingTalk has something else: somebody changed it there. */
  readonly edited: readonly ContactField[];
  /** Not as last sent, but equal to what DingTalk has. */
  readonly equal: readonly ContactField[];
}

/** Compares a row with what was last sent for its contact, and with what DingTalk has where that is known. A field that the row lacks is no change. */
export function compareRow(compared: Compared): Difference {
  const { last, isOwn, present } = compared;
  const changed: ContactField[] = [];
  const edited: ContactField[] = [];
  const equal: ContactField[] = [];
  for (const field of contactFields) {
    const own = hashIn(compared, field);
    if (own === undefined) continue;
    const isSent = last.some((sent) => sent.get(field) === own);
    if (present === undefined) {
      if (!isSent && (isOwn || last.some((sent) => sent.has(field)))) changed.push(field);
    } else if (present.get(field) === own) {
      if (!isSent) equal.push(field);
    } else if (isSent) edited.push(field);
    else changed.push(field);
  }
  return { changed, edited, equal };
}

/** The id fields of a row whose names have to be looked up before it can be compared. */
export function unknownIds(row: FieldHashes, last: readonly FieldHashes[]): readonly IdField[] {
  return idFields.filter((ids) => row.has(namedBy[ids]) && sentByName(row, last, ids) === undefined);
}

/** The hash of a row's value; of names that were sent before, that of the ids which they had then. */
function hashIn({ row, last }: Compared, field: ContactField): string | undefined {
  const ids = asIdField(field);
  return (ids === undefined ? undefined : sentByName(row, last, ids)) ?? row.get(field);
}

function sentByName(row: FieldHashes, last: readonly FieldHashes[], ids: IdField): string | undefined {
  const names = row.get(namedBy[ids]);
  if (names === undefined) return undefined;
  return last.find((sent) => sent.get(namedBy[ids]) === names)?.get(ids);
}
