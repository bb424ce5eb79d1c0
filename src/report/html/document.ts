import { createHash } from 'node:crypto';
import type { Status, StopReason } from '../../outcome.js';
import { stopText } from '../render-summary.js';
import { dryRunWords, statusTable } from '../status-table.js';
import type { Summary } from '../summary.js';
import { duration } from '../text.js';
import { version } from '../../version.js';
import { countsChart, numeral, paceChart } from './charts.js';
import { html } from './escape.js';
import { maskError } from './mask.js';
import { pageStyle } from './style.js';
import type { Stretch } from './timeline.js';

/** What the report says of the import besides the figures; all of it is plain text. */
export interface About {
  readonly input: string;
  /** The host that the calls went to. */
  readonly host: string;
  readonly results: string;
  readonly sandbox: boolean;
  readonly dryRun: boolean;
  /** Whether whole phones are shown. */
  readonly full: boolean;
}

/** What is known only at the end. */
export interface Ending {
  readonly summary: Summary;
  readonly stretches: readonly Stretch[];
  readonly ended: Date;
  /** Rows that need a fix and are in the page, and those that would have made it too long. */
  readonly shown: number;
  readonly leftOut: number;
}

/**
 * The document up to the rows, which are JSON in its head, so that they can be written during the run. The policy allows no
 * network and no script but this one, by its hash.
 */
