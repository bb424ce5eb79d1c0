import { aliases } from './aliases.js';
import type { Field } from './fields.js';
import { foldName } from './fold-name.js';

/** Which part of a name or an address a column has, in the order of Western names and addresses. */
const nameRoles = ['first', 'middle', 'last'] as const;
export const addressRoles = ['street', 'district', 'city', 'province', 'postcode', 'country'] as const;
export type PartRole = (typeof nameRoles)[number] | (typeof addressRoles)[number];

/** A set of columns that make one field together, where no column has it whole. */
export interface PartColumns {
  readonly field: 'name' | 'address';
  /** The role of a column, by its folded name. */
  readonly roles: ReadonlyMap<string, PartRole>;
}

/** A file has a set if it has a column with one of these roles. */
export const neededRoles: Readonly<Record<PartColumns['field'], readonly PartRole[]>> = {
  name: ['first', 'last'],
  address: ['street'],
};

/** `spellings`: the folded names of the columns of each role, with a space between two. */
function setOf(field: PartColumns['field'], spellings: Partial<Record<PartRole, string>>): PartColumns {
  const roles = [...nameRoles, ...addressRoles];
  const pairs = roles.flatMap(
    (role) => spellings[role]?.split(/\s+/).map((name) => [name, role] as const) ?? [],
  );
  return { field, roles: new Map(pairs) };
}

const addressKinds = ['mailing', 'business', 'work', 'primary', 'billing', 'home', 'other', ''];

/** In the order of preference. */
export const partColumns: readonly PartColumns[] = [
  setOf('name', {
    first: `firstname firstnames givenname givennames forename contactfirstname namefirst vorname prenom primeironome
      primernombre voornaam fornavn fornamn etunimi imie 名 名字`,
    middle: 'middlename additionalname middle namemiddle segundonombre отчество',
    last: `lastname lastnames familyname surname contactlastname namelast nachname familienname zuname nomdefamille apellido
      apellidos sobrenome apelido apelidos cognome achternaam efternavn etternavn efternamn sukunimi nazwisko soyad soyadi
      фамилия 姓 姓氏 성`,
  }),
  ...addressKinds.map((kind) =>
    setOf('address', {
      street: `${kind}street ${kind}streetaddress ${kind}address`,
      city: `${kind}city`,
      province: `${kind}state ${kind}stateprovince ${kind}province ${kind}region`,
      postcode: `${kind}zip ${kind}zippostalcode ${kind}postalcode ${kind}zipcode ${kind}postcode`,
      country: `${kind}country ${kind}countryregion`,
    }),
  ),
  setOf('address', {
    street: '详细地址 詳細地址 街道 街道地址',
    district: '区 区县 區',
    city: '市 城市',
    province: '省 省份',
    postcode: '邮编 邮政编码 郵遞區號',
    country: '国家 國家',
  }),
];

/** Names that are the whole name, but beside the other half only a half: `Nombre` and `Apellidos`, `Name` and `Vorname`. */
export const halves: readonly {
  readonly role: PartRole;
  readonly names: readonly string[];
  /** The names of the other half, where not all of its role. */
  readonly beside?: readonly string[];
}[] = [
  { role: 'first', names: ['nombre', 'nombres', 'nome', '이름', 'имя', 'isim', 'adi'] },
  {
    role: 'last',
    names: ['name', 'nom', 'naam', 'navn', 'namn'],
    beside: ['vorname', 'prenom', 'voornaam', 'fornavn', 'fornamn'],
  },
];

/** The role of a column in any of the sets, by its folded name. */
export const allRoles: ReadonlyMap<string, PartRole> = new Map(
  partColumns.flatMap(({ roles }) => [...roles]),
);

/** All folded names of columns that feed a field, whole or in part. */
export function spellingsOf(field: Field): readonly string[] {
  const sets = partColumns.filter((set) => set.field === field);
  return [foldName(field), ...aliases[field].flat(), ...sets.flatMap(({ roles }) => [...roles.keys()])];
}
