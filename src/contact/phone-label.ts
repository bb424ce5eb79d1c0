const wordsOf = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Labels that people and programs write in front of a phone, without case, spaces and dots. */
const phoneLabels =
  wordsOf(`p t m c h w o d tel phone telephone mobile mob mobil mobileno mobilenumber mobilephone phoneno
  phonenumber cell cellphone cel celular movil móvil handy handynummer telefon telefono teléfono téléphone telefone fon
  whatsapp wa viber home work office main direct primary personal contact contactno call 手机 手机号 手机号码 手機 手機號碼
  電話 電話號碼 电话 电话号码 联系电话 聯絡電話 联系方式 联系手机 移动电话 行動電話 座机 携帯 携帯電話 휴대폰 핸드폰 전화 전화번호 연락처 тел моб`);

/** Labels of faxes, and of other things than phones. */
const faxLabels = wordsOf(
  'fax f telefax faxno faxnumber 传真 傳真 传真号 传真号码 ファックス 팩스 télécopie факс',
);
const otherLabels = wordsOf(`qq qq号 qq號 wechat weixin 微信 微信号
  skype line telegram email mail id icq`);

/**
 * The label in front of a cell, e.g. `Tel.:` or `手机号：`, and the rest of it. `phone`: it names a phone, or there is none; `fax` and
 * `other`: it names a fax, or something else. Without a known label the cell stays whole.
 */
export function splitLabel(cell: string): readonly ['phone' | 'fax' | 'other', string] {
  const [whole = '', words = ''] =
    /^([\p{L}][\p{L} ./()-]{0,30}?)[ .]{0,3}[:：.]? {0,5}(?=[+\d(])/u.exec(cell) ?? [];
  const label = words.toLowerCase().replace(/[^\p{L}]/gu, '');
  if (faxLabels.has(label)) return ['fax', cell];
  if (otherLabels.has(label)) return ['other', cell];
  return phoneLabels.has(label) ? ['phone', cell.slice(whole.length)] : ['phone', cell];
}

const closingMarks = new Set(' ;,/|、，；。.\'"’”»`');

/** A cell without separators and quotes around it: what is left of a list, or of a text in quotes. */
export function withoutClosingMarks(text: string): string {
  let [start, end] = [0, text.length];
  while (end > start && closingMarks.has(text.charAt(end - 1))) end -= 1;
  while (start < end && /["'“‘«`]/.test(text.charAt(start))) start += 1;
  return text.slice(start, end);
}
