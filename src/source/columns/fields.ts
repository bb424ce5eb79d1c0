/** The fields that the server needs for a contact (src/dingtalk/README.md, Create). */
export const requiredFields = ['name', 'mobile', 'state_code', 'follower_user_id', 'label_ids'] as const;

/**
 * The fields that a column can feed: those of DingTalk, by its names, then those with names in place of ids. `contact/` checks
 * their values.
 */
export const fields = [
  ...requiredFields,
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

/** The fields of ids, each with the field of names whose ids it takes. */
export const namedBy = {
  label_ids: 'labels',
  follower_user_id: 'owner_mobile',
  share_dept_ids: 'share_departments',
  share_user_ids: 'share_user_mobiles',
} as const satisfies Partial<Record<Field, Field>>;
export type IdField = keyof typeof namedBy;
export type NameField = (typeof namedBy)[IdField];

/** The fields of ids. */
export const idFields: readonly IdField[] = [
  'label_ids',
  'follower_user_id',
  'share_dept_ids',
  'share_user_ids',
];

/** The field itself, and the one whose names can replace its ids. */
export function fieldAndNames(field: Field): readonly Field[] {
  const ids = asIdField(field);
  return ids === undefined ? [field] : [field, namedBy[ids]];
}

/** The same field, if it is one of ids. */
export function asIdField(field: Field): IdField | undefined {
  return idFields.find((ids) => ids === field);
}

/** The field of ids that a field of names belongs to; `undefined` for other fields. */
export function idsFor(field: Field): IdField | undefined {
  return idFields.find((ids) => namedBy[ids] === field);
}

/** Whether a text names a field exactly. */
export function isField(text: string): text is Field {
  return fields.some((field) => field === text);
}

export function isRequired(field: Field): boolean {
  return requiredFields.some((required) => required === field);
}
