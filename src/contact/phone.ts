/** What makes a contact the same contact: country code and phone, e.g. `86-13800138000`. */
export function phoneKey(contact: { readonly state_code: string; readonly mobile: string }): string {
  return `${contact.state_code}-${contact.mobile}`;
}

/**
 * A phone as it may be shown: the first 3 and last 2 of its digits, all others as `*`. Texts with fewer than 7 digits are
 * no whole phone number and come back as they are, so that what a spreadsheet left of one can be shown.
 */
export function maskPhone(text: string): string {
  const digits = text.match(/\d/g)?.length ?? 0;
  if (digits < 7) return text;
  let seen = 0;
  return text.replace(/\d/g, (digit) => {
    seen += 1;
    return seen <= 3 || seen > digits - 2 ? digit : '*';
  });
}
