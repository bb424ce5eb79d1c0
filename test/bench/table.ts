/** One line of the table: what was measured, a ratio or figure, what was wished for, and what stands behind it. */
export type Line = readonly [what: string, ratio: string, target: string, figures: string];

/** The median of some numbers with the least and the most of them. */
export function spread(numbers: readonly number[], digits = 2): string {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const middle = median(numbers).toFixed(digits);
  return numbers.length === 1 ? middle : `${middle} (${least.toFixed(digits)}-${most.toFixed(digits)})`;
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const half = sorted.length / 2;
  return ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half) - 1] ?? 0)) / 2;
}

/** A number for people: in thousands, without digits that mean nothing. */
export function figure(number: number): string {
  return Math.round(number).toLocaleString('en-US');
}

/** The lines as Markdown, the columns made even. */
export function markdown(lines: readonly Line[]): string {
  const rows: readonly (readonly string[])[] = [['what', 'ratio', 'target', 'figures'], ...lines];
  const widths = [0, 1, 2, 3].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const even = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const rule = even(widths.map((width) => '-'.repeat(width)));
  return [even(rows[0] ?? []), rule, ...rows.slice(1).map(even)].join('\n');
}
