import { expect, test } from 'vitest';
import { problems, type Problem } from '../../src/contact/messages.js';
import { notes, type Note } from '../../src/contact/notes.js';

const at = { field: 'mobile', name: 'mobile (column "Handy")' } as const;

/** One example of each entry of the table; an entry without one does not compile. */
const examples: Readonly<Record<keyof typeof problems, Problem>> = {
  tooManyCells: problems.tooManyCells(6, 5),
  tooLong: problems.tooLong(at, 40_000),
  empty: problems.empty(at),
  noPhone: problems.noPhone(at, ['Office Phone']),
  lostCharacters: problems.lostCharacters(at, '锟斤拷'),
  encodedTwice: problems.encodedTwice(at, 'GaÃ«lle', 'Gaëlle'),
  controlCharacter: problems.controlCharacter(at, 'U+0007'),
  notAList: problems.notAList(at, '[1', 'begins like a JSON array but is not one', 'ids'),
  emptyList: problems.emptyList(at, ';', 'id'),
  tooManyItems: problems.tooManyItems(at, 21, 'names'),
  notOneUserId: problems.notOneUserId(at, 'a, b'),
  notAUserId: problems.notAUserId(at, '张三'),
  thousandsSeparators: problems.thousandsSeparators(at, '1,561,077'),
  notWholeNumbers: problems.notWholeNumbers(at, ['VIP']),
  shortened: problems.shortened(at, '1.38E+10'),
  notACountryCode: problems.notACountryCode(at, 'Atlantis'),
  noCountryCode: problems.noCountryCode({ field: 'state_code', name: 'state_code' }, '', false),
  fraction: problems.fraction(at, '199*******3.5'),
  notAPhone: problems.notAPhone(at, 'n/a'),
  isAFax: problems.isAFax(at, '021-******99'),
  notAnEmployeePhone: problems.notAnEmployeePhone(at, 'n/a'),
  wholeRowInOneCell: problems.wholeRowInOneCell(),
  toDelete: problems.toDelete('操作', '删除'),
  sample: problems.sample(at, '示例：丁'),
  masked: problems.masked(at, '138****0017'),
  aDate: problems.aDate(at, '2026-01-01'),
  otherCountry: problems.otherCountry(at, '919******61'),
  extension: problems.extension(at, '010-******** x12'),
  severalNumbers: problems.severalNumbers(at, '199******11" and "199******12'),
  wrongLength: problems.wrongLength(at, '12345', 5, '', '86'),
  inNoPlan: problems.inNoPlan(at, '123******01'),
  countryCodesDiffer: problems.countryCodesDiffer(at, '+852 **** **06', '852', 'state_code', '86'),
  unknownName: problems.unknownName(at, 'labels', 'Costumer', 'nearest: Type/Customer'),
  ambiguousName: problems.ambiguousName(at, 'labels', 'VIP', 'there are 2: A/VIP (1), B/VIP (2)'),
};

test.each(Object.entries(examples))('%s names the column, what is wrong and what to do', (_, problem) => {
  expect(problem.title).toContain(problem.kind);
  expect(problem.text).toMatch(/^\S.*[.!]$/su);
  expect(problem.text.split('. ').length).toBeGreaterThan(1);
  if (!['too many cells', 'whole row in one cell', 'marked as deleted'].includes(problem.kind))
    expect(problem.text).toMatch(/mobile \(column "Handy"\)|state_code/);
});

test('equal mistakes have equal titles, whatever the values', () => {
  expect(problems.wrongLength(at, '1', 1, '', '').title).toBe(examples.wrongLength.title);
  expect(examples.extension.title).toBe('mobile has an extension');
});

test('every note is a sentence', () => {
  const examplesOfNotes: Readonly<Record<keyof typeof notes, Note>> = {
    lineBreak: notes.lineBreak('name'),
    entities: notes.entities('address'),
    repeatedId: notes.repeatedId('label_ids'),
    idRestored: notes.idRestored('label_ids', '1.5E+1'),
    ownerPhoneUnused: notes.ownerPhoneUnused('owner_mobile', 'follower_user_id'),
    unknownLabels: notes.unknownLabels('labels', ['VIP'], 'the others were'),
    countryFromPhone: notes.countryFromPhone('852'),
    nextPhone: notes.nextPhone('Phone'),
    nullMark: notes.nullMark('NULL'),
    codeWithoutPlus: notes.codeWithoutPlus('91'),
    phoneRestored: notes.phoneRestored(),
    sameNumberTwice: notes.sameNumberTwice(),
    landline: notes.landline(),
    inNoKnownPlan: notes.inNoKnownPlan(),
    differsFromRow: notes.differsFromRow(3),
    untranslated: notes.untranslated('follower_user_id', '张三'),
    emptied: notes.emptied(['title']),
    editedInDingTalk: notes.editedInDingTalk(['title', 'remark']),
    gone: notes.gone(),
  };
  for (const { text } of Object.values(examplesOfNotes)) expect(text).toMatch(/^[A-Za-z].*\.$/);
});
