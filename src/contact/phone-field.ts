import { readCallingCode } from './countries.js';
import type { FieldReader } from './field-reader.js';
import { problems, type NamedField, type Problem } from './messages.js';
import { notes, type Note } from './notes.js';
import { maskPhone, readPhone, type PhonePeculiarity, type PhoneProblem, type ReadPhone } from './phone.js';

/** A contact's phone, as the create call takes it. */
export interface Phone {
  readonly state_code: string;
  readonly mobile: string;
}

/**
 * The phone of a row: its country code is the cell's own, else that of a column of country codes, else that of a country, else the
 * one given with `--set`. A code in a column and a cell that contradict each other are a problem; a country and a cell are not.
 */
export function readPhoneField(reader: FieldReader, strict: boolean): Phone | undefined {
  const mobile = reader.code('mobile');
  const { text: code, own, isCountry } = codeOf(reader);
  const callingCode = code === '' ? undefined : readCallingCode(code);
  const codeIsWrong = code !== '' && callingCode === undefined;
  if (mobile !== undefined && reader.picked('mobile')?.how === 'fax') {
    reader.problems.push(problems.isAFax(reader.at('mobile'), maskPhone(mobile.text).slice(0, 40)));
    return undefined;
  }
  // A phone with its own code needs no country.
  const read =
    mobile === undefined || (codeIsWrong && !isCountry)
      ? undefined
      : readPhone(mobile.text, callingCode, strict);
  if (codeIsWrong && read?.ok !== true) {
    const shown = maskPhone(code).slice(0, 40);
    reader.problems.push(problems.notACountryCode(reader.at('state_code'), shown));
    return undefined;
  }
  if (mobile === undefined && code === '' && reader.hasColumn('state_code'))
    reader.problems.push(problems.noCountryCode(reader.at('state_code'), ''));
  if (mobile === undefined || read === undefined) return undefined;

  if (!read.ok) {
    reader.problems.push(problemOf(reader, read, shownPhone(read, mobile.text), callingCode ?? ''));
    return undefined;
  }
  if (own && !isCountry && callingCode !== read.state_code) {
    const phone = shownPhone(read, mobile.text);
    const at = reader.at('mobile');
    const column = reader.name('state_code');
    reader.problems.push(problems.countryCodesDiffer(at, phone, read.state_code, column, callingCode ?? ''));
    return undefined;
  }
  noteAll(reader, read);
  return { mobile: read.mobile, state_code: read.state_code };
}

/** What says the country of a row's phone; an empty text where nothing does. */
interface CountryCode {
  readonly text: string;
  readonly own: boolean;
  /** A country, and no country code. */
  readonly isCountry: boolean;
}

/** The area code of a town, e.g. 0571, in a column that may have country codes too. */
const areaCode = /^0[1-9]\d{1,3}$/;

function codeOf(reader: FieldReader): CountryCode {
  const value = reader.optionalCode('state_code') ?? { text: '', own: false };
  const isCountry = value.own && reader.picked('state_code')?.how === 'country';
  if (isCountry && areaCode.test(value.text))
    return { text: reader.fallback('state_code'), own: false, isCountry: false };
  return { ...value, isCountry };
}

function noteAll(reader: FieldReader, { peculiarities, state_code }: Extract<ReadPhone, { ok: true }>): void {
  for (const peculiarity of peculiarities) reader.notes.push(noteOf(peculiarity, state_code));
  const picked = reader.picked('mobile');
  if (picked?.how === 'next') reader.notes.push(notes.nextPhone(picked.column));
}

/** A cell as a message shows it: on one line, each number masked by itself. */
function shownPhone(read: ReadPhone, text: string): string {
  const numbers = !read.ok && read.kind === 'several numbers' ? read.numbers : [text];
  return numbers.map(maskPhone).join('" and "').replace(/\s+/g, ' ').slice(0, 80);
}

function problemOf(reader: FieldReader, problem: PhoneProblem, phone: string, callingCode: string): Problem {
  const at: NamedField = reader.at('mobile');
  switch (problem.kind) {
    case 'no country code':
      return problems.noCountryCode(
        reader.at('state_code'),
        `, and ${at.name} "${phone}" has no country code of its own`,
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
