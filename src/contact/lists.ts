/** A list cell's items, or why it is not a list. */
export type ListCell =
  | { readonly ok: true; readonly items: readonly string[]; readonly repeated: boolean }
  | { readonly ok: false; readonly why: string };

/**
 * The items of a list cell: separated by `;`, `,`, `|`, `、`, `:::` or line breaks, or a JSON array of texts and whole numbers. Blank items are left
 * out, repeated ones kept once. A number that JSON can't hold exactly is refused, never rounded.
 */
export function splitList(cell: string): ListCell {
  const text = cell.trim();
  if (!text.startsWith('[')) return listOf(text.split(/:::|[;,|、\r\n]/));

  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { ok: false, why: 'begins like a JSON array but is not one' };
  }
  if (!Array.isArray(parsed)) return { ok: false, why: 'begins like a JSON array but is not one' };

  const items: string[] = [];
  for (const item of parsed) {
    if (typeof item === 'string') items.push(item);
    else if (Number.isSafeInteger(item)) items.push(String(item));
    else
      return {
        ok: false,
        why: 'contains something other than quoted texts and whole numbers of at most 15 digits',
      };
  }
  return listOf(items);
}

function listOf(texts: readonly string[]): ListCell {
  const items = texts.map((item) => item.trim()).filter((item) => item !== '');
  const unique = [...new Set(items)];
  return { ok: true, items: unique, repeated: unique.length < items.length };
}
