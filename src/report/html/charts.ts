import { statuses, type Status } from '../../outcome.js';
import { html } from './escape.js';
import type { Stretch } from './timeline.js';
import { duration } from '../text.js';

/** Units across a chart, and the smallest part: one row in a million stays visible. */
const across = 1_000;
const leastPart = 6;
const height = 100;

const grouped = new Intl.NumberFormat('en-US');

/** A number with separated thousands. */
export function numeral(count: number): string {
  return grouped.format(count);
}

/** The counts as one bar, a part for each status that has rows, and a list that names them. */
export function countsChart(
  counts: Readonly<Record<Status, number>>,
  words: (status: Status) => string,
): string {
  const present = statuses.filter((status) => counts[status] > 0);
  const total = present.reduce((sum, status) => sum + counts[status], 0);
  const wide = present.map((status) => Math.max((counts[status] / total) * across, leastPart));
  const scale = across / wide.reduce((sum, width) => sum + width, 0);
  let at = 0;
  const parts = present.map((status, index) => {
    const width = (wide[index] ?? 0) * scale;
    const part = `<rect class="${status}" x="${at.toFixed(2)}" y="0" width="${Math.max(width - 2, 2).toFixed(2)}" height="${height}"><title>${status}: ${numeral(counts[status])}</title></rect>`;
    at += width;
    return part;
  });
  const counted = present.map((status) => `${numeral(counts[status])} ${status}`).join(', ');
  return `<svg class="counts" viewBox="0 0 ${across} ${height}" preserveAspectRatio="none" role="img" aria-label="${html(`Rows by status: ${counted === '' ? 'none' : counted}`)}">${parts.join('')}</svg>
<ul class="legend">${present
    .map(
      (status) =>
        `<li><b class="status ${status}">${status}</b> <span class="count">${numeral(counts[status])}</span> <span class="share">${share(counts[status], total)}</span><br><span class="words">${html(words(status))}</span></li>`,
    )
    .join('')}</ul>`;
}

function share(count: number, total: number): string {
  const percent = (count / total) * 100;
  if (percent > 0 && percent < 0.1) return 'under 0.1%';
  if (percent < 100 && percent > 99.9) return 'over 99.9%';
  return `${percent.toFixed(percent < 10 || percent > 90 ? 1 : 0).replace(/\.0$/, '')}%`;
}

/** Rows a second over time, a bar for each stretch. */
export function paceChart(stretches: readonly Stretch[]): string {
  const paces = stretches.map(({ from, to, rows }) => (rows * 1_000) / (to - from));
  const highest = Math.max(...paces, 0);
  const end = stretches.at(-1)?.to ?? 0;
  const bars = stretches.map(({ from, to }, at) => {
    const pace = paces[at] ?? 0;
    const tall = highest === 0 ? 0 : (pace / highest) * height;
    const [x, width] = [(from / end) * across, ((to - from) / end) * across];
    return `<rect x="${x.toFixed(2)}" y="${(height - tall).toFixed(2)}" width="${(width * 0.9).toFixed(2)}" height="${tall.toFixed(2)}"><title>${duration(from / 1_000)} to ${duration(to / 1_000)}: ${pace.toFixed(1)} rows a second</title></rect>`;
  });
  const label = `Rows sent and settled a second, over ${duration(end / 1_000)}: ${highest.toFixed(1)} at most`;
  return `<div class="pace"><span class="most">${highest.toFixed(1)} rows a second</span>
<svg viewBox="0 0 ${across} ${height}" preserveAspectRatio="none" role="img" aria-label="${html(label)}">${bars.join('')}</svg>
<span class="begin">0 s</span><span class="end">${duration(end / 1_000)}</span></div>`;
}
