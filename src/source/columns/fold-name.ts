import { foldWord, vocabularyOf, wordsIn } from './words.js';

/** What a note in parentheses may say without changing what the column is: whether it has to be filled, and in which form. */
const harmless = vocabularyOf([
  [
    'note',
    `required optional mandatory digits digit numbers only with without incl including include area code codes
    country countrycode international prefix format text eg example no spaces dashes do not modify recommended
    pflicht pflichtfeld pflichtangabe erforderlich freiwillig ziffern stellig stellen mit ohne inkl landesvorwahl
    landervorwahl vorwahl nur zahlen
    obligatoire facultatif requis chiffres avec sans indicatif pays
    obligatorio obligatoria requerido requerida opcional digitos cifras con sin prefijo codigo de del pais numeros
    obrigatorio obrigatoria com sem ddd ddi do
    obbligatorio facoltativo cifre senza prefisso
    verplicht optioneel cijfers met zonder landcode
    обязательно необязательно цифр
    必須 任意 半角 全角 数字 桁 ハイフン なし あり 国番号 含む 付き
    필수 선택 자리 숫자 국가번호 포함 하이픈 없이
    必填 必填项 必选 必 选填 選填 可选 可選 非必填 选 位 位数 码 數字 含 带 帶 加 不含 不带 国家码 国家代码 国际区号 區號 区号 格式
    文本 纯数字 唯一 微信同号 e164`,
  ],
]);

const parentheses = /[([【〔]([^()[\]【】〔〕]*)[)\]】〕]/gu;

/**
 * A column's name as it is compared: without case, width, accents, punctuation, spaces, and harmless notes such as `*`,
 * `（必填，11位）` or `(with country code)`. All other notes stay: `Mobile (emergency)` is no `Mobile`.
 */
export function foldName(name: string): string {
  return foldWord(
    name.normalize('NFKC').replace(parentheses, (whole, inner: string) => (isHarmless(inner) ? ' ' : whole)),
  );
}

/** A lone small number is that of the column: `Phone (2)`. */
function isHarmless(inner: string): boolean {
  return !/^\s*\d{1,2}\s*$/.test(inner) && wordsIn(foldWord(inner), harmless) !== undefined;
}

/** The names in `Surname / Family name` or `姓名 (Name)`, folded: all of them mean the same column. */
export function foldedNames(name: string): readonly string[] {
  const parts = name
    .normalize('NFKC')
    .split(/[/|()\n]/)
    .map(foldName)
    .filter((part) => part !== '');
  return parts.length > 1 ? [foldName(name), ...parts] : [foldName(name)];
}
