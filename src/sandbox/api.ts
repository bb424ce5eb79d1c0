import { refusal, textOf, isObject, type Answer, type Parameters } from './answer.js';
import type { Contacts } from './contacts.js';
import type { Directory } from './directory.js';

/** One `/topapi/` call: the scope an app needs for it, and what it does. */
export interface Endpoint {
  readonly scope: string;
  readonly work: (parameters: Parameters) => Answer;
}

const createPath = '/topapi/extcontact/create';

const read = 'qyapi_ext_read';
const write = 'qyapi_ext_write';
const departments = 'qyapi_get_department_list';
const byMobile = 'qyapi_get_member_by_mobile';

/** The scopes of an app that may do everything here. */
export const allScopes: readonly string[] = [read, write, departments, byMobile];

/** The `/topapi/` calls by path (src/dingtalk/README.md, Create, Look-ups and List). */
export function endpoints(contacts: Contacts, directory: Directory): ReadonlyMap<string, Endpoint> {
  return new Map<string, Endpoint>([
    [createPath, { scope: write, work: (parameters) => contacts.create(parameters) }],
    ['/topapi/extcontact/list', { scope: read, work: (parameters) => contacts.list(parameters) }],
    ['/topapi/extcontact/get', { scope: read, work: (parameters) => contacts.get(parameters) }],
    ['/topapi/extcontact/update', { scope: write, work: (parameters) => contacts.update(parameters) }],
    ['/topapi/extcontact/delete', { scope: write, work: (parameters) => contacts.delete(parameters) }],
    [
      '/topapi/extcontact/listlabelgroups',
      { scope: read, work: (parameters) => directory.labelGroups(parameters) },
    ],
    [
      '/topapi/v2/department/listsubid',
      { scope: departments, work: (parameters) => directory.departmentIds(parameters) },
    ],
    [
      '/topapi/v2/department/listsub',
      { scope: departments, work: (parameters) => directory.departments(parameters) },
    ],
    [
      '/topapi/v2/department/get',
      { scope: departments, work: (parameters) => directory.department(parameters) },
    ],
    [
      '/topapi/v2/user/getbymobile',
      { scope: byMobile, work: (parameters) => directory.userByMobile(parameters) },
    ],
  ]);
}

/** The answer to a path that is no call: errcode 22, which names it with dots. */
export function unknownMethod(path: string): Answer {
  const name = path.replace(/^\/topapi\//, 'dingtalk.oapi.').replaceAll('/', '.');
  const message = `不合法ApiName，ApiName = ${name}`;
  return { ...refusal(22, `Invalid method[submsg=${message}]`), sub_msg: message };
}

/** The phone of a create request, and its country code; both empty for all others. */
export function phoneOf(
  path: string,
  parameters: Parameters | undefined,
): { readonly mobile: string; readonly stateCode: string } {
  const contact = path === createPath ? parameters?.contact : undefined;
  return isObject(contact)
    ? { mobile: textOf(contact.mobile), stateCode: textOf(contact.state_code) }
    : { mobile: '', stateCode: '' };
}
