/** The last lines of known exports, which are not rows (Salesforce reports, and ad reports). */
const footers: readonly RegExp[] = [
  /^grand totals? \([\d,.]+ records?\)$/i,
  /^confidential information - do not distribute$/i,
  /^copyright \(c\) 2000-\d{4} salesforce\.com/i,
];

/**
 * Recognises footer lines, record by record in the file's order: a record with one filled cell that is a known footer, and then
 * every record with one filled cell. A record with two ends the footer.
 */
export class FooterFinder {
  #inside = false;

  isFooter(cells: readonly string[]): boolean {
    const filled = cells.filter((cell) => cell.trim() !== '');
    const text = filled.length === 1 ? (filled[0]?.trim() ?? '') : '';
    this.#inside = text !== '' && (this.#inside || footers.some((footer) => footer.test(text)));
    return this.#inside;
  }
}
