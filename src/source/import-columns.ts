/** The importer's own columns, in their order; they are left out when a file that it wrote is the input. */
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
  'import_time',
  'import_contact',
] as const;
export type ImportColumn = (typeof importColumns)[number];
