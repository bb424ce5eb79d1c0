import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { runFixture } from './harness/fixture.js';

const sameAsRow1 =
  'Same phone as row 1 but another name, "Row 1", which has this contact; nothing was sent for this row. ' +
  "Check the phone: it may be somebody else's.";

/**
 * Every shape of damage that files come in, by the name of its fixture: for each row its status with the phone and name the
 * sandbox then has, or with the exact message; or the message that refuses the file whole.
 */
const shapes: Readonly<Record<string, readonly string[] | string>> = {
  'archive.csv': 'FILE: this is a zip archive, not CSV.',
  'big5.csv':
    'FILE: the encoding is not clear: line 1 is the first that is not UTF-8, and the file does not look like GB18030.',
  'blank-lines.csv': ['created: 86-19900002001 沈若兰', 'created: 86-19900002002 沈若兰'],
  'characters-lost.csv': [
    'invalid: name "沈�兰": characters were lost before this file was made. Export it again, in UTF-8.',
    'invalid: name "锟斤拷": characters were lost before this file was made. Export it again, in UTF-8.',
  ],
  'country-code-forms.csv': [
    'created: 86-19900002001 Row 1 | Country code 86 taken from the phone.',
    'created: 86-19900002002 Row 2 | Country code 86 taken from the phone.',
    'created: 86-19900002003 Row 3 | Country code 86 taken from the phone.',
    'created: 86-19900002004 Row 4 | Country code 86 taken from the phone.',
    'created: 86-19900002005 Row 5 | Country code 86 taken from the phone.',
    'created: 86-19900002006 Row 6 | Country code 86 taken from the phone.',
    'created: 86-19900002007 Row 7 | Country code 86 taken from the phone.',
  ],
  'country-in-own-column.csv': [
    'created: 86-19900002001 Row 1',
    'created: 86-19900002002 Row 2',
    'created: 86-19900002003 Row 3',
    'created: 86-19900002004 Row 4',
    'created: 852-91230005 Row 5',
    'invalid: mobile "+852 9123 0006" has the country code 852, and state_code says 86. Correct one of them.',
    'invalid: state_code "Atlantis" is not a country code. Write its digits, e.g. 86, or the country.',
  ],
  'cr-only.csv': ['created: 86-19900002001 沈若兰', 'created: 86-19900002002 沈若兰'],
  'decimal-zero.csv': [
    'created: 86-19900002001 Row 1',
    'created: 86-19900002002 Row 2',
    'invalid: mobile "19900002003.5" is a number with a fraction, not a phone number. Format the column as text and export again.',
  ],
  'digits-lost.csv': [
    'invalid: mobile "1990000200" has 10 digits, and a mobile number there has 11. Digits are lost or doubled: look the number up and correct it.',
    'invalid: mobile "199000020011" has 12 digits, and a mobile number there has 11. Digits are lost or doubled: look the number up and correct it.',
    'invalid: mobile "12345" has 5 digits, and no number with country code 86 has so many. Digits or a leading zero may be lost or doubled: look the number up and correct it.',
    'invalid: mobile "0" has 1 digit, and no number with country code 86 has so many. Digits or a leading zero may be lost or doubled: look the number up and correct it.',
  ],
  'duplicate-headers-needed.csv': 'FILE: 2 columns could be mobile: "mobile" (B) and "mobile" (F).',
  'duplicate-headers-unused.csv': ['created: 86-19900002001 Row 1'],
  'empty-header-names.csv': ['created: 86-19900002001 Row 1'],
  'empty.csv': 'FILE: the file is empty.',
  'encoded-twice.csv': [
    'invalid: name "æ²·è·¥å·°" probably means "沈若兰": the text was encoded twice before this file was made. Export it again, in UTF-8.',
    'invalid: name "GaÃ«lle" probably means "Gaëlle": the text was encoded twice before this file was made. Export it again, in UTF-8.',
    'created: 86-19900002003 Gaëlle',
  ],
  'extension.csv': [
    'invalid: mobile "010-85120000 转 12" has an extension, and the phone of a contact can\'t have one. Remove it, or move it to the remark.',
    'invalid: mobile "010-85120000 x12" has an extension, and the phone of a contact can\'t have one. Remove it, or move it to the remark.',
    'invalid: mobile "19900002003 ext. 4" has an extension, and the phone of a contact can\'t have one. Remove it, or move it to the remark.',
    'invalid: mobile "010-85120000#5" has an extension, and the phone of a contact can\'t have one. Remove it, or move it to the remark.',
  ],
  'footer-lines.csv': ['created: 86-19900002001 沈若兰'],
  'formula-wrapped.csv': ['created: 86-19900002001 Row 1', 'created: 86-19900002002 Row 2'],
  'full-width.csv': [
    'created: 86-19900002001 Row 1 | Country code 86 taken from the phone.',
    'created: 86-19900002002 Row 2',
  ],
  'gb18030-rare-names.csv': ['created: 86-19900002001 𠮷田喆', 'created: 86-19900002002 䶮宇'],
  'gbk.csv': ['created: 86-19900002001 沈若兰', 'created: 86-19900002002 顾明远'],
  'gzipped.csv': ['created: 86-19900002001 沈若兰'],
  'header-only.csv': [],
  'html-page.csv': 'FILE: this is an HTML or XML page, not CSV.',
  'ids-from-a-spreadsheet.csv': [
    'created: 86-19900002001 Row 1',
    'invalid: label_ids "1.56E+09" was shortened by a spreadsheet; digits are lost. Format the column as text and export again.',
    'created: 86-19900002003 Row 3',
    'created: 86-19900002004 Row 4',
    'invalid: label_ids "1,561,077,310" may be one number with thousands separators, or a list. Write a number without commas, and a list with ";".',
    'created: 86-19900002006 Row 6',
  ],
  'invisible-characters.csv': [
    'created: 86-19900002001 Row 1',
    'created: 86-19900002002 Row 2',
    'created: 86-19900002003 Row 3',
    'created: 86-19900002004 Row 4',
    'created: 86-19900002005 Row 5',
  ],
  'landline.csv': [
    'created: 86-1085120000 Row 1 | The phone is a landline.',
    'created: 86-57188120000 Row 2 | The phone is a landline.',
  ],
  'leading-apostrophe.csv': ['created: 86-19900002001 Row 1', 'created: 86-19900002002 Row 2'],
  'mixed-line-ends.csv': [
    'created: 86-19900002001 沈若兰',
    'created: 86-19900002002 沈若兰',
    'created: 86-19900002003 沈若兰',
  ],
  'no-header.csv':
    'FILE, line 1: there are no column names; this line looks like the row of a person (沈若兰, ********001, 86, manager*220, *******310).',
  'nul-byte.csv': 'FILE, line 3: there is a NUL byte, which text never has.',
  'old-workbook.csv': 'FILE: this is an old Excel workbook (.xls), not CSV.',
  'pipes.csv': ['created: 86-19900002001 沈若兰'],
  'quote-closed-too-late.csv':
    'FILE, line 2: a quote (") is opened in this row and closed only 2 lines later, and the lines between look like rows.',
  'quote-in-mid-cell.csv': ['created: 86-19900002001 "远山"科技', 'created: 86-19900002002 19" Customs'],
  'same-phone-many-forms.csv': [
    'created: 86-19900002001 Row 1',
    `skipped: ${sameAsRow1} | Country code 86 taken from the phone.`,
    `skipped: ${sameAsRow1} | Country code 86 taken from the phone.`,
    `skipped: ${sameAsRow1}`,
  ],
  'scientific-notation.csv': [
    'invalid: mobile "1.38E+10" was shortened by a spreadsheet; digits are lost. Format the column as text and export again.',
    'created: 86-19900002001 Row 2 | A spreadsheet shortened the phone; all its digits were still there.',
  ],
  'semicolons.csv': ['created: 86-19900002001 Tran, Bo'],
  'sep-line.csv': ['created: 86-19900002001 沈若兰'],
  'short-rows.csv': [
    'created: 86-19900002001 Row 1',
    'invalid: state_code is empty, and mobile "19900002002" has no country code of its own. Fill it in, or give all such rows one value with --set, e.g. --set state_code=86. follower_user_id is empty. Fill it in, or give all such rows one value with --set follower_user_id=VALUE. label_ids is empty. Fill it in, or give all such rows one value with --set label_ids=VALUE.',
  ],
  'spaces-around-quotes.csv': ['created: 86-19900002001 Tran, Bo'],
  'strange-cells.csv': ['created: 86-19900002001 Row 1'],
  'stray-quote.csv':
    'FILE, line 2: a quote (") is opened here and not closed before line 4; the rows between would be one cell.',
  'tabs.tsv': ['created: 86-19900002001 沈若兰'],
  'text-to-trim.csv': [
    'created: 86-19900002001 沈若兰',
    'created: 86-19900002002 Zoë 👩‍👩‍👧 Kerr',
    'invalid: name contains the control character U+0007. Remove it.',
    'created: 86-19900002004 Two Lines | A line break in name became a space.',
  ],
  'title-above-header.csv': ['created: 86-19900002001 沈若兰'],
  'too-many-cells.csv': [
    'created: 86-19900002001 Row 1',
    'invalid: The row has 6 cells, and the header has 5 columns. If a cell contains a comma, put it in double quotes. state_code "19900002002" is not a country code. Write its digits, e.g. 86, or the country. label_ids "manager4220": an id is a whole number from 1 to 9007199254740991. Use the ids, not the names, or translate them with --values.',
  ],
  'trailing-delimiters.csv': ['created: 86-19900002001 Row 1'],
  'two-encodings.csv':
    'FILE: the encoding is not clear: line 3 is the first that is not UTF-8, and the file does not look like GB18030.',
  'two-mobile-columns.csv': 'FILE: 2 columns could be mobile: "手机" (B) and "Mobile Phone" (E).',
  'two-numbers.csv': [
    'invalid: mobile "19900002001" and "19900002002" are several numbers, and a contact has one phone. Keep one of them.',
    'invalid: mobile "19900002003" and "19900002004" are several numbers, and a contact has one phone. Keep one of them.',
    'invalid: mobile "19900002005" and "19900002006" are several numbers, and a contact has one phone. Keep one of them.',
    'invalid: mobile "19900002007" and "19900002008" are several numbers, and a contact has one phone. Keep one of them.',
    'created: 86-19900002009 Row 5 | The cell had the phone twice; it was sent once.',
  ],
  'unterminated-quote.csv': 'FILE, line 4: a quote (") is opened here and never closed.',
  'unusual-phone.csv': [
    'created: 86-10345678901 Row 1 | The phone is in no numbering plan known here; the server decides.',
  ],
  'utf16be-without-mark.csv': ['created: 86-19900002001 沈若兰'],
  'utf16le-tabs.txt': ['created: 86-19900002001 沈若兰'],
  'utf8-mark-before-quote.csv': ['created: 86-19900002001 沈若兰'],
  'windows-1252.csv':
    'FILE: the encoding is not clear: line 2 is the first that is not UTF-8, and the file does not look like GB18030.',
  'workbook.csv': 'FILE: this is an Excel workbook (.xlsx), not CSV.',
};

test.each(Object.entries(shapes))('%s', async (file, expected) => {
  const describe = (contact: { state_code: string; mobile: string; name: string }): string =>
    `${contact.state_code}-${contact.mobile} ${contact.name}`;
  expect(await runFixture(`shapes/${file}`, describe)).toEqual(expected);
});

test('each shape that is shipped has its expectation', async () => {
  expect((await readdir('fixtures/shapes')).sort()).toEqual(Object.keys(shapes).sort());
});
