/** What a column is a part of a name or an address as. */
export type PartRole =
  'first' | 'middle' | 'last' | 'street' | 'district' | 'city' | 'province' | 'postcode' | 'country';

/** Columns that make one field together, where no column has it whole. */
export interface PartColumns {
  readonly field: 'name' | 'address';
  readonly spellings: Readonly<Partial<Record<PartRole, readonly string[]>>>;
  /** The file needs at least one of these. */
  readonly needed: readonly PartRole[];
}

const addressKinds = ['mailing', 'business', 'work', 'primary', 'billing', 'home', 'other', ''];

/** In the order of preference. */
export const partColumns: readonly PartColumns[] = [
  {
    field: 'name',
    spellings: {
      first: ['firstname', 'givenname', 'forename', 'contactfirstname', 'vorname', '名', '名字'],
      middle: ['middlename', 'additionalname'],
      last: ['lastname', 'familyname', 'surname', 'contactlastname', 'nachname', '姓', '姓氏'],
    },
    needed: ['first', 'last'],
  },
  ...addressKinds.map((kind): PartColumns => ({
    field: 'address',
    spellings: {
      street: [`${kind}street`, `${kind}streetaddress`, `${kind}address`],
      city: [`${kind}city`],
      province: [`${kind}state`, `${kind}stateprovince`, `${kind}province`, `${kind}region`],
      postcode: [
        `${kind}zip`,
        `${kind}zippostalcode`,
        `${kind}postalcode`,
        `${kind}zipcode`,
        `${kind}postcode`,
      ],
      country: [`${kind}country`, `${kind}countryregion`],
    },
    needed: ['street'],
  })),
  {
    field: 'address',
    spellings: {
      street: ['详细地址', '詳細地址', '街道', '街道地址'],
      district: ['区', '区县', '區'],
      city: ['市', '城市'],
      province: ['省', '省份'],
      postcode: ['邮编', '邮政编码', '郵遞區號'],
      country: ['国家', '國家'],
    },
    needed: ['street'],
  },
];

const roles: readonly PartRole[] = [
  'first',
  'middle',
  'last',
  'street',
  'district',
  'city',
  'province',
  'postcode',
  'country',
];

/** The role of a column, by its folded name; `undefined` if it is not a part. */
export function roleIn({ spellings }: PartColumns, folded: string): PartRole | undefined {
  return roles.find((role) => spellings[role]?.includes(folded));
}
