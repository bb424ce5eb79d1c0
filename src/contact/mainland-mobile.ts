import metadata from 'libphonenumber-js/max/metadata';

/** Where the library's metadata of a country have its kinds of numbers, and among these the mobiles. */
const kindsAt = 11;
const mobilesAt = 1;

/** Eleven digits that the numbering plan of mainland China has for mobiles; the library's own pattern. */
const mobile = new RegExp(`^(?:${mobilePattern()})$`);

/** No number of another kind begins so; the general reading of a phone takes ten times as long. */
const elevenDigits = /^1[3-9]\d{9}$/;

/** Whether a text is a mobile number of mainland China, without a country code and nothing else. */
export function isMainlandMobile(text: string): boolean {
  return elevenDigits.test(text) && mobile.test(text);
}

/** Matches nothing where the metadata have another form. */
function mobilePattern(): string {
  const china: unknown = metadata.countries.CN;
  const kinds: unknown = Array.isArray(china) ? china[kindsAt] : undefined;
  const mobiles: unknown = Array.isArray(kinds) ? kinds[mobilesAt] : undefined;
  const pattern: unknown = Array.isArray(mobiles) ? mobiles[0] : undefined;
  return typeof pattern === 'string' ? pattern : '(?!)';
}
