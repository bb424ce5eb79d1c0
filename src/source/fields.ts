/** The fields a column can feed, by DingTalk's own names; what each may hold is decided in `contact/`. */
export const fields = [
  'name',
  'mobile',
  'state_code',
  'follower_user_id',
  'label_ids',
  'title',
  'company_name',
  'address',
  'remark',
  'share_dept_ids',
  'share_user_ids',
] as const;
export type Field = (typeof fields)[number];

/** The fields without which the server makes no contact (dingtalk-api.md section 5.1). */
export const requiredFields = [
  'name',
  'mobile',
  'state_code',
  'follower_user_id',
  'label_ids',
] as const satisfies readonly Field[];

/** Whether a text names a field exactly. */
export function isField(text: string): text is Field {
  return fields.some((field) => field === text);
}

/** Whether the server makes no contact without this field. */
export function isRequired(field: Field): boolean {
  return requiredFields.some((required) => required === field);
}
