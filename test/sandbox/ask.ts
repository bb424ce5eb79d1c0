import type { Sandbox } from '../../src/sandbox/server.js';

/** An answer as a client without any knowledge of the API sees it. */
export type Answer = Readonly<Record<string, unknown>>;

export const goodContact = {
  name: '张远',
  mobile: '19910000001',
  state_code: '86',
  follower_user_id: 'manager4220',
  label_ids: [1_561_077_310],
};

/** Posts JSON to a path, with the sandbox's own token unless told otherwise. */
export async function ask(
  sandbox: Sandbox,
  path: string,
  body: unknown,
  accessToken: string = sandbox.accessToken,
): Promise<Answer> {
  const response = await post(sandbox, `${path}?access_token=${accessToken}`, body);
  return answerOf(response);
}

/** An answer's members; fails where it's no JSON object. */
export async function answerOf(response: Response): Promise<Answer> {
  const answer: unknown = await response.json();
  if (typeof answer !== 'object' || answer === null) throw new Error('expected an object');
  return { ...answer };
}

export async function post(sandbox: Sandbox, pathAndQuery: string, body: unknown): Promise<Response> {
  return fetch(new URL(pathAndQuery, sandbox.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Asks for a contact: the good one with changes. */
export function create(sandbox: Sandbox, changes: Answer = {}): Promise<Answer> {
  return ask(sandbox, '/topapi/extcontact/create', { contact: { ...goodContact, ...changes } });
}
