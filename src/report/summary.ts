import type { ContactField } from '../contact/row-values.js';
import type { Calls, Throttled } from '../dingtalk/connect.js';
import type { Status, StopReason } from '../outcome.js';
import type { Price } from './price.js';

/** Rows of one status with the same problem, error or reason to be skipped. */
export interface RowGroup {
  readonly status: Status;
  /** The errcode, or the title of the problem of an invalid row. */
  readonly code: string;
  /** Meaning and advice of the error table; empty for an invalid row, whose own text has both. */
  readonly meaning: string;
  readonly advice: string;
  readonly count: number;
  /** The numbers of the first rows in it. */
  readonly firstRows: readonly number[];
}

/** Rows with the same note. */
export interface NoteGroup {
  readonly kind: string;
  readonly count: number;
  readonly firstRows: readonly number[];
}

/** What feeds a field, the first that a row has: columns, `First+Last` where they are joined, and values, `--set field=value`. */
export interface FieldUse {
  readonly field: string;
  readonly from: readonly string[];
}

/** How the file was understood: what feeds each field, and the columns that feed none. */
export interface Understood {
  readonly fields: readonly FieldUse[];
  readonly unused: readonly string[];
}

/** A name that the organisation doesn't have, how many rows have it, and a hint: similar names. */
export interface UnknownNameGroup {
  readonly name: string;
  readonly hint: string;
  readonly count: number;
}

/** A row that cost a create call. */
export interface AttemptedRow {
  readonly row: number;
  readonly status: Status;
  readonly userid: string;
  /** Empty for a row that was created. */
  readonly errcode: string;
}

/** Whether the HTML report was written, or why not. */
export type ReportEnd =
  | { readonly path: string; readonly ok: true }
  | { readonly path: string; readonly ok: false; readonly error: string };

/** The end of a run in figures. */
export interface Summary {
  /** The id of the run, as the ledger and the log have it. */
  readonly run: string;
  /** Start and end, in ms since 1970. */
  readonly started: number;
  readonly ended: number;
  /** The path of the ledger. */
  readonly ledger: string;
  readonly understood: Understood;
  /** Rows of these statuses whose contact was known before their turn: from an earlier run, or from the organisation's list. */
  readonly earlier: Readonly<Record<'created' | 'skipped', number>>;
  /** Changed rows by field. */
  readonly changed: Readonly<Partial<Record<ContactField, number>>>;
  /** Rows whose contact the ledger knows and the organisation's list lacks. */
  readonly gone: number;
  /** Rows that are as they were sent, and whose contact somebody edited in DingTalk. */
  readonly edited: number;
  /** Rows whose phone has a contact, or an earlier row, with another name. */
  readonly otherNames: number;
  readonly rows: number;
  readonly counts: Readonly<Record<Status, number>>;
  readonly groups: readonly RowGroup[];
  readonly notes: readonly NoteGroup[];
  /** The first rows that cost a create call. */
  readonly attempted: readonly AttemptedRow[];
  readonly calls: Calls;
  readonly throttled: Throttled;
  /** Rows whose contact the ledger knew before the run: they cost no call. */
  readonly known: number;
  /** Create calls after the first of their row. */
  readonly repeated: number;
  /** From start to end, in ms. */
  readonly elapsed: number;
  readonly stopped: StopReason | undefined;
  /** The most frequent first. */
  readonly unknownNames: readonly UnknownNameGroup[];
  /** Values without a translation, in fields that have some; the most frequent first. */
  readonly untranslated: readonly { readonly value: string; readonly count: number }[];
  /** Rows whose contact exists, and whose userid is not known. */
  readonly withoutUserid: number;
  /** Rows whose create call said that the contact exists. */
  readonly existedAlready: number;
  /** The ledger was written with another token, so nobody knows whether it is of this organisation. */
  readonly otherToken?: boolean;
  /** Contacts that the ledger knows. */
  readonly contactsKnown?: number;
  /** The part of the file that this run had, and the rows of the whole file. */
  readonly shard?: { readonly index: number; readonly of: number; readonly fileRows: number };
  /** Contacts in the organisation's list, with `--match-existing`. */
  readonly listed?: number;
  /** What the import will cost, of a dry run. */
  readonly price?: Price;
  /** The file of rows that need a person. */
  readonly rejects?: { readonly path: string; readonly rows: number };
  /** A new file of values, and how many in it need a translation; without any, it is not written. */
  readonly newValues?: { readonly path: string; readonly values: number };
  readonly report?: ReportEnd;
}
