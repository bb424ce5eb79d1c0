// The script of the HTML report. It is copied into the report after it is compiled, so it imports nothing.

/** A row of the table, and its text in the form for the search. */
interface TableRow {
  readonly cells: readonly [
    row: string,
    line: string,
    status: string,
    code: string,
    name: string,
    phone: string,
    error: string,
  ];
  readonly codes: readonly string[];
  readonly searched: string;
}

const columns = [
  ['Row', 'number'],
  ['Line', 'number'],
  ['Status', 'status'],
  ['Code', 'code'],
  ['Name', 'name'],
  ['Phone', 'phone'],
  ['Error', 'error'],
] as const;

/** Rows on a page of the table, and on paper. */
const pageLength = 100;
const paperLength = 2_000;

const number = new Intl.NumberFormat('en-US');

/** The element with an id, of the kind it has to be. */
function part<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the report has no ${id}`);
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function readRows(): readonly TableRow[] {
  const parsed: unknown = JSON.parse(part('rows', HTMLScriptElement).text);
  return Array.isArray(parsed) ? parsed.map(readRow) : [];
}

function readRow(value: unknown): TableRow {
  const members: readonly unknown[] = Array.isArray(value) ? value : [];
  const text = (at: number): string => {
    const member = members[at];
    return typeof member === 'string' || typeof member === 'number' ? String(member) : '';
  };
  const listed: readonly unknown[] = Array.isArray(members[3]) ? members[3] : [];
  const codes = listed.map(String);
  const cells = [text(0), text(1), text(2), codes.join(', '), text(4), text(5), text(6)] as const;
  return { cells, codes, searched: folded(cells.join('\n')) };
}

/** Fills a choice with the values there are, the most frequent first. */
function fill(select: HTMLSelectElement, values: Iterable<string>): void {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const sorted = [...counts].sort(([, one], [, other]) => other - one);
  select.replaceChildren(
    new Option('all', ''),
    ...sorted.map(([value, count]) => new Option(`${value} (${number.format(count)})`, value)),
  );
}

function rowElement({ cells }: TableRow): HTMLTableRowElement {
  const element = document.createElement('tr');
  element.setAttribute('role', 'row');
  columns.forEach(([label, kind], at) => {
    const cell = document.createElement('td');
    const text = cells[at] ?? '';
    cell.className = kind === 'status' ? `status ${text}` : kind;
    cell.dataset.label = label;
    cell.setAttribute('role', 'cell');
    cell.textContent = text;
    element.append(cell);
  });
  return element;
}

/** The table with its search, filters and pages. */
class RowTable {
  readonly #rows: readonly TableRow[];
  readonly #search = part('search', HTMLInputElement);
  readonly #status = part('status', HTMLSelectElement);
  readonly #code = part('code', HTMLSelectElement);
  readonly #page = part('page', HTMLInputElement);
  readonly #previous = part('previous', HTMLButtonElement);
  readonly #next = part('next', HTMLButtonElement);
  readonly #body = part('body', HTMLTableSectionElement);
  readonly #found = part('found', HTMLSpanElement);
  readonly #pages = part('pages', HTMLSpanElement);
  #matches: readonly TableRow[];
  #shownPage = 1;

  constructor(rows: readonly TableRow[]) {
    this.#rows = rows;
    this.#matches = rows;
    fill(
      this.#status,
      rows.map(({ cells }) => cells[2]),
    );
    fill(
      this.#code,
      rows.flatMap(({ codes }) => codes),
    );
  }

  start(): void {
    const filter = (): void => {
      this.#filter();
    };
    const turnBy = (pages: number) => (): void => {
      this.#turnTo(this.#shownPage + pages);
    };
    this.#search.addEventListener('input', filter);
    this.#status.addEventListener('change', filter);
    this.#code.addEventListener('change', filter);
    this.#page.addEventListener('change', () => {
      this.#turnTo(this.#page.valueAsNumber);
    });
    this.#previous.addEventListener('click', turnBy(-1));
    this.#next.addEventListener('click', turnBy(1));
    this.#search.form?.addEventListener('submit', (event) => {
      event.preventDefault();
    });
    this.#search.form?.addEventListener('reset', () => {
      setTimeout(filter);
    });
    addEventListener('beforeprint', () => {
      this.#show(0, paperLength);
    });
    addEventListener('afterprint', turnBy(0));
    for (const button of document.querySelectorAll<HTMLButtonElement>('button.show')) {
      button.hidden = false;
      button.addEventListener('click', () => {
        this.#showGroup(button.dataset);
      });
    }
    part('table', HTMLDivElement).hidden = false;
    filter();
  }

  #filter(): void {
    const words = folded(this.#search.value)
      .split(/\s+/)
      .filter((word) => word !== '');
    const [status, code] = [this.#status.value, this.#code.value];
    this.#matches = this.#rows.filter(
      (row) =>
        (status === '' || row.cells[2] === status) &&
        (code === '' || row.codes.includes(code)) &&
        words.every((word) => row.searched.includes(word)),
    );
    this.#turnTo(1);
  }

  #turnTo(page: number): void {
    const last = Math.max(Math.ceil(this.#matches.length / pageLength), 1);
    this.#shownPage = Math.min(Math.max(Math.trunc(page) || 1, 1), last);
    this.#page.value = String(this.#shownPage);
    this.#page.max = String(last);
    this.#pages.textContent = `of ${number.format(last)}`;
    this.#previous.disabled = this.#shownPage === 1;
    this.#next.disabled = this.#shownPage === last;
    this.#show((this.#shownPage - 1) * pageLength, pageLength);
  }

  #show(from: number, length: number): void {
    const shown = this.#matches.slice(from, from + length);
    this.#body.replaceChildren(...shown.map(rowElement));
    const [all, matching] = [number.format(this.#rows.length), number.format(this.#matches.length)];
    const among = matching === all ? '' : `, of ${all} in all`;
    this.#found.textContent =
      this.#matches.length === 0
        ? `No row matches, of ${all}`
        : `Rows ${number.format(from + 1)}–${number.format(from + shown.length)} of ${matching}${among}`;
  }

  /** Shows the rows of one group of the report. */
  #showGroup({ status = '', code = '' }: DOMStringMap): void {
    this.#search.value = '';
    this.#status.value = status;
    this.#code.value = code;
    this.#filter();
    document.getElementById('rows-title')?.scrollIntoView();
    this.#search.focus({ preventScroll: true });
  }
}

for (const time of document.querySelectorAll('time')) {
  const at = new Date(time.dateTime);
  time.title = time.textContent;
  time.textContent = at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'long' });
}
const rows = readRows();
if (rows.length > 0) new RowTable(rows).start();
