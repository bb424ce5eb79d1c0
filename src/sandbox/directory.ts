import { pageOf, refusal, textOf, type Answer, type Parameters, type Refused } from './answer.js';
import type { Organisation } from './organisation.js';

/** The look-up calls: label groups, departments, employees by phone (src/dingtalk/README.md, Look-ups). */
export class Directory {
  readonly #organisation: Organisation;
  readonly #textErrcode: boolean;

  /** `textErrcode`: the documented sample of `userByMobile` has its errcode as a text; clients read a number. */
  constructor(organisation: Organisation, textErrcode: boolean) {
    this.#textErrcode = textErrcode;
    this.#organisation = organisation;
  }

  /** Pages count groups. */
  labelGroups(parameters: Parameters): Answer {
    const page = pageOf(parameters, 41101);
    if ('refused' in page) return page.refused;
    const { offset, size } = page;
    return { errcode: 0, results: this.#organisation.labelGroups.slice(offset, offset + size) };
  }

  /** Direct children only; the root has id 1 and is never among them. */
  departmentIds({ dept_id }: Parameters): Answer {
    const children = dept_id === undefined ? { refused: refusal(400002) } : this.#childrenOf(Number(dept_id));
    if ('refused' in children) return children.refused;
    return {
      errcode: 0,
      errmsg: 'ok',
      result: { dept_id_list: children.departments.map((child) => child.dept_id) },
    };
  }

  departments({ dept_id }: Parameters): Answer {
    const children = this.#childrenOf(dept_id === undefined ? 1 : Number(dept_id));
    if ('refused' in children) return children.refused;
    const result = children.departments.map((child) => ({
      ...child,
      create_dept_group: true,
      auto_add_user: true,
    }));
    return { errcode: 0, errmsg: 'ok', result };
  }

  department({ dept_id }: Parameters): Answer {
    if (Number(dept_id) === 1)
      return { errcode: 0, errmsg: 'ok', result: { dept_id: 1, name: 'Harbour Trading' } };
    const result = this.#organisation.departments.find(
      (department) => department.dept_id === Number(dept_id),
    );
    return result === undefined ? refusal(60003) : { errcode: 0, errmsg: 'ok', result };
  }

  /** Finds present employees only, never external contacts. */
  userByMobile({ mobile }: Parameters): Answer {
    if (!/^(?:\d{4,15}|\+\d{1,4}-\d{4,12})$/.test(textOf(mobile))) return refusal(40104);
    const employee = this.#organisation.employees.find((candidate) => candidate.mobile === mobile);
    if (employee === undefined) return refusal(60121);
    return { errcode: this.#textErrcode ? '0' : 0, errmsg: 'ok', result: { userid: employee.userid } };
  }

  #childrenOf(id: number): { readonly departments: Organisation['departments'] } | Refused {
    const { departments } = this.#organisation;
    if (id === -7) return { refused: refusal(40009) };
    if (id !== 1 && !departments.some((department) => department.dept_id === id))
      return { refused: refusal(60003) };
    return { departments: departments.filter((department) => department.parent_id === id) };
  }
}
