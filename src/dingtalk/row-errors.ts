import { row, type ErrorEntry } from './error-entry.js';

const unknownUser: ErrorEntry = {
  ...row(
    'a user id is not known',
    'Check follower_user_id and share_user_ids: each must be the userid of a present employee.',
  ),
  absent: true,
};
const badPhone = row(
  'the phone number is not valid',
  'Correct mobile and state_code: digits only, the country code in state_code alone.',
);
const badParameter = row('a parameter is not acceptable', 'Correct the row and run the same command again.');

/** Errors that concern one row: the first part of the error table (README.md, Codes). */
export const rowErrors = {
  40036: row(
    'a required field is empty for the server',
    'Fill in name, mobile, state_code, follower_user_id and label_ids.',
  ),
  60103: badPhone,
  60112: row('the name is not valid', 'Shorten the name or take unusual characters out of it.'),
  60204: row('a label is required', 'Give at least one id in label_ids.'),
  60200: row(
    'the phone conflicts with somebody the organisation knows: a colleague, or a contact that exists',
    "Look the number up in DingTalk: a colleague can't be an external contact.",
  ),
  60121: {
    ...row(
      'something that the row names was not found: an employee, a department or a label',
      'Check follower_user_id, share_user_ids, share_dept_ids and label_ids: all of them must exist, and the employees must be present.',
    ),
    absent: true,
  },
  33012: unknownUser,
  40003: unknownUser,
  60111: unknownUser,
  40104: { ...badPhone, absent: true },
  50002: row(
    'an employee is outside what the app may see',
    "Widen the app's contact scope in the developer console, or choose another owner.",
  ),
  50004: row(
    'a department is outside what the app may see',
    "Widen the app's contact scope in the developer console, or correct share_dept_ids.",
  ),
  60003: {
    ...row('a department is not known', 'Check share_dept_ids: each must be the id of a present department.'),
    absent: true,
  },
  40009: {
    ...row('an id is not allowed here', 'Check share_dept_ids: ids are greater than 0.'),
    absent: true,
  },
  60022: row(
    'a text holds words the server does not accept',
    'Reword name, title, company_name, address or remark.',
  ),
  40065: row('the remark is too long', 'Shorten remark, to 1,024 characters at most.'),
  40000: badParameter,
  400002: badParameter,
} as const satisfies Readonly<Record<string, ErrorEntry>>;
