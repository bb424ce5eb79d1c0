import { busy, fatal, lost, row, throttled, token, type ErrorEntry } from './error-entry.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const newToken =
  'Get a new access token, or set DINGTALK_APP_KEY and DINGTALK_APP_SECRET so that the importer gets its own.';
const checkApp =
  'Check DINGTALK_APP_KEY and DINGTALK_APP_SECRET, and that both hosts belong to the region the app was made in (.io or .com).';
const wrongOwner =
  'Check follower_user_id and share_user_ids: each must be the userid of a present employee.';
const askAdministrator = 'Ask an administrator of the organisation.';
const reportBug =
  'This is a fault of the importer or of a proxy in between: please report it with the request id.';

const unknownUser: ErrorEntry = { ...row('a user id is not known', wrongOwner), absent: true };
const badPhone = row(
  'the phone number is not valid',
  'Correct mobile and state_code: digits only, the country code in state_code alone.',
);
const badParameter = row('a parameter is not acceptable', 'Correct the row and run the same command again.');
const exists: ErrorEntry = {
  kind: 'exists',
  meaning: 'the contact exists already',
  advice: 'Nothing to do.',
};
const wrongCredentials = fatal('the app credentials are wrong', checkApp);
const noPermission: ErrorEntry = {
  ...fatal(
    'the app lacks a permission',
    'Grant the app the scope that the message names in the developer console; creating contacts needs qyapi_ext_write.',
  ),
  scope: true,
};
const notAllowed = fatal(
  "this machine's address is not on the app's allow-list",
  "Add the address to the app's allow-list in the developer console.",
);
const noOrganisation = fatal(
  'the organisation is not valid',
  'Check that the credentials are those of the right organisation.',
);
const quotaUsedUp = fatal(
  "the month's calls of the organisation are used up",
  'Wait for the next month or buy more calls; then run the same command again.',
);

