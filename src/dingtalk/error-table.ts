import { badRequest, busy, fatal, lost, row, throttled, token, type ErrorEntry } from './error-entry.js';
import { rowErrors } from './row-errors.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const newToken =
  'Get a new access token, or set DINGTALK_APP_KEY and DINGTALK_APP_SECRET so that the importer gets its own.';
const checkApp =
  'Check DINGTALK_APP_KEY and DINGTALK_APP_SECRET, and that both hosts belong to the region the app was made in (.io or .com).';
const askAdministrator = 'Ask an administrator of the organisation.';
const reportBug =
  'This is a fault of the importer or of a proxy in between: please report it with the request id.';

const exists: ErrorEntry = {
  kind: 'exists',
  meaning: 'the contact exists already',
  advice: "If you did not expect that, check the phone: it may be somebody else's.",
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
const wrongHost = fatal(
  'this host does not have this call',
  'Check DINGTALK_OAPI_URL and DINGTALK_API_URL: they may be swapped or mistyped. The first is https://oapi.dingtalk.io, the second https://api.dingtalk.io; for mainland China, both end in .com.',
);
const badForm = badRequest(
  'the server does not accept the form of the request: its method, content type or encoding',
  'Look for a proxy that changes requests. If there is none, report it with the request id: it is a fault of the importer.',
);
const badContent = badRequest(
  'the server could not read the parameters of the request',
  'Try one other row with --limit 1. If it fails too, look for a proxy that changes requests, or report it with the request id. Otherwise correct this row.',
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
  ...rowErrors,

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
    'the access token was refused, or external contacts have a mandatory custom field, which the importer cannot fill',
    'If the server says system busy: in the admin console, make the custom field of external contacts optional; how a call could fill it is not documented. Otherwise: ' +
      newToken,
  ),

  // Fatal: no row can succeed
  33009: fatal(
    'the access token is of the wrong kind',
    'Use the token of an internal app of the organisation.',
  ),
  '88/40000': fatal('the access token was blank', newToken),
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
    'Delete contacts that are no longer needed. The limit is said to be 20,000 without certification of the organisation and 200,000 with it; DingTalk does not raise it on request.',
  ),
  60205: fatal(
    'external contacts are not switched on for the organisation',
    'Ask an administrator to apply for the feature in the admin console; DingTalk asks for an authorisation letter.',
  ),
  90020: quotaUsedUp,
  'Forbidden.AccessDenied.ApiCountLimitForOrg': quotaUsedUp,
  22: wrongHost,
  404: wrongHost,
  'InvalidAction.NotFound': wrongHost,
  'AuthenticationFailed.MissingParameter': wrongHost,
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

  // Fatal until the server has understood a call of the same path, then an error of the row
  40033: badRequest(
    'the server does not accept \\u escapes in the request',
    'Look for a proxy that changes requests. If there is none, take unusual characters out of the row, or report it with the request id.',
  ),
  41101: badRequest(
    'the request is too long: it may have 4,096 characters',
    'Shorten title, company_name, address and remark, or give fewer ids.',
  ),
  40035: badContent,
  47001: badContent,
  40038: badForm,
  41015: badForm,
  43001: badForm,
  43002: badForm,
  43003: badForm,
  43004: badForm,
  43005: badForm,
  43009: badForm,

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
  const entry = (wrapped ? entryOf(wrappedCode(code)) : undefined) ?? entryOf(code);
  if (entry !== undefined) return entry;
  if (code.startsWith('isp.')) return errorTable[15];
  return wrapped || /^900[01]\d$/.test(code)
    ? fatal(`the server refused the app with code ${code}`, lookItUp)
    : row(`the server refused the row with code ${code}`, lookItUp);
}

/** The code under which an error that came wrapped in errcode 88 is shown: `88/40000` where plain 40000 means something else. */
export function shownCode(code: string, wrapped: boolean): string {
  return wrapped && entryOf(wrappedCode(code)) !== undefined ? wrappedCode(code) : code;
}

function wrappedCode(code: string): string {
  return `88/${code}`;
}

function entryOf(code: string): ErrorEntry | undefined {
  const entries: Readonly<Record<string, ErrorEntry>> = errorTable;
  return Object.hasOwn(entries, code) ? entries[code] : undefined;
}
