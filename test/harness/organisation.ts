import {
  inventedOrganisation,
  type Department,
  type Employee,
  type LabelGroup,
  type Organisation,
  type StoredContact,
} from '../../src/sandbox/organisation.js';

/** 40 groups of 12 labels, 480 in all; `Label 1` to `Label 12` are in every group, so only `Group/Label` tells them apart. */
export const manyLabelGroups: readonly LabelGroup[] = Array.from({ length: 40 }, (_, group) => ({
  name: `Group ${group + 1}`,
  color: -1,
  labels: Array.from({ length: 12 }, (_, label) => ({
    name: label < 11 ? `Label ${label + 1}` : `Only ${group + 1}`,
    id: 1_600_000_000 + group * 100 + label,
  })),
}));

/** 4 departments at the top, each with 4 below it, each with 4, and 216 at the fourth level: 300 in all, with equal names on different branches. */
const manyDepartments: readonly Department[] = departmentTree();

const manyEmployees: readonly Employee[] = Array.from({ length: 150 }, (_, at) => ({
  userid: `employee${at + 1}`,
  name: `员工${at + 1}`,
  mobile: employeeMobile(at + 1),
}));

/** The phone of an employee, by number from 1. */
export function employeeMobile(number: number): string {
  return String(19_920_000_000 + number);
}

/** An organisation of 480 labels, 300 departments, 150 employees, and as many contacts as asked for. */
export function largeOrganisation(contacts = 0, mobileOf = existingMobile): Organisation {
  return {
    labelGroups: manyLabelGroups,
    departments: manyDepartments,
    employees: manyEmployees,
    contacts: Array.from({ length: contacts }, (_, at) => contactOf(at + 1, mobileOf(at + 1))),
  };
}

/** The small organisation with more contacts. */
export function organisationWith(contacts: readonly StoredContact[]): Organisation {
  return { ...inventedOrganisation, contacts };
}

/** The phone of a contact that is there before, by number. */
export function existingMobile(number: number): string {
  return String(19_930_000_000 + number);
}

export function contactOf(number: number, mobile: string): StoredContact {
  return {
    userid: `09${String(number).padStart(10, '0')}`,
    name: `老客户${number}`,
    mobile,
    state_code: '86',
    label_ids: [1_561_077_310],
    follower_user_id: 'manager4220',
    title: '',
    company_name: '',
    address: '',
    remark: '',
    share_dept_ids: [],
    share_user_ids: [],
  };
}

function departmentTree(): readonly Department[] {
  const departments: Department[] = [];
  const add = (name: string, parent_id: number): number => {
    const dept_id = 500_000_001 + departments.length;
    departments.push({ dept_id, name, parent_id });
    return dept_id;
  };
  const thirdLevel: number[] = [];
  for (const area of ['Sales', 'Service', 'Marketing', 'Finance']) {
    const top = add(area, 1);
    for (const side of ['East', 'West', 'North', 'South']) {
      const second = add(side, top);
      for (const team of ['Team A', 'Team B', 'Team C', 'Team D']) thirdLevel.push(add(team, second));
    }
  }
  for (let number = 0; departments.length < 300; number += 1) {
    add(`Desk ${1 + Math.floor(number / thirdLevel.length)}`, thirdLevel[number % thirdLevel.length] ?? 1);
  }
  return departments;
}
