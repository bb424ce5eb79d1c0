/** Control characters, marks that turn the direction of text, line and paragraph separators, and halves of a character. */
const unprintable = /[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029]+/gu;

/**
 * A text from a file, a name or a server as people may see it, on one line: what could steer a terminal or turn the text around
 * becomes a space, and of a text with more than `most` characters the middle is left out.
 */
export function printable(text: string, most: number): string {
  // Most texts are plain, and this runs for every cell of the results.
  if (text.length <= most && /^[ -~]*$/.test(text)) return text;
  const line = text.replace(unprintable, ' ');
  if (line.length <= most) return line;
  const left = Math.ceil((most * 2) / 3);
  const start = line.slice(0, left).replace(/[\uD800-\uDBFF]$/, '');
  const end = line.slice(left - most).replace(/^[\uDC00-\uDFFF]/, '');
  return `${start} … (${text.length.toLocaleString('en')} characters) … ${end}`;
}

/** JSON in which no such character is raw: others stay as they are. */
export function printableJson(json: string): string {
  return json.replace(unprintable, (found) => found.replace(/[^\n]/g, coded));
}

function coded(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
