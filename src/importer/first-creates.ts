import type { Contact } from '../contact/contact.js';
import type { Outcome } from '../outcome.js';
import type { Columns } from '../source/columns/choose-columns.js';
import type { RunControl } from './run-control.js';

/** Creates that are begun before one has succeeded. */
const most = 20;

/** What a create came to; an outcome is absent where nothing was sent. */
type Done = (contact: Contact, outcome: Outcome | undefined) => void;

/** A create that was refused for its row. */
interface Refusal {
  readonly contact: Contact;
  readonly errcode: string;
  readonly error: string;
}

/**
 * Until a create succeeds, or finds its contact, at most twenty are begun: if all of them are refused with one code, every row of
 * the file would be, and the run stops. It says what these rows have in common.
 */
export class FirstCreates {
  readonly #control: RunControl;
  readonly #columns: Columns;
  readonly #refusals: Refusal[] = [];
  #begun = 0;
  #ended = 0;
  #open: () => void = () => undefined;
  /** Resolves when all may go: a create has succeeded, or the run stops. */
  readonly #opened: Promise<void>;

  constructor(control: RunControl, columns: Columns) {
    this.#control = control;
    this.#columns = columns;
    this.#opened = new Promise((resolve) => (this.#open = resolve));
    control.signal.addEventListener('abort', () => {
      this.#open();
    });
  }

  /** Waits for the turn of a create; call the result when it is done. */
  async enter(): Promise<Done> {
    if (this.#begun >= most) await this.#opened;
    this.#begun += 1;
    return (contact, outcome) => {
      this.#ended += 1;
      this.#note(contact, outcome);
    };
  }

  #note(contact: Contact, outcome: Outcome | undefined): void {
    if (outcome?.status === 'created' || outcome?.status === 'skipped') {
      this.#open();
      return;
    }
    if (outcome?.status === 'failed' && outcome.cause === 'refused' && this.#ended <= most)
      this.#refusals.push({ contact, errcode: outcome.errcode, error: outcome.error });
    if (this.#ended !== most) return;
    const [first, ...others] = this.#refusals;
    if (
      first !== undefined &&
      others.length === most - 1 &&
      others.every(({ errcode }) => errcode === first.errcode)
    ) {
      const contacts = this.#refusals.map((refusal) => refusal.contact);
      const error = `The first ${most} rows were all refused alike. ${first.error}${inCommon(contacts, this.#columns)}`;
      this.#control.stop({ kind: 'fatal', errcode: first.errcode, error });
    }
    this.#open();
  }
}

/** Fields in which a mistake refuses every row. */
const telling = ['follower_user_id', 'label_ids', 'share_user_ids', 'share_dept_ids', 'state_code'] as const;

/** A sentence about what contacts have in common, and where that comes from; empty if there is nothing. */
function inCommon(contacts: readonly Contact[], { sources }: Columns): string {
  const words = telling.flatMap((field) => {
    const values = new Set(contacts.map((contact) => String(contact[field] ?? '')));
    const [value = ''] = values;
    if (values.size !== 1 || value === '') return [];
    // Without a column the value may also be from the phone, or from names.
    const source = sources.get(field);
    const isSet =
      field !== 'state_code' && source?.positions.length === 0 && source.fallback.trim() === value;
    return [`${field} ${value}${isSet ? ', from --set' : ''}`];
  });
  return words.length === 0 ? '' : ` All ${contacts.length} have ${words.join('; ')}.`;
}