export function opening({ input }: About, script: string): string {
  const policy = [
    `default-src 'none'`,
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(pageStyle)}'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Import of ${html(input)}</title>
<style>${pageStyle}</style>
<script type="application/json" id="rows">[`;
}

/** The document from the rows to its end. */
export function closing(about: About, ending: Ending, script: string): string {
  const { summary, stretches } = ending;
  const isWholeDryRun = summary.price !== undefined && summary.stopped === undefined;
  const words = (status: Status): string =>
    status === 'pending' && isWholeDryRun ? dryRunWords : statusTable[status].words;
  return `]</script>
</head>
<body>
<main>
<header>
<h1>Import of ${html(about.input)}</h1>
<p class="lead">${html(verdict(summary, about, ending.shown + ending.leftOut))}</p>
${banners(about, summary.stopped)}
${facts(about, ending)}
</header>
<section aria-labelledby="counts-title"><h2 id="counts-title">Rows by status</h2>
${countsChart(summary.counts, words)}</section>
${pace(stretches)}
${groups(summary)}
${table(about, ending)}
</main>
<script type="module">${script}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function verdict(summary: Summary, { dryRun }: About, toFix: number): string {
  const { counts, rows } = summary;
  const needFix = `${numeral(toFix)} ${toFix === 1 ? 'needs' : 'need'} a fix`;
  if (dryRun && toFix === 0)
    return `This was a dry run: nothing was created, and no problem was found in ${rowsInAll(rows)}.`;
  if (dryRun) return `This was a dry run: nothing was created. Of ${rowsInAll(rows)}, ${needFix}.`;
  if (toFix === 0 && differences(summary).length > 0)
    return `No row needs a fix, but not every contact in DingTalk is as ${rowsInAll(rows)} of the file say${rows === 1 ? 's' : ''}: see below.`;
  if (toFix === 0)
    return `${rows === 1 ? 'The one row is' : `All ${rowsInAll(rows)} are`} done; nothing needs a fix.`;
  const done = counts.created + counts.skipped + counts.changed;
  return `${numeral(done)} of ${rowsInAll(rows)} ${done === 1 ? 'is' : 'are'} done; ${needFix} or another run.`;
}

/** What is known to differ between the file and DingTalk, as facts of the page. */
function differences({ changed, gone, edited, otherNames }: Summary): readonly (readonly [string, string])[] {
  const fields = Object.entries(changed).map(([field, count]) => `${field} in ${rowsInAll(count)}`);
  return [
    ...(fields.length > 0 ? [['Changed, and not sent', fields.join(', ')] as const] : []),
    ...(gone > 0 ? [['Contacts that seem to be gone', numeral(gone)] as const] : []),
    ...(edited > 0 ? [['Contacts edited in DingTalk since', numeral(edited)] as const] : []),
    ...(otherNames > 0 ? [["Phones that may be somebody else's", numeral(otherNames)] as const] : []),
  ];
}

function rowsInAll(rows: number): string {
  return `${numeral(rows)} ${rows === 1 ? 'row' : 'rows'}`;
}

function banners({ sandbox, full }: About, stopped: StopReason | undefined): string {
  const texts = [
    sandbox ? 'This run used the built-in sandbox: nothing reached DingTalk.' : '',
    stopped === undefined ? '' : maskError(`The run did not finish. ${stopText(stopped)}`, ''),
    full ? 'This report shows whole phone numbers. Send it only to people who may see them.' : '',
  ];
  return texts
    .filter((text) => text !== '')
    .map((text) => `<p class="banner">${html(text)}</p>`)
    .join('\n');
}

function facts({ input, host, results, sandbox, full }: About, { summary, ended }: Ending): string {
  const { calls, elapsed, known, throttled } = summary;
  const began = new Date(ended.getTime() - elapsed);
  const pairs: readonly (readonly [string, string])[] = [
    ['Read from', html(input)],
    ['Rows', numeral(summary.rows)],
    ['Sent to', html(sandbox ? 'the built-in sandbox' : `DingTalk, ${host}`)],
    ['Began', time(began)],
    ['Ended', time(ended)],
    ['Took', duration(elapsed / 1_000)],
    ['Create calls', numeral(calls.create)],
    ...(known > 0 ? [['Known before, without a call', numeral(known)] as const] : []),
    ...differences(summary),
    ...(throttled.calls > 0 ? [['Throttled calls', numeral(throttled.calls)] as const] : []),
    ['All rows, with their userids', html(results)],
    ['Phones in this report', full ? 'whole' : 'masked'],
    ['Importer', `version ${version()}`],
  ];
  return `<dl class="facts">${pairs.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')}</dl>`;
}

/** In UTC; the script changes it to the reader's time. */
function time(at: Date): string {
  const iso = at.toISOString();
  return `<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`;
}

function pace(stretches: readonly Stretch[]): string {
  if (stretches.every(({ rows }) => rows === 0)) return '';
  return `<section aria-labelledby="pace-title"><h2 id="pace-title">Rows sent and settled a second, over time</h2>
${paceChart(stretches)}</section>`;
}

function groups({ groups: all }: Summary): string {
  const toFix = all.filter(({ status }) => !['created', 'skipped', 'changed'].includes(status));
  if (toFix.length === 0) return '';
  const items = toFix.map(
    ({ status, code, meaning, advice, count }) => `<li><div class="of">
<b class="status ${status}">${status}</b> <span>${html(code)}</span> <b>${numeral(count)} ${count === 1 ? 'row' : 'rows'}</b>
<button type="button" class="show" data-status="${status}" data-code="${html(code)}" hidden aria-label="${html(`Show the rows that are ${status}: ${code}`)}">Show ${count === 1 ? 'it' : 'them'}</button></div>
${meaning === '' ? '' : `<p>${html(sentence(meaning))}</p>`}${advice === '' ? '' : `<p class="muted">${html(advice)}</p>`}</li>`,
  );
  return `<section aria-labelledby="groups-title"><h2 id="groups-title">What is wrong</h2>
<ul class="groups">${items.join('')}</ul></section>`;
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.!?。]$/.test(text) ? '' : '.'}`;
}

const columns = ['Row', 'Line', 'Status', 'Code', 'Name', 'Phone', 'Error'];

function table({ results }: About, { shown, leftOut }: Ending): string {
  if (shown === 0) return '';
  const head = columns.map(
    (name) =>
      `<th scope="col" role="columnheader"${/Row|Line/.test(name) ? ' class="number"' : ''}>${name}</th>`,
  );
  const rest =
    leftOut === 0
      ? ''
      : `<p class="banner">The first ${numeral(shown)} are here; ${numeral(leftOut)} more are only in ${html(results)}.</p>`;
  return `<section aria-labelledby="rows-title"><h2 id="rows-title">Rows that need a fix</h2>
${rest}<noscript><p class="banner">The table needs JavaScript. All rows are also in ${html(results)}.</p></noscript>
<div id="table" hidden>
<form class="tools" role="search">
<label class="search">Search <input type="search" id="search" autocomplete="off" spellcheck="false" placeholder="name, phone, error, row …"></label>
<label>Status <select id="status"></select></label>
<label>Code <select id="code"></select></label>
<button type="reset" id="reset">Show all</button>
</form>
<div class="bar"><span id="found" role="status"></span>
<nav aria-label="Pages of the table"><button type="button" id="previous">Previous</button>
<label>Page <input type="number" id="page" min="1" inputmode="numeric"></label> <span id="pages"></span>
<button type="button" id="next">Next</button></nav></div>
<table role="table" aria-labelledby="rows-title"><thead role="rowgroup"><tr role="row">${head.join('')}</tr></thead><tbody id="body" role="rowgroup"></tbody></table>
</div></section>`;
}
