/** What became of a row, as `import_status` tells it. */
export const statuses = ['created', 'skipped', 'invalid', 'failed', 'unknown', 'pending'] as const;
export type Status = (typeof statuses)[number];

/** The importer's own columns of a results file, in their order; an input that has them is read as if it had none. */
export const importColumns = [
  'import_row',
  'import_line',
  'import_status',
  'import_userid',
  'import_errcode',
  'import_error',
  'import_note',
  'import_attempts',
  'import_request_id',
] as const;

/** What a row did at the server in this run: the create calls made for it, and the server's id of the last answer. */
export interface Traffic {
  readonly attempts: number;
  readonly requestId: string;
}

/** Something wrong with a row, found without a call: `rule` is equal for equal mistakes, `text` is for the row's owner. */
export interface Problem {
  readonly rule: string;
  readonly text: string;
}

/**
 * Why a failed row failed: `refused`, the server found fault with this row; `exhausted`, it was busy until the retries
 * ran out; `fatal`, it refused for a reason that concerns every row.
 */
export type FailureCause = 'refused' | 'exhausted' | 'fatal';

/** What became of one row. Every row has exactly one; all but `created` say in words why. */
export type Outcome =
  | ({ readonly status: 'created'; readonly userid: string } & Traffic)
  | ({
      readonly status: 'skipped';
      readonly userid: string;
      readonly errcode: string;
      readonly error: string;
    } & Traffic)
  | { readonly status: 'invalid'; readonly problems: readonly Problem[] }
  | ({
      readonly status: 'failed';
      readonly cause: FailureCause;
      readonly errcode: string;
      readonly error: string;
    } & Traffic)
  | ({
      readonly status: 'unknown';
      readonly cause: Exclude<FailureCause, 'refused'>;
      readonly errcode: string;
      readonly error: string;
    } & Traffic)
  | { readonly status: 'pending'; readonly error: string };
