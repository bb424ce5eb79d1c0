// The script of the report page: it stands in the page as it is compiled, so it imports nothing.

/** A row of the table, and all its text in the form that is searched. */
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

/** Rows on a page of the table, and on paper, where there is no turning of pages. */
const pageLength = 100;
const paperLength = 2_000;

const number = new Intl.NumberFormat('en-US');

/** The element with an id, of the kind it has to be. */
function part<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${id}`);
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

function startTable(rows: readonly TableRow[]): void {
  const search = part('search', HTMLInputElement);
  const status = part('status', HTMLSelectElement);
  const code = part('code', HTMLSelectElement);
  const page = part('page', HTMLInputElement);
  const previous = part('previous', HTMLButtonElement);
  const next = part('next', HTMLButtonElement);
  const body = part('body', HTMLTableSectionElement);
  const found = part('found', HTMLSpanElement);
  const pages = part('pages', HTMLSpanElement);
  let matches = rows;
  let shownPage = 1;

  const lastPage = (): number => Math.max(Math.ceil(matches.length / pageLength), 1);

  const show = (from: number, length: number): void => {
    const shown = matches.slice(from, from + length);
    body.replaceChildren(...shown.map(rowElement));
    const range = `${number.format(from + 1)}–${number.format(from + shown.length)} of ${number.format(matches.length)}`;
    const among = matches.length === rows.length ? '' : `, of ${number.format(rows.length)} in all`;
    found.textContent =
      matches.length === 0 ? `No row matches, of ${number.format(rows.length)}` : `Rows ${range}${among}`;
  };

  const turnTo = (wanted: number): void => {
    shownPage = Math.min(Math.max(Math.trunc(wanted) || 1, 1), lastPage());
    page.value = String(shownPage);
    page.max = String(lastPage());
    pages.textContent = `of ${number.format(lastPage())}`;
    previous.disabled = shownPage === 1;
    next.disabled = shownPage === lastPage();
    show((shownPage - 1) * pageLength, pageLength);
  };

  const filter = (): void => {
    const words = folded(search.value)
      .split(/\s+/)
      .filter((word) => word !== '');
    matches = rows.filter(
      (row) =>
        (status.value === '' || row.cells[2] === status.value) &&
        (code.value === '' || row.codes.includes(code.value)) &&
        words.every((word) => row.searched.includes(word)),
    );
    turnTo(1);
  };

  fill(
    status,
    rows.map(({ cells }) => cells[2]),
  );
  fill(
    code,
    rows.flatMap(({ codes }) => codes),
  );
  search.addEventListener('input', filter);
  status.addEventListener('change', filter);
  code.addEventListener('change', filter);
  page.addEventListener('change', () => {
    turnTo(Number(page.value));
  });
  previous.addEventListener('click', () => {
    turnTo(shownPage - 1);
  });
  next.addEventListener('click', () => {
    turnTo(shownPage + 1);
  });
  const form = search.form;
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
  });
  form?.addEventListener('reset', () => {
    setTimeout(filter);
  });
  addEventListener('beforeprint', () => {
    show(0, paperLength);
  });
  addEventListener('afterprint', () => {
    turnTo(shownPage);
  });

  for (const button of document.querySelectorAll<HTMLButtonElement>('button.show')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      search.value = '';
      status.value = button.dataset.status ?? '';
      code.value = button.dataset.code ?? '';
      filter();
      document.getElementById('rows-title')?.scrollIntoView();
      search.focus({ preventScroll: true });
    });
  }
  part('table', HTMLDivElement).hidden = false;
  filter();
}

for (const time of document.querySelectorAll('time')) {
  const at = new Date(time.dateTime);
  time.title = time.textContent;
  time.textContent = at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'long' });
}
const rows = readRows();
if (rows.length > 0) startTable(rows);
