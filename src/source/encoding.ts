import { firstBytes, type Input } from './bytes.js';
import type { Encoding } from './dialect.js';
import { encodingNotClear, notReadable } from './messages.js';
import { maskDigits } from './phones.js';
import { decode, lineOfError } from './text.js';

const byteOrderMarks: readonly (readonly [string, Buffer])[] = [
  ['utf-8', Buffer.from([0xef, 0xbb, 0xbf])],
  ['utf-16le', Buffer.from([0xff, 0xfe])],
  ['utf-16be', Buffer.from([0xfe, 0xff])],
  ['gb18030', Buffer.from([0x84, 0x31, 0x95, 0x33])],
];

/** Where the encoding is not clear, the message shows a line in each of these. */
const possibleEncodings = ['gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr', 'windows-1252'];

/**
 * The encoding of an input: `chosen` by the user, else that of its byte-order mark, else UTF-16 by its zero bytes, else UTF-8 if
 * the whole file is, else GB18030 if the whole file is and the text looks Chinese. Throws a `UserError` where it is not clear.
 */
export async function findEncoding(input: Input, chosen: string | undefined): Promise<Encoding> {
  try {
    const start = await firstBytes(input.open());
    const marked = byteOrderMarks.find(([, mark]) => start.subarray(0, mark.length).equals(mark))?.[0];
    if (chosen !== undefined) return { label: chosen, byteOrderMark: marked === chosen };
    if (marked !== undefined) return { label: marked, byteOrderMark: true };

    const utf16 = utf16ByZeros(start);
    if (utf16 !== undefined) return { label: utf16, byteOrderMark: false };
    const notUtf8 = await firstError(input, 'utf-8');
    if (notUtf8 === undefined) return { label: 'utf-8', byteOrderMark: false };
    if (await isChinese(input)) return { label: 'gb18030', byteOrderMark: false };
    const telling = await firstTellingLine(input);
    const firstLines = possibleEncodings.map(
      (label) => `  as ${label}: ${maskDigits(new TextDecoder(label).decode(telling)).slice(0, 100)}`,
    );
    throw encodingNotClear(input.name, await lineOfError(input, 'utf-8', notUtf8), firstLines);
  } catch (error) {
    throw notReadable(input.name, error);
  }
}

/** In UTF-16, each Latin letter, digit and separator has a zero byte. */
function utf16ByZeros(start: Buffer): string | undefined {
  const zeros = [...start.keys()].filter((at) => start[at] === 0);
  if (zeros.length === 0 || zeros.length < start.length / 50) return undefined;
  if (zeros.every((at) => at % 2 === 1)) return 'utf-16le';
  return zeros.every((at) => at % 2 === 0) ? 'utf-16be' : undefined;
}

/** Where the first chunk begins, in bytes, that is not text in an encoding; `undefined` if the whole input is. */
async function firstError(input: Input, label: string): Promise<number | undefined> {
  const decoder = new TextDecoder(label, { fatal: true });
  let offset = 0;
  for await (const chunk of input.open()) {
    if (decode(decoder, chunk) === undefined) return offset;
    offset += chunk.length;
  }
  return decode(decoder) === undefined ? offset : undefined;
}

/**
 * Characters that are frequent in Chinese lists of people: in their names, firms, posts, places and columns. Text of another encoding
 * that is read as GB 18030 has other ones.
 */
const frequent = new Set(
  '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉珍梅建国志红春海燕秀荣婷雪浩宇轩佳欣怡雨若晨梓涵思远姓名手机电话号码联系客户公司职位职务地址备注标签邮箱部门负责跟进经理总监销售采购技术主管助理工程师董事长有限责任股份集团贸易科技实业省市区县路街道楼室单元栋'.match(
    /\p{Script=Han}/gu,
  ),
);

/** The smallest share of these among the Han characters of a Chinese text; of misread text it is about one in seven. */
const leastFrequent = 0.3;

/** The smallest share of Han characters, digits and signs of Chinese among all that is not ASCII. */
const leastChinese = 0.5;

/**
 * Whether an input is GB18030 and Chinese: strict GB18030 also accepts most text in Western code pages, Big5, and Korean and Japanese
 * encodings, as rare characters, and kana are those of Japanese text.
 */
async function isChinese(input: Input): Promise<boolean> {
  const decoder = new TextDecoder('gb18030', { fatal: true });
  const counts = { others: 0, signs: 0, han: 0, frequent: 0, kana: 0 };
  for await (const chunk of input.open()) {
    const text = decode(decoder, chunk);
    if (text === undefined) return false;
    for (const character of text) {
      if (character <= '\x7F') continue;
      if (/\p{Script=Han}/u.test(character)) {
        counts.han += 1;
        if (frequent.has(character)) counts.frequent += 1;
      } else if (/[\u3000-\u303F\uFF00-\uFFEF·“”‘’…—]/u.test(character)) counts.signs += 1;
      else if (/[\u3040-\u30FF]/u.test(character)) counts.kana += 1;
      else counts.others += 1;
    }
  }
  if (decode(decoder) === undefined) return false;
  const { others, signs, han, kana } = counts;
  return (
    han > 0 &&
    (han + signs) / (han + signs + others + kana) >= leastChinese &&
    counts.frequent / han >= leastFrequent &&
    kana * 10 < han
  );
}

/** Bytes before and after the first that is not ASCII. */
const lineAround = 200;

/** The first line with a character that is not ASCII, as bytes: it shows whether an encoding is right. */
async function firstTellingLine(input: Input): Promise<Buffer> {
  let before: Buffer = Buffer.alloc(0);
  for await (const chunk of input.open()) {
    const bytes = Buffer.concat([before, chunk]);
    const at = bytes.findIndex((byte) => byte > 0x7f);
    if (at !== -1) {
      const start = Math.max(bytes.lastIndexOf(0x0a, at), bytes.lastIndexOf(0x0d, at)) + 1;
      const ends = [bytes.indexOf(0x0a, at), bytes.indexOf(0x0d, at), at + lineAround].filter(
        (end) => end !== -1,
      );
      return bytes.subarray(Math.max(start, at - lineAround), Math.min(...ends));
    }
    before = bytes.subarray(-lineAround);
  }
  return before;
}
