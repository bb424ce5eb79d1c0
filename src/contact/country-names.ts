import { getCountries, getCountryCallingCode, type CountryCode } from 'libphonenumber-js/max';

/** Names in common use that no standard has, as `foldCountry` gives them. */
const ownNames: Readonly<Record<string, readonly string[]>> = {
  CN: '中国大陆 中國大陸 中华人民共和国 中華人民共和國 大陆 大陸 内地 chinamainland mainlandchina prc prchina peoplesrepublicofchina republikchina vrchina'.split(
    ' ',
  ),
  HK: '香港 中国香港 中國香港 香港特别行政区 中国香港特别行政区 hongkongsar hongkongchina hongkong hk'.split(
    ' ',
  ),
  MO: '澳门 澳門 中国澳门 中國澳門 澳门特别行政区 中国澳门特别行政区 macau macao macaosar macaochina macauchina'.split(
    ' ',
  ),
  TW: '台湾 台灣 中国台湾 中國台灣 臺灣 taiwanprovinceofchina taiwanchina taiwanroc'.split(' '),
  US: 'us usa unitedstatesofamerica america estadosunidosdeamérica 美国 美國'.split(' '),
  GB: 'uk england scotland wales northernireland greatbritain britain unitedkingdomofgreatbritainandnorthernireland 英国 英國'.split(
    ' ',
  ),
  AE: 'uae emirates unitedarabemirates 阿联酋'.split(' '),
  KR: 'korea southkorea republicofkorea korearepublicof koreasouth korearep 韩国 韓國 대한민국 한국'.split(
    ' ',
  ),
  KP: 'northkorea koreademocraticpeoplesrepublicof democraticpeoplesrepublicofkorea dprk'.split(' '),
  VN: 'vietnam socialistrepublicofvietnam'.split(' '),
  RU: 'russia russianfederation 俄罗斯 россия российскаяфедерация'.split(' '),
  NL: 'holland thenetherlands'.split(' '),
  CZ: 'czechrepublic'.split(' '),
  TR: 'turkey turkiye türkiye'.split(' '),
  IR: 'iranislamicrepublicof islamicrepublicofiran'.split(' '),
  SY: 'syrianarabrepublic'.split(' '),
  LA: 'laopdr laopeoplesdemocraticrepublic lao'.split(' '),
  BN: 'bruneidarussalam'.split(' '),
  MD: 'moldovarepublicof republicofmoldova'.split(' '),
  MK: 'macedonia republicofnorthmacedonia macedoniatheformeryugoslavrepublicof'.split(' '),
  TZ: 'tanzaniaunitedrepublicof unitedrepublicoftanzania'.split(' '),
  BO: 'boliviaplurinationalstateof plurinationalstateofbolivia'.split(' '),
  VE: 'venezuelabolivarianrepublicof bolivarianrepublicofvenezuela'.split(' '),
  PS: 'palestine stateofpalestine palestinestateof palestinianterritories'.split(' '),
  CI: 'ivorycoast'.split(' '),
  CV: 'capeverde'.split(' '),
  SZ: 'swaziland'.split(' '),
  MM: 'burma'.split(' '),
  CD: 'congodemocraticrepublicofthe congothedemocraticrepublicofthe democraticrepublicofthecongo drcongo drc'.split(
    ' ',
  ),
  CG: 'congo republicofthecongo congorepublicofthe'.split(' '),
  FM: 'micronesiafederatedstatesof'.split(' '),
  VA: 'holysee vaticancity holyseevaticancitystate'.split(' '),
};

/** ISO 3166-1: two letters and three. */
const threeLetters =
  'ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GTGTM GUGUM GWGNB GYGUY HKHKG HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM XKXKX YEYEM YTMYT ZAZAF ZMZMB ZWZWE';

/** Languages that most files have their countries in. */
const first = ['en', 'zh-Hans', 'zh-Hant'];

/** Others, tried where a name is in none of these. */
const others =
  'de fr es pt it nl pl ru uk ja ko ar fa tr vi th id ms sv da nb fi cs sk sl hr sr hu ro bg el he hi bn et lv lt ca'.split(
    ' ',
  );

/** Made on first use: the first takes 30 ms, the second 300 ms, and most files have no country names. */
let firstNames: ReadonlyMap<string, string> | undefined;
let otherNames: ReadonlyMap<string, string> | undefined;

/** The calling code of a country or region by its name, in most languages, or its code of two or three letters; else `undefined`. */
export function callingCodeOf(name: string): string | undefined {
  const folded = foldCountry(name);
  if (folded === '') return undefined;
  firstNames ??= new Map([...namesIn(first), ...codes(), ...own()]);
  const known = firstNames.get(folded);
  if (known !== undefined || /^[a-z]{1,2}$/.test(folded)) return known;
  otherNames ??= namesIn(others);
  return otherNames.get(folded);
}

/** A name as it is compared: without case, marks, spaces, a leading "the" and a closing "(the)". */
function foldCountry(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u{1F1E6}-\u{1F1FF}]/gu, letterOfFlag)
    .replace(/\u0307/g, '')
    .replace(/\(the\)/g, '')
    .replace(/^the +/, '')
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '')
    .normalize('NFC');
}

/** A flag is two letters; their signs begin here. */
function letterOfFlag(sign: string): string {
  return String.fromCharCode((sign.codePointAt(0) ?? 0) - 0x1f1e6 + 97);
}

/** Names that mean two calling codes in different languages are left out. */
function namesIn(languages: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const language of languages) {
    for (const style of ['long', 'short'] as const) {
      const names = new Intl.DisplayNames([language], { type: 'region', style, fallback: 'none' });
      for (const country of getCountries()) {
        const name = foldCountry(names.of(country) ?? '');
        const code = getCountryCallingCode(country);
        const other = found.get(name);
        found.set(name, other === undefined || other === code ? code : '');
      }
    }
  }
  return new Map([...found].filter(([name, code]) => name !== '' && code !== ''));
}

function codes(): readonly (readonly [string, string])[] {
  const three = new Map(threeLetters.split(' ').map((both) => [both.slice(0, 2), both.slice(2)]));
  return getCountries().flatMap((country) => {
    const code = getCountryCallingCode(country);
    const long = three.get(country);
    return [country, ...(long === undefined ? [] : [long])].map((one) => [one.toLowerCase(), code] as const);
  });
}

function own(): readonly (readonly [string, string])[] {
  const known: readonly CountryCode[] = getCountries();
  return known.flatMap((country) =>
    (ownNames[country] ?? []).map((name) => [name, getCountryCallingCode(country)] as const),
  );
}
