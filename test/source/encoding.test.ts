import { encode } from 'iconv-lite';
import { expect, test } from 'vitest';
import { encodingLabel } from '../../src/source/dialect.js';
import { findEncoding } from '../../src/source/encoding.js';
import { failure } from '../harness/collect.js';
import { inputOf } from '../harness/input.js';

const chinese = '姓名,手机\n沈若兰,19900002001\n顾明远,19900002002\n';

async function found(bytes: Buffer, chosen?: string): Promise<string> {
  const { label, byteOrderMark } = await findEncoding(inputOf(bytes, 7), chosen);
  return byteOrderMark ? `${label} with a mark` : label;
}

test.each([
  ['utf-8', '', 'utf-8'],
  ['utf-8', '\uFEFF', 'utf-8 with a mark'],
  ['utf-16le', '\uFEFF', 'utf-16le with a mark'],
  ['utf-16be', '\uFEFF', 'utf-16be with a mark'],
  ['utf-16le', '', 'utf-16le'],
  ['utf-16be', '', 'utf-16be'],
  ['gbk', '', 'gb18030'],
  ['gb18030', '', 'gb18030'],
  ['gb18030', '\uFEFF', 'gb18030 with a mark'],
])('Chinese text in %s, mark %j, is found as %s', async (encoding, mark, expected) => {
  expect(await found(encode(mark + chinese, encoding))).toBe(expected);
});

test('GBK is recognised by its common characters, even where most of the text is Latin', async () => {
  const rows = Array.from({ length: 2_000 }, (_, at) => `Row ${at},19900002001`).join('\n');
  expect(await found(encode(`name,mobile\n${rows}\n沈若兰,1\n`, 'gbk'))).toBe('gb18030');
});

test.each([
  ['big5', '林志明,黃淑芬,張雅婷,陳怡君,台北市信義區忠孝東路五段一百號,業務經理'],
  ['shift_jis', '山田太郎,鈴木花子,東京都千代田区丸の内一丁目,株式会社サンプル'],
  ['windows-1252', 'Gaëlle Brun,Jörg Blüm,François Lefèvre,São Paulo,Čapek'.replace('Č', 'C')],
])('%s is not guessed: the user has to name it', async (encoding, text) => {
  const error = await failure(findEncoding(inputOf(encode(`name,mobile\n${text},1\n`, encoding)), undefined));
  expect(error.message).toBe(
    'x.csv: the encoding is not clear: line 2 is the first that is not UTF-8, and the file does not look like GB18030.',
  );
  expect(error).toHaveProperty('hints', expect.arrayContaining([`  as ${encoding}: ${text},1`]));
});

test('the encoding that the user names is used', async () => {
  expect(await found(Buffer.from(chinese), 'big5')).toBe('big5');
});

test('an encoding has many names, and GBK is read as GB18030, which includes it', () => {
  expect(['GBK', 'gb2312', 'UTF8', 'latin1', 'Big5', 'utf-16', 'klingon'].map(encodingLabel)).toEqual([
    'gb18030',
    'gb18030',
    'utf-8',
    'windows-1252',
    'big5',
    'utf-16le',
    undefined,
  ]);
});
