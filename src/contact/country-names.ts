import { getCountries, getCountryCallingCode, type CountryCode } from 'libphonenumber-js/max';
import { foldWord } from '../source/columns/words.js';

/** The two and the three letters of each country (ISO 3166-1). */
const isoCodes = `
  ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH
  BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT
  BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB
  CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP
  ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB
  GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL
  ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM
  KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY
  MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT
  MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU
  NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT
  REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR
  SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS
  TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN
  VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE XKXKX`;

/** Names and codes in common use that no standard has, folded, with their calling codes. */
const ownNames: Readonly<Record<string, string>> = {
  '1': 'us usa america unitedstatesofamerica virginislandsbritish virginislandsus virginislandsoftheunitedstates sintmaartendutchpart ee.uu. eua 美利坚合众国',
  '7': 'russianfederation',
  '20': 'arabrepublicofegypt',
  '27': 'rsa',
  '31': 'holland',
  '33': 'metropolitanfrance',
  '39': 'holyseevaticancitystate holysee',
  '40': 'rumania',
  '41': 'swissconfederation',
  '44': 'uk england scotland wales northernireland greatbritain britain unitedkingdomofgreatbritainandnorthernireland 英格兰',
  '82': 'korea southkorea koreasouth skorea rok 韩国 南韩 韓國 南韓 대한민국 한국',
  '84': 'vietnam',
  '86': 'china mainlandchina chinamainland prc prchina chinaprc chinapeoplesrepublic chinapeoplesrepublicof peoplesrepublicofchina 中国 中国大陆 中國大陸 中华人民共和国 大陆 内地',
  '90': 'turkey turkiye',
  '95': 'burma',
  '225': 'ivorycoast',
  '238': 'capeverde',
  '242': 'congo congobrazzaville',
  '243':
    'drc drcongo democraticrepublicofthecongo democraticrepublicofcongo congokinshasa congothedemocraticrepublicofthe zaire',
  '268': 'swaziland',
  '389': 'macedonia',
  '420': 'czechrepublic',
  '421': 'slovakrepublic',
  '500': 'falklandislandsmalvinas',
  '590': 'saintmartinfrenchpart',
  '670': 'easttimor',
  '673': 'bruneidarussalam',
  '691': 'micronesia',
  '850': 'northkorea koreanorth dprk democraticpeoplesrepublicofkorea koreademocraticpeoplesrepublicof 朝鲜',
  '852': 'hk hongkong hongkongsar hksar hongkongchina 香港 香港特别行政区',
  '853': 'macau macao macausar macaochina 澳门 澳門 澳门特别行政区',
  '856': 'laos laopeoplesdemocraticrepublic',
  '886': 'taiwan taiwanroc taiwanprovinceofchina republicofchina chinesetaipei 台湾 台灣 臺灣 中国台湾省',
  '963': 'syria syrianarabrepublic',
  '966': 'ksa',
  '970': 'palestine',
  '971': 'uae emirates 阿联酋',
};

/** Languages in which exports are written: country names in them are found beside those in a country's own language. */
const languages = 'de fr es pt it nl ja ko ru tr pl ar vi th id sv'.split(' ');

const english = ['en', 'zh-Hans', 'zh-Hant'];

/** Made on first use, in two steps of some 30 ms: most files have no country names, and most names are English or Chinese. */
let first: ReadonlyMap<string, string> | undefined;
let second: ReadonlyMap<string, string> | undefined;

/** The calling code of a country, by its name or its two or three letters; `undefined` where the text is none. */
export function callingCodeOf(text: string): string | undefined {
  const folded = foldWord(text);
  const shorter = foldWord(
    text
      .toLowerCase()
      .replace(/\band\b/g, '')
      .replace(/\bsaint\b/g, 'st'),
  );
  return (
    lookUp(folded) ??
    lookUp(shorter) ??
    sameCountryTwice(text) ??
    lookUp(withoutForm(text)) ??
    lookUp(folded.replace(/^(?:the|中国|中國)/u, ''))
  );
}

