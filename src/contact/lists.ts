/** A list cell's items, or why it is not a list. */
export type ListCell =
  | { readonly ok: true; readonly items: readonly string[]; readonly repeated: boolean }
  | { readonly ok: false; readonly why: string };

/**
 * The items of a list cell: separated by `;`, `,`, `|`, `、`, `:::` or line breaks, or a JSON array of texts and whole numbers, its quotes straight or curly. Blank items are left
 * out, repeated ones kept once. A number that JSON can't hold exactly is refused, never rounded.
 */
export function splitList(cell: string): ListCell {
  const text = cell.trim();
  if (!text.startsWith('[')) return listOf(text.split(/:::|[;,|、\r\n]/));

  const parsed = parseJson(text) ?? parseJson(text.replace(/[“”„‟＂]/g, '"'));
  if (!Array.isArray(parsed)) return { ok: false, why: 'begins like a JSON array but is not one' };

  const items: string[] = [];
  for (const item of parsed) {
    if (Number.isInteger(item) && !Number.isSafeInteger(item))
      return { ok: false, why: 'contains a number of more than 15 digits without quotes: write it as "123"' };
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

/** `undefined` for a text that is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function listOf(texts: readonly string[]): ListCell {
  const items = texts.map(itemOf).filter((item) => item !== '');
  const unique = [...new Set(items)];
  return { ok: true, items: unique, repeated: unique.length < items.length };
}

/** An item without quotes of its own. */
function itemOf(text: string): string {
  const item = text.trim();
  const inner = /^"([^"]*)"$/.exec(item)?.[1];
  return inner?.trim() ?? item;
}

/** A cell of labels without the groups that Google has for itself: `* myContacts ::: Lead` is `Lead`. */
export function withoutOwnGroups(cell: string): string {
  if (!cell.includes('* ')) return cell;
  const groups = cell.split(':::').map((group) => group.trim());
  return groups.filter((group) => !group.startsWith('* ')).join(' ::: ');
}
