import type { Columns } from '../source/columns/choose-columns.js';
import type { Row } from '../source/rows.js';
import type { FieldReader } from './field-reader.js';
import { problems, type Problem } from './messages.js';

/** What a column of actions says of rows that are to go. */
const deletion =
  /^(?:delete|deleted|remove|removed|del|删除|已删除|刪除|移除|削除|삭제|löschen|supprimer|eliminar|excluir)$/i;

/** How templates begin the name in their sample row. */
const sample =
  /^[([（【「<]?(?:例|例如|示例|样例|範例|范例|サンプル|예시|example|sample|muster|beispiel|ejemplo|exemple|e\.g\.)(?:[:：)\]）】」>]| ?[-–—] |$)/iu;

const leastParts = 3;

/** Why a row is no person to import, if it isn't: its cells are one text, it is marked as deleted, or it is a template's sample. */
export function notAPerson(
  reader: FieldReader,
  { cells }: Row,
  { action, width }: Columns,
): Problem | undefined {
  if (cells.length === 1 && width >= leastParts && isWholeRow(cells[0] ?? '', width))
    return problems.wholeRowInOneCell();
  const doing = action === undefined ? '' : (cells[action.position] ?? '').trim();
  if (action !== undefined && deletion.test(doing)) return problems.toDelete(action.column, doing);
  const name = reader.rawText('name');
  return sample.test(name) ? problems.sample(reader.at('name'), name) : undefined;
}

function isWholeRow(text: string, width: number): boolean {
  return [',', ';', '\t', '|'].some(
    (delimiter) => text.split(delimiter).length >= Math.min(width, leastParts),
  );
}