/** The country of a text that has it twice: `United States (US)`, `China / 中国`, `中国China`. */
function sameCountryTwice(text: string): string | undefined {
  const parts = text
    .split(/[()[\]/|,]| - |(?<=\p{Script=Han}) ?(?=[A-Za-z])|(?<=[A-Za-z]) ?(?=\p{Script=Han})/u)
    .map(foldWord)
    .filter((part) => part !== '');
  const [first, ...others] = parts.map(lookUp);
  return others.length > 0 && others.every((other) => other === first) ? first : undefined;
}

function lookUp(folded: string): string | undefined {
  if (folded === '') return undefined;
  first ??= new Map([...isoNames(), ...namesIn(english), ...ownNamesOf()]);
  const found = first.get(folded);
  if (found !== undefined) return found;
  second ??= new Map([...namesIn(languages), ...localNames()]);
  return second.get(folded);
}

/** Words of a country's official form: `Korea, Republic of`, `Tanzania (United Republic of)`, `Kingdom of Spain`. */
const formWords =
  /\b(?:the|of|and|republic|rep|kingdom|state|states|federal|federated|federation|united|islamic|plurinational|bolivarian|commonwealth|sultanate|grand|duchy|principality|province)\b/g;

/**
 * A name without its official form, folded: without all that follows a comma or a parenthesis if it is only form, and without
 * the form in front. What distinguishes two countries (`Democratic`, `People's`) is none.
 */
function withoutForm(text: string): string {
  const [, main = '', rest = ''] = /^([^,(]*)[,(](.*)$/s.exec(text) ?? [];
  const isForm = foldWord(rest.toLowerCase().replace(formWords, '')) === '';
  if (main !== '' && isForm) return foldWord(main);
  const [, name = ''] = /^.*\bof (?:the )?([^,(]+)$/is.exec(text) ?? [];
  const front = text.slice(0, text.length - name.length);
  return name !== '' && foldWord(front.toLowerCase().replace(formWords, '')) === '' ? foldWord(name) : '';
}

function isoNames(): readonly (readonly [string, string])[] {
  const known = new Set<string>(getCountries());
  const isKnown = (code: string): code is CountryCode => known.has(code);
  return isoCodes
    .trim()
    .split(/\s+/)
    .flatMap((pair) => {
      const code = pair.slice(0, 2);
      if (!isKnown(code)) return [];
      return [code, pair.slice(2)].map((name) => [foldWord(name), getCountryCallingCode(code)] as const);
    });
}

function ownNamesOf(): readonly (readonly [string, string])[] {
  return Object.entries(ownNames).flatMap(([code, names]) =>
    names.split(' ').map((name) => [foldWord(name), code] as const),
  );
}

function namesIn(given: readonly string[]): readonly (readonly [string, string])[] {
  return given.flatMap((language) => getCountries().flatMap((country) => namesOf(country, language)));
}

/** Each country in the language that most people there speak. */
function localNames(): readonly (readonly [string, string])[] {
  return getCountries().flatMap((country) =>
    namesOf(country, new Intl.Locale(`und-${country}`).maximize().language),
  );
}

function namesOf(country: CountryCode, language: string): readonly (readonly [string, string])[] {
  return displayNames(language)
    .map((names) => names.of(country))
    .filter((name) => name !== undefined)
    .map((name) => [foldWord(name), getCountryCallingCode(country)] as const);
}

const displayed = new Map<string, readonly Intl.DisplayNames[]>();

/** The long and the short names of regions in a language. */
function displayNames(language: string): readonly Intl.DisplayNames[] {
  const known = displayed.get(language);
  if (known !== undefined) return known;
  const made = (['long', 'short'] as const).map(
    (style) => new Intl.DisplayNames([language], { type: 'region', style, fallback: 'none' }),
  );
  displayed.set(language, made);
  return made;
}
