/** An answer's members, `request_id` apart; the shapes are in src/dingtalk/README.md, Replies. */
export type Answer = Readonly<Record<string, unknown>>;

/** What stands in place of a value when a check fails. */
export interface Refused {
  readonly refused: Answer;
}

/** What a request says, once decoded: nothing is known of its members. */
export type Parameters = Readonly<Record<string, unknown>>;

const words: Readonly<Record<string, string>> = {
  '-1': '系统繁忙',
  22005: '外部联系人已存在',
  33009: '不合法的tokenGrantType',
  33012: '不合法的userId',
  40000: 'access_token is blank',
  40001: '系统繁忙',
  40009: '不合法的部门id',
  40014: '不合法的access_token',
  40035: '不合法的参数',
  40036: '必填参数为空',
  40068: '不合法的偏移量',
  40069: '不合法的分页大小',
  40104: '无效的手机号码',
  41101: '不合法的分页大小',
  42001: 'access_token超时',
  43007: '需要授权',
  60003: '部门不存在',
  60011: '没有调用该接口的权限',
  60022: '内容包含敏感信息',
  60103: '手机号码不合法',
  60112: '姓名不合法',
  60121: '找不到该用户',
  60200: '手机号码冲突',
  60203: '外部联系人数量超过上限',
  60204: '标签必填',
  60205: '企业未开通外部联系人功能',
  90018: '您的服务器调用钉钉开放平台当前接口的频率过高',
  400002: '无效的参数',
};

/** A business failure: a plain errcode. */
export function refusal(errcode: number, errmsg = words[errcode] ?? '请求失败'): Answer {
  return { errcode, errmsg };
}

/** A failure of authority or a throttle: errcode 88 around the effective code, which is a text. */
export function wrapped(subCode: string, more = '', subMessage = words[subCode] ?? '请求失败'): Answer {
  const errmsg = `ding talk error[subcode=${subCode},submsg=${subMessage}${more}]`;
  return { errcode: 88, sub_code: subCode, sub_msg: subMessage, errmsg };
}

/** A parameter as text; empty where it's something else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A list parameter: an array, or a text of items between commas, also as JSON; `undefined` where it's something else. */
export function listOf(value: unknown): readonly unknown[] | undefined {
  if (value === undefined || value === null || value === '') return [];
  if (typeof value === 'string') {
    const items = value
      .trim()
      .replace(/^\[|\]$/g, '')
      .split(',');
    return items.map((item) => item.trim().replace(/^"|"$/g, '')).filter((item) => item !== '');
  }
  return Array.isArray(value) ? value : undefined;
}

/** Whether a value is an object with members. */
export function isObject(value: unknown): value is Parameters {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `offset` and `size` as the paged calls read them: only together, else the first 20 (src/dingtalk/README.md, Look-ups). */
export function pageOf(
  parameters: Parameters,
  wrongSize: number,
): { readonly offset: number; readonly size: number } | Refused {
  if (parameters.offset === undefined || parameters.size === undefined) return { offset: 0, size: 20 };
  const offset = Number(parameters.offset);
  const size = Number(parameters.size);
  if (!Number.isInteger(offset) || offset < 0) return { refused: refusal(40068) };
  if (!Number.isInteger(size) || size < 1 || size > 100) return { refused: refusal(wrongSize) };
  return { offset, size };
}
