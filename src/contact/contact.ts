/**
 * An external contact as the create call takes it, by the server's own names (src/dingtalk/README.md, Create).
 * Optional fields without a value are absent. User ids are text: they have leading zeros and up to 18 digits and more.
 */
export interface Contact {
  readonly name: string;
  /** Digits without the country code. */
  readonly mobile: string;
  /** The country's calling code, digits only, e.g. `86`. */
  readonly state_code: string;
  readonly follower_user_id: string;
  readonly label_ids: readonly number[];
  readonly title?: string;
  readonly company_name?: string;
  readonly address?: string;
  readonly remark?: string;
  readonly share_dept_ids?: readonly number[];
  readonly share_user_ids?: readonly string[];
}

/** Most ids in `label_ids`, `share_dept_ids` and `share_user_ids` each (src/dingtalk/README.md, Limits). */
export const mostIds = 20;
