export interface LabelGroup {
  readonly name: string;
  readonly color: number;
  readonly labels: readonly { readonly name: string; readonly id: number }[];
}

/** A department below the root, whose id is 1. */
export interface Department {
  readonly dept_id: number;
  readonly name: string;
  readonly parent_id: number;
}

export interface Employee {
  readonly userid: string;
  readonly name: string;
  readonly mobile: string;
}

/** An external contact as it is kept: what was sent, and its userid. */
export interface StoredContact {
  readonly userid: string;
  readonly name: string;
  readonly mobile: string;
  readonly state_code: string;
  readonly label_ids: readonly number[];
  readonly follower_user_id: string;
  readonly title: string;
  readonly company_name: string;
  readonly address: string;
  readonly remark: string;
  readonly share_dept_ids: readonly number[];
  readonly share_user_ids: readonly string[];
}

/** Who and what there is before the first call. */
export interface Organisation {
  readonly labelGroups: readonly LabelGroup[];
  readonly departments: readonly Department[];
  readonly employees: readonly Employee[];
  readonly contacts: readonly StoredContact[];
}

/** A small invented organisation; its employees' phones, and its one contact's, are of the block +86 199 0000. */
export const inventedOrganisation: Organisation = {
  labelGroups: [
    group('Type', -15_220_075, 1_561_077_310, [
      'Customer',
      'Channel partner',
      'Supplier',
      'Partner',
      'Other',
      'Reseller',
      'Press',
      'Lead',
    ]),
    group('Level', -11_687_445, 1_561_077_320, ['VIP', 'Important', 'Ordinary']),
    group('Status', -16_711_936, 1_561_077_330, ['New', 'In talks', 'Signed', 'Lost']),
  ],
  departments: [
    // These two, the owner 023420013644 and the label 1561077317 are those of the documented example request.
    { dept_id: 2, name: 'Finance', parent_id: 1 },
    { dept_id: 3, name: 'Logistics', parent_id: 1 },
    { dept_id: 379_000_095, name: 'Marketing', parent_id: 1 },
    { dept_id: 411_000_076, name: 'Sales', parent_id: 1 },
    { dept_id: 411_000_077, name: 'East', parent_id: 411_000_076 },
    { dept_id: 411_000_078, name: 'West', parent_id: 411_000_076 },
    { dept_id: 411_000_079, name: 'Key accounts', parent_id: 411_000_077 },
    { dept_id: 420_000_010, name: '客户服务', parent_id: 1 },
    { dept_id: 420_000_011, name: '售后', parent_id: 420_000_010 },
    { dept_id: 430_000_001, name: 'East', parent_id: 379_000_095 },
  ],
  employees: [
    { userid: 'manager4220', name: 'Wanda Okoro', mobile: '19900008000' },
    { userid: '0423752', name: '何静姝', mobile: '19900008001' },
    { userid: '011250026469774889', name: '沙亦凡', mobile: '19900008002' },
    { userid: '0117', name: 'Lars Ekdal', mobile: '19900008003' },
    { userid: 'sales-east-1', name: '白若溪', mobile: '19900008004' },
    { userid: 'sales-west-1', name: 'Ines Duarte', mobile: '19900008005' },
    { userid: 'service01', name: '郁青禾', mobile: '19900008006' },
    { userid: 'service02', name: 'Tom Reyes', mobile: '19900008007' },
    { userid: '023420013644', name: '祁见山', mobile: '19900008008' },
  ],
  contacts: [
    {
      userid: '011297748890000001',
      name: '贺新年',
      mobile: '19900007001',
      state_code: '86',
      label_ids: [1_561_077_310],
      follower_user_id: 'manager4220',
      title: '',
      company_name: '',
      address: '',
      remark: '',
      share_dept_ids: [],
      share_user_ids: [],
    },
  ],
};

function group(name: string, color: number, firstId: number, labels: readonly string[]): LabelGroup {
  return { name, color, labels: labels.map((label, at) => ({ name: label, id: firstId + at })) };
}

/** What makes a contact the same; which part of it the real server compares isn't documented (src/dingtalk/README.md, Create). */
export function contactKey({
  state_code,
  mobile,
}: {
  readonly state_code: string;
  readonly mobile: string;
}): string {
  return `${state_code}-${mobile}`;
}
