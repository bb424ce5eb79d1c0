import type { Status } from '../outcome.js';

export type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'red';

/** Gives text a style, where there is a terminal that shows it. */
export type Paint = (style: Style, text: string) => string;

/** For files, pipes and terminals without colours. */
export const plain: Paint = (_style, text) => text;

/** What each status means, in a few words, and its colour: green is done, yellow is open, red is wrong. */
export const statusTable: Readonly<Record<Status, { readonly words: string; readonly style: Style }>> = {
  created: { words: 'created by the importer', style: 'green' },
  skipped: { words: 'exists already, or has the phone of an earlier row', style: 'dim' },
  changed: { words: 'is there, but something in the row was not sent', style: 'yellow' },
  invalid: { words: 'not sent: something in the row is wrong', style: 'red' },
  failed: { words: 'the server refused it, or was busy until the retries ran out', style: 'red' },
  unknown: { words: 'sent, but without an answer that can be trusted', style: 'yellow' },
  pending: { words: 'not sent: the run stopped before it', style: 'yellow' },
};

/** What `pending` means at the end of a dry run. */
export const dryRunWords = 'the import would send it';
