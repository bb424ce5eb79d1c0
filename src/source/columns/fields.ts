/**
 * The fields a column can feed: DingTalk's own, by its names, and behind them those that hold names in place of ids. What each
 * may hold is decided in `contact/`.
 */
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
  'labels',
  'owner_mobile',
  'share_departments',
  'share_user_mobiles',
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

/** The fields of ids, each with the field of names from which its ids can be found. */
export const namedBy = {
  label_ids: 'labels',
  follower_user_id: 'owner_mobile',
  share_dept_ids: 'share_departments',
  share_user_ids: 'share_user_mobiles',
} as const satisfies Partial<Record<Field, Field>>;
export type IdField = keyof typeof namedBy;
export type NameField = (typeof namedBy)[IdField];

/** The field itself, and the one whose names can stand in for it. */
export function fieldAndNames(field: Field): readonly Field[] {
  const names: Partial<Record<Field, Field>> = namedBy;
  const name = names[field];
  return name === undefined ? [field] : [field, name];
}

/** The field of ids that a field of names stands in for. */
export function idsFor(field: Field): IdField | undefined {
  return idFields.find((ids) => namedBy[ids] === field);
}

const idFields: readonly IdField[] = ['label_ids', 'follower_user_id', 'share_dept_ids', 'share_user_ids'];

/** Whether a text names a field exactly. */
export function isField(text: string): text is Field {
  return fields.some((field) => field === text);
}

/** Whether the server makes no contact without this field. */
export function isRequired(field: Field): boolean {
  return requiredFields.some((required) => required === field);
}
