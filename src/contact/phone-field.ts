import { readCallingCode } from './countries.js';
import type { FieldReader } from './field-reader.js';
import { problems, type NamedField, type Problem } from './messages.js';
import { notes, type Note } from './notes.js';
import { readPhone, type PhonePeculiarity, type PhoneProblem, type ReadPhone } from './phone.js';

/** A contact's phone, as the create call takes it. */
export interface Phone {
  readonly state_code: string;
  readonly mobile: string;
}

/**
 * The phone of a row: its country code is the cell's own, else that of the state_code column, else that of a column of
 * countries, else the one given with `--set`. A state_code column and a cell that contradict each other are a problem; a country
 * gives way, and so does `--set`.
 */
export function readPhoneField(reader: FieldReader, strict: boolean): Phone | undefined {
  const mobile = reader.code('mobile');
  const stateCode = reader.optionalCode('state_code');
  const callingCode = stateCode === undefined ? undefined : readCallingCode(stateCode.text);
  const isCountry = reader.picked('state_code')?.how === 'country';
  const codeIsWrong =
    stateCode !== undefined && callingCode === undefined && !(isCountry && hasOwnCode(mobile?.text, strict));
  if (codeIsWrong) {
    const shown = stateCode.text.slice(0, 40);
    reader.problems.push(problems.notACountryCode(reader.at('state_code'), shown));
  }
  if (
    mobile === undefined &&
    stateCode === undefined &&
    reader.hasColumn('state_code') &&
    !reader.picks('state_code')
  )
    reader.problems.push(problems.noCountryCode(reader.at('state_code'), '', false));
  const picked = reader.picked('mobile');
  if (mobile !== undefined && picked?.how === 'fax') {
    reader.problems.push(problems.isAFax(reader.at('mobile'), mobile.text.slice(0, 40)));
    return undefined;
  }
  if (mobile === undefined || codeIsWrong) return undefined;

  const read = readPhone(mobile.text, callingCode, strict);
  if (!read.ok) {
    reader.problems.push(problemOf(reader, read, shownPhone(read, mobile.text), callingCode ?? ''));
    return undefined;
  }
  const { state_code } = read;
  if (stateCode?.own === true && !isCountry && callingCode !== state_code) {
    const phone = shownPhone(read, mobile.text);
    const column = reader.name('state_code');
    const other = callingCode ?? '';
    reader.problems.push(problems.countryCodesDiffer(reader.at('mobile'), phone, state_code, column, other));
    return undefined;
  }
  for (const peculiarity of read.peculiarities) reader.notes.push(noteOf(peculiarity, state_code));
  if (picked?.how === 'next') reader.notes.push(notes.nextPhone(picked.column));
  return { mobile: read.mobile, state_code };
}

function hasOwnCode(mobile: string | undefined, strict: boolean): boolean {
  return mobile !== undefined && readPhone(mobile, undefined, strict).ok;
}

/** A cell as a message shows it: on one line. */
function shownPhone(read: ReadPhone, text: string): string {
  const numbers = !read.ok && read.kind === 'several numbers' ? read.numbers : [text];
  return numbers.join('" and "').replace(/\s+/g, ' ').slice(0, 80);
}

function problemOf(reader: FieldReader, problem: PhoneProblem, phone: string, callingCode: string): Problem {
  const at: NamedField = reader.at('mobile');
  switch (problem.kind) {
    case 'no country code':
      return problems.noCountryCode(
        reader.at('state_code'),
        `, and ${at.name} "${phone}" has no country code of its own`,
        reader.picks('state_code'),
      );
    case 'shortened':
      return problems.shortened(at, phone);
    case 'fraction':
      return problems.fraction(at, phone);
    case 'letters':
      return problems.notAPhone(at, phone);
    case 'fax':
      return problems.isAFax(at, phone);
    case 'masked':
      return problems.masked(at, phone);
    case 'date':
      return problems.aDate(at, phone);
    case 'of another country':
      return problems.otherCountry(at, phone);
    case 'extension':
      return problems.extension(at, phone);
    case 'several numbers':
      return problems.severalNumbers(at, phone);
    case 'wrong length':
      return problems.wrongLength(at, phone, problem.digits, problem.expected, callingCode);
    case 'in no plan':
      return problems.inNoPlan(at, phone);
  }
}

function noteOf(peculiarity: PhonePeculiarity, state_code: string): Note {
  switch (peculiarity) {
    case 'own country code':
      return notes.countryFromPhone(state_code);
    case 'code without a plus':
      return notes.codeWithoutPlus(state_code);
    case 'restored':
      return notes.phoneRestored();
    case 'twice':
      return notes.sameNumberTwice();
    case 'landline':
      return notes.landline();
    case 'in no known plan':
      return notes.inNoKnownPlan();
  }
}
