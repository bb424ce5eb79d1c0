import {
  isObject,
  listOf,
  pageOf,
  refusal,
  textOf,
  type Answer,
  type Parameters,
  type Refused,
} from './answer.js';
import { contactKey, type Organisation, type StoredContact } from './organisation.js';

/** Most ids in a list (src/dingtalk/README.md, Limits). */
const mostIds = 20;

/** Longest name: invented here, the real bound isn't documented (src/dingtalk/README.md, Create). */
const longestName = 80;

type Editable = Omit<StoredContact, 'userid' | 'mobile' | 'state_code'>;

/** The organisation's external contacts, and the five calls about them (src/dingtalk/README.md, Create and List). */
export class Contacts {
  readonly byKey = new Map<string, StoredContact>();
  readonly #byUserid = new Map<string, StoredContact>();
  readonly #limit: number;
  readonly #labels: ReadonlySet<number>;
  readonly #departments: ReadonlySet<number>;
  readonly #employees: ReadonlySet<string>;
  readonly #colleagues: ReadonlySet<string>;
  readonly #newestFirst: boolean;
  #made = 0;

  /** `limit`: contacts the organisation may have. `newestFirst`: the order of the list, which isn't documented. */
  constructor(organisation: Organisation, limit: number, newestFirst: boolean) {
    this.#limit = limit;
    this.#newestFirst = newestFirst;
    this.#labels = new Set(organisation.labelGroups.flatMap(({ labels }) => labels.map(({ id }) => id)));
    this.#departments = new Set([1, ...organisation.departments.map(({ dept_id }) => dept_id)]);
    this.#employees = new Set(organisation.employees.map(({ userid }) => userid));
    this.#colleagues = new Set(organisation.employees.map(({ mobile }) => `86-${mobile}`));
    for (const contact of organisation.contacts) this.#keep(contact);
  }

  /**
   * Checks in this order, which is not documented: `contact`, required fields, name, phone, labels, ids that must exist,
   * a colleague's phone, an existing contact, the limit. Success comes without `errmsg`, 22005 without `userid`.
   */
  create({ contact }: Parameters): Answer {
    if (contact === undefined) return refusal(40036);
    if (!isObject(contact)) return refusal(40035);
    const mobile = textOf(contact.mobile);
    const state_code = textOf(contact.state_code);
    if (mobile === '' || state_code === '') return refusal(40036);
    const fields = this.#readFields(contact, /^\d{4,15}$/.test(mobile) && /^\d{1,4}$/.test(state_code));
    if ('refused' in fields) return fields.refused;
    const key = contactKey({ state_code, mobile });
    if (this.#colleagues.has(key)) return refusal(60200);
    if (this.byKey.has(key)) return refusal(22005);
    if (this.byKey.size >= this.#limit) return refusal(60203);

    this.#made += 1;
    const userid = `01${String(this.#made).padStart(16, '0')}`;
    this.#keep({ userid, mobile, state_code, ...fields });
    return { errcode: 0, userid };
  }

  /** Pages count contacts; empty fields of every second contact are left out, as the real server does now and then. */
  list(parameters: Parameters): Answer {
    const page = pageOf(parameters, 40069);
    if ('refused' in page) return page.refused;
    const results: Answer[] = [];
    let at = -1;
    const all = this.#newestFirst ? [...this.byKey.values()].reverse() : this.byKey.values();
    for (const contact of all) {
      at += 1;
      if (at < page.offset) continue;
      if (results.length === page.size) break;
      results.push(at % 2 === 0 ? { ...contact } : withoutEmpty(contact));
    }
    return { errcode: 0, results };
  }

  get({ user_id }: Parameters): Answer {
    const contact = this.#byUserid.get(textOf(user_id));
    return contact === undefined ? refusal(33012) : { errcode: 0, result: contact };
  }

  /** Replaces everything but the phone, which no call changes. */
  update({ contact }: Parameters): Answer {
    if (!isObject(contact)) return refusal(40035);
    const before = this.#byUserid.get(textOf(contact.user_id));
    if (before === undefined) return refusal(60121);
    const fields = this.#readFields(contact, true);
    if ('refused' in fields) return fields.refused;
    const { userid, mobile, state_code } = before;
    this.#keep({ userid, mobile, state_code, ...fields });
    return { errcode: 0 };
  }

  delete({ user_id }: Parameters): Answer {
    const contact = this.#byUserid.get(textOf(user_id));
    if (contact === undefined) return refusal(33012);
    this.#byUserid.delete(contact.userid);
    this.byKey.delete(contactKey(contact));
    return { errcode: 0 };
  }

  #keep(contact: StoredContact): void {
    this.byKey.set(contactKey(contact), contact);
    this.#byUserid.set(contact.userid, contact);
  }

  /** The codes for ids that are too many or don't exist are guesses: none is documented for this call. */
  #readFields(contact: Parameters, phoneIsGood: boolean): Editable | Refused {
    const name = textOf(contact.name);
    const follower_user_id = textOf(contact.follower_user_id);
    if (name.trim() === '' || follower_user_id === '') return { refused: refusal(40036) };
    // eslint-disable-next-line no-control-regex -- a name with control characters is what is looked for
    if (name.length > longestName || /[\u0000-\u001f]/.test(name)) return { refused: refusal(60112) };
    if (!phoneIsGood) return { refused: refusal(60103) };

    const label_ids = listOf(contact.label_ids)?.map(Number);
    const share_dept_ids = listOf(contact.share_dept_ids)?.map(Number);
    const share_user_ids = listOf(contact.share_user_ids)?.map(String);
    if (label_ids === undefined || share_dept_ids === undefined || share_user_ids === undefined)
      return { refused: refusal(400002) };
    if (label_ids.length === 0) return { refused: refusal(60204) };
    if ([label_ids, share_dept_ids, share_user_ids].some((ids) => ids.length > mostIds))
      return { refused: refusal(400002) };
    if (!label_ids.every((id) => this.#labels.has(id))) return { refused: refusal(400002) };
    if (!share_dept_ids.every((id) => this.#departments.has(id))) return { refused: refusal(60003) };
    if (![follower_user_id, ...share_user_ids].every((id) => this.#employees.has(id)))
      return { refused: refusal(60121) };
    const [title, company_name, address, remark] = ['title', 'company_name', 'address', 'remark'].map(
      (field) => textOf(contact[field]),
    );
    return {
      name,
      follower_user_id,
      label_ids,
      share_dept_ids,
      share_user_ids,
      title: title ?? '',
      company_name: company_name ?? '',
      address: address ?? '',
      remark: remark ?? '',
    };
  }
}

function withoutEmpty(contact: StoredContact): Answer {
  return Object.fromEntries(
    Object.entries(contact).filter(([, value]) => value !== '' && !isEmptyList(value)),
  );
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
