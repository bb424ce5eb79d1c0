import { readCallingCode } from './countries.js';
import type { FieldReader } from './field-reader.js';
import { maskPhone, readPhone, type PhoneFault, type PhoneRemark, type ReadPhone } from './phone.js';

/** A contact's phone, as the create call takes it. */
export interface Phone {
  readonly state_code: string;
  readonly mobile: string;
}

/**
 * The phone of a row: its country code is the cell's own, else the state_code column's, else the one given with `--set`.
 * A column and a cell that contradict each other are a problem; a cell against `--set` is not.
 */
export function readPhoneField(reader: FieldReader, strict: boolean): Phone | undefined {
  const mobile = reader.code('mobile');
  const stateCode = reader.codeIfAny('state_code');
  const callingCode = stateCode === undefined ? undefined : readCallingCode(stateCode.text);
  const codeIsWrong = stateCode !== undefined && callingCode === undefined;
  if (codeIsWrong) {
    reader.report(
      'state_code',
      'is no country code',
      `${reader.name('state_code')} "${maskPhone(stateCode.text).slice(0, 40)}" is no country code. Write its digits, e.g. 86, or the country.`,
    );
  }
  if (mobile === undefined && stateCode === undefined && reader.hasColumn('state_code'))
    reportNoCode(reader, '');
  if (mobile === undefined || codeIsWrong) return undefined;

  const read = readPhone(mobile.text, callingCode, strict);
  const shown = (): string => `${reader.name('mobile')} "${shownPhone(read, mobile.text)}"`;
  if (!read.ok) {
    if (read.fault === 'no country code')
      reportNoCode(reader, `, and ${shown()} has no country code of its own`);
    else reader.report('mobile', rules[read.fault], `${shown()} ${wordsOf(read, callingCode)}`);
    return undefined;
  }
  const { state_code, remarks } = read;
  if (stateCode?.own === true && callingCode !== state_code) {
    reader.report(
      'mobile',
      'contradicts state_code',
      `${shown()} has the country code ${state_code}, and ${reader.name('state_code')} says ${callingCode ?? ''}. Correct one of them.`,
    );
    return undefined;
  }
  for (const remark of remarks) reader.note(remark, noteOf(remark, state_code));
  return { mobile: read.mobile, state_code };
}

/** A cell as a message shows it: on one line, each number masked by itself. */
function shownPhone(read: ReadPhone, text: string): string {
  const numbers = !read.ok && read.fault === 'several numbers' ? read.numbers : [text];
  return numbers.map(maskPhone).join('" and "').replace(/\s+/g, ' ').slice(0, 80);
}

function reportNoCode(reader: FieldReader, why: string): void {
  reader.report(
    'state_code',
    'is empty',
    `${reader.name('state_code')} is empty${why}. Fill it in, or give all such rows one value with --set, e.g. --set state_code=86.`,
  );
}

const rules = {
  shortened: 'was shortened by a spreadsheet',
  fraction: 'is a number with a fraction',
  letters: 'is no phone number',
  extension: 'has an extension',
  'several numbers': 'holds several numbers',
  'wrong length': 'has a wrong number of digits',
  'not valid': 'exists in no numbering plan',
} as const satisfies Partial<Record<PhoneFault['fault'], string>>;

function wordsOf(
  fault: Exclude<PhoneFault, { readonly fault: 'no country code' }>,
  callingCode: string | undefined,
): string {
  switch (fault.fault) {
    case 'shortened':
      return 'was shortened by a spreadsheet; its digits are lost. Format the column as text and export again.';
    case 'fraction':
      return 'is a number with a fraction and no phone. Format the column as text and export again.';
    case 'letters':
      return 'is no phone number. Correct it.';
    case 'extension':
      return "has an extension, which a contact's phone can't have. Take it off, or move it to the remark.";
    case 'several numbers':
      return 'are several numbers, and a contact has one phone. Leave one of them.';
    case 'wrong length':
      return fault.expected === ''
        ? `has ${fault.digits} ${fault.digits === 1 ? 'digit' : 'digits'}, which no number${callingCode === undefined ? '' : ` of ${callingCode}`} has. Digits or a leading zero may be lost, or doubled: look it up.`
        : `has ${fault.digits} digits, and a mobile number there has ${fault.expected}. Digits are lost or doubled: look it up.`;
    case 'not valid':
      return 'exists in no numbering plan. Correct it, or leave out --strict-phones to let the server decide.';
  }
}

function noteOf(remark: PhoneRemark, state_code: string): string {
  switch (remark) {
    case 'country code taken from the phone':
      return `Country code ${state_code} taken from the phone.`;
    case 'phone restored':
      return 'The phone was shortened by a spreadsheet; all its digits were still there.';
    case 'same number twice':
      return 'The phone stood there twice; it was sent once.';
    case 'landline':
      return 'The phone is a landline.';
    case 'phone in no known numbering plan':
      return 'The phone is in no numbering plan known here; the server decides.';
  }
}