/** Code → kind → advice (README.md, Codes). Names instead of numbers are the importer's own codes. */
export const errorTable = {
  // One row
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
  60121: unknownUser,
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
  40035: badParameter,
  400002: badParameter,
  47001: row('the server could not read the request', reportBug),

  // Exists already
  22005: exists,
  60201: exists,

  // Busy: the same row again
  '-1': {
    ...busy('the server was busy', 'Run the same command again later; away from full hours is best.'),
    doubtful: true,
  },
  400001: { ...busy('the server had an error', 'Run the same command again later.'), doubtful: true },
  'no-connection': busy(
    'the server could not be reached',
    'Check the network, HTTPS_PROXY, DINGTALK_OAPI_URL and DINGTALK_API_URL; then run the same command again.',
  ),
  'system.busy': busy('the server was busy', 'Run the same command again later.'),

  // Throttled: all calls wait (README.md, Throttling)
  90018: throttled('too many calls a second for this app', SECOND),
  90002: throttled(
    'too many calls a second for this API, over all organisations',
    2 * SECOND,
    'Run at another time than a full hour.',
  ),
  90001: throttled('too many calls from this server', 2 * MINUTE),
  90003: throttled('too many calls for the organisation', 2 * MINUTE),
  90004: throttled('too many calls for the credential', 2 * MINUTE),
  90005: throttled('too many calls for the organisation and API', MINUTE),
  90006: throttled('too many calls for the credential and API', MINUTE),
  45009: throttled('too many calls of this API', MINUTE),
  'http-429': throttled('too many calls (HTTP 429)', 5 * SECOND),
  'address-banned': throttled(
    "the server bans this machine's address for five minutes",
    5 * MINUTE,
    'Find what else calls DingTalk from this address: it takes 10,000 calls in 20 seconds.',
  ),
  'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi': throttled('too many calls a second for this app', SECOND),
  'Forbidden.AccessDenied.QpmLimitForAppkeyAndApi': throttled('too many calls a minute for this app', MINUTE),
  'Forbidden.AccessDenied.QpsLimitForApi': throttled('too many calls a second for this API', 2 * SECOND),

  // Token: one refresh, then the same call again
  40014: token('the access token is not valid', newToken),
  42001: token('the access token has expired', newToken),
  33001: token('the access token belongs to no valid organisation', newToken),
  40001: token(
    'the access token was refused, or external contacts have a mandatory custom field that no API can fill',
    'If the server says system busy: in the admin console, make the custom field of external contacts optional. Otherwise: ' +
      newToken,
  ),

  // Fatal: no row can succeed
  33009: fatal(
    'the access token is of the wrong kind',
    'Use the token of an internal app of the organisation.',
  ),
  40000: fatal('the access token was blank', newToken),
  41001: fatal('the access token was missing', reportBug),
  40089: wrongCredentials,
  40096: wrongCredentials,
  invalidClientIdOrSecret: wrongCredentials,
  'invalid.client': wrongCredentials,
  43007: fatal(
    'authorisation is required',
    'Grant the app the scope qyapi_ext_write in the developer console.',
  ),
  60011: noPermission,
  'Forbidden.AccessDenied.AccessTokenPermissionDenied': noPermission,
  60020: notAllowed,
  'Forbidden.AccessDenied.IpNotInWhiteList': notAllowed,
  50003: fatal('the app is stopped', 'Start the app in the admin console.'),
  50005: fatal('the organisation is disabled', askAdministrator),
  48002: fatal('the API is disabled for this app', askAdministrator),
  70001: noOrganisation,
  400043: noOrganisation,
  60203: fatal(
    'the organisation has as many external contacts as it may have',
    'Delete contacts that are no longer needed, or ask DingTalk for more.',
  ),
  60205: fatal(
    'external contacts are not switched on for the organisation',
    'Ask an administrator to apply for the feature in the admin console.',
  ),
  90020: quotaUsedUp,
  'Forbidden.AccessDenied.ApiCountLimitForOrg': quotaUsedUp,
  22: fatal('the server does not know this call', 'Check DINGTALK_OAPI_URL and DINGTALK_API_URL.'),
  'http-redirect': fatal(
    'the server sends the call to another address',
    'Check DINGTALK_OAPI_URL and DINGTALK_API_URL, and whether a proxy asks for a login.',
  ),
  'proxy-refused': fatal(
    'the proxy lets no call through',
    'Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY, and the user name and password in the address of the proxy.',
  ),
  'bad-certificate': fatal(
    'no trusted TLS connection could be made',
    "Check DINGTALK_OAPI_URL and DINGTALK_API_URL; for a company's own authority set NODE_EXTRA_CA_CERTS.",
  ),

  // Lost: it may be done
  15: lost('the gateway got no answer from the service behind it'),
  'no-answer': lost(
    'no answer came in time',
    'Run the same command again: it finds out, and makes no second contact. If it happens often, raise --timeout.',
  ),
  abandoned: lost('the run was interrupted, and no answer came within --grace'),
  'connection-cut': lost('the connection broke before the answer was complete'),
  'not-the-api': lost(
    "the answer was not one of DingTalk's",
    'Run the same command again. If it happens often, look for a proxy or a login page in between.',
  ),
} as const satisfies Readonly<Record<string, ErrorEntry>>;

/** Codes that stand for the importer's own observations, where the server said nothing usable. */
export type ObservedCode =
  | 'no-connection'
  | 'bad-certificate'
  | 'proxy-refused'
  | 'no-answer'
  | 'abandoned'
  | 'connection-cut'
  | 'not-the-api'
  | 'http-redirect'
  | 'http-429'
  | 'address-banned';

const lookItUp = "Look the code up in DingTalk's list of global error codes.";

/**
 * The entry of an effective code. A code without an entry is an error of the row, with two exceptions: what came wrapped in
 * errcode 88 is about authority and throttles, and 90007 to 90019 are throttles of third-party apps, so both are fatal
 * (README.md, Codes). `isp.…` is lost.
 */
export function findError(code: string, wrapped = false): ErrorEntry {
  const entries: Readonly<Record<string, ErrorEntry>> = errorTable;
  const entry = Object.hasOwn(entries, code) ? entries[code] : undefined;
  if (entry !== undefined) return entry;
  if (code.startsWith('isp.')) return errorTable[15];
  return wrapped || /^900[01]\d$/.test(code)
    ? fatal(`the server refused the app with code ${code}`, lookItUp)
    : row(`the server refused the row with code ${code}`, lookItUp);
}
