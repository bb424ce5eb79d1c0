import { found, topDepartment, whenFound, type Department, type Found, type LookUps } from './look-ups.js';
import { PromiseCache } from './promise-cache.js';
import { noMatch, onlyOne, type Candidate, type Match } from './match.js';
import { comparable } from './nearest.js';

/** Where a path led, and where it ended: the part that was not found, and what there is instead. */
interface Descent {
  readonly hits: readonly Candidate[];
  readonly missing: string;
  readonly instead: readonly Candidate[];
}

/**
 * The departments of an organisation, found from the top down. The children of a department are looked up at most once, and only
 * when a path leads there; a single name that is not at the top loads the whole tree, one call a department.
 */
export class DepartmentTree {
  readonly #lookUps: Pick<LookUps, 'departments' | 'hasDepartment'>;
  readonly #children = new PromiseCache<number, readonly Candidate[]>();
  readonly #whole = new PromiseCache<'whole', readonly Candidate[]>();

  constructor(lookUps: Pick<LookUps, 'departments' | 'hasDepartment'>) {
    this.#lookUps = lookUps;
  }

  /**
   * The department that a text means: an id; a path from the top, e.g. `Sales/East`; or a single name, of a department at the
   * top or else of the only one anywhere. With a slash in front it is a path.
   */
  async find(text: string): Promise<Found<Match>> {
    if (/^\d+$/.test(text)) return this.#byId(text);
    const path = comparable(text).replace(/^\//, '');
    return whenFound(await this.#descend(top, path, new Set()), ({ hits, missing, instead }) => {
      const match = onlyOne(hits);
      if (match !== undefined) return found(match);
      return comparable(text) === path && !path.includes('/')
        ? this.#anywhere(path)
        : found(noMatch(missing, instead));
    });
  }

  async #byId(text: string): Promise<Found<Match>> {
    const id = Number(text);
    if (!Number.isSafeInteger(id) || id < 1) return found(unknownId);
    if (id === topDepartment) return found({ kind: 'one', id: text });
    return whenFound(await this.#lookUps.hasDepartment(id), (there) =>
      found(there ? { kind: 'one', id: String(id) } : unknownId),
    );
  }

  /** Follows a path down; a name may itself hold slashes, so more than one branch may fit its beginning. */
  async #descend(from: Candidate, path: string, seen: Set<string>): Promise<Found<Descent>> {
    const step = `${from.id} ${path}`;
    if (seen.has(step)) return found({ hits: [], missing: path, instead: [] });
    seen.add(step);
    return whenFound(await this.#below(from), async (children) => {
      const hits = children.filter(({ name }) => comparable(name) === path);
      let deepest: Descent = { hits, missing: path.split('/')[0] ?? path, instead: children };
      for (const child of children) {
        const beginning = `${comparable(child.name)}/`;
        if (!path.startsWith(beginning)) continue;
        const further = await this.#descend(child, path.slice(beginning.length), seen);
        if (further.kind !== 'found') return further;
        hits.push(...further.value.hits);
        deepest = { ...further.value, hits };
      }
      return found(deepest);
    });
  }

  async #anywhere(name: string): Promise<Found<Match>> {
    const whole = await this.#whole.get('whole', () => this.#all());
    return whenFound(whole, (departments) =>
      found(
        onlyOne(departments.filter((department) => comparable(department.name) === name)) ??
          noMatch(name, departments),
      ),
    );
  }

  /** The whole tree, each department once, also where the server has them in a circle. A branch that the app may not see is left out. */
  async #all(): Promise<Found<readonly Candidate[]>> {
    const all = new Map<number, Candidate>([[top.id, top]]);
    let parents: readonly Candidate[] = [top];
    while (parents.length > 0) {
      const below: Candidate[] = [];
      for (const children of await Promise.all(parents.map((parent) => this.#below(parent)))) {
        if (children.kind === 'stopped') return children;
        if (children.kind === 'refused' && children.cause !== 'refused') return children;
        const fresh = children.kind === 'found' ? children.value.filter(({ id }) => !all.has(id)) : [];
        for (const child of fresh) all.set(child.id, child);
        below.push(...fresh);
      }
      parents = below;
      if (all.size > mostDepartments) return tooManyDepartments;
    }
    return found([...all.values()].slice(1));
  }

  #below(parent: Candidate): Promise<Found<readonly Candidate[]>> {
    return this.#children.get(parent.id, async () =>
      whenFound(await this.#lookUps.departments(parent.id), (departments) =>
        found(departments.map((child) => candidate(child, parent))),
      ),
    );
  }
}

/** Departments that are looked up for a single name; each costs a call. */
const mostDepartments = 20_000;

const tooManyDepartments: Found<never> = {
  kind: 'refused',
  cause: 'refused',
  errcode: 'not-the-api',
  error: `The organisation has more than ${mostDepartments} departments. Write the whole path, e.g. Sales/East, or the id.`,
  requestId: '',
};

const top: Candidate = { name: '', path: '', id: topDepartment };

const unknownId: Match = { kind: 'none', hint: 'no department has this id' };

function candidate({ name, id }: Department, parent: Candidate): Candidate {
  return { name, id, path: parent.path === '' ? name : `${parent.path}/${name}` };
}
