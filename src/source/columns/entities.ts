/** What a web page writes for characters that mean something to it. */
const characters: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  '#039': "'",
  nbsp: ' ',
};

const entity = /&(amp|lt|gt|quot|apos|#0?39|nbsp);/g;

/** Whether rows have the entities of web pages: there are some, and no `&` that begins none. */
export function haveEntities(rows: readonly (readonly string[])[]): boolean {
  const cells = rows.flat().filter((cell) => cell.includes('&'));
  return cells.length > 0 && cells.every((cell) => !cell.replace(entity, '').includes('&'));
}

/** A cell with characters in place of entities: `Tom &amp; Co` is `Tom & Co`. */
export function withoutEntities(cell: string): string {
  return cell.replace(entity, (_, name: string) => characters[name] ?? '');
}
