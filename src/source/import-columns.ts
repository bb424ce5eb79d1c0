/** The importer's own columns of a results file, in their order; they are left out when a results file is the input. */
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
