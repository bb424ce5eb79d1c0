import { maskPhone } from '../../contact/phone.js';
import { changedText, type Outcome, type Status } from '../../outcome.js';
import { printable } from '../../printable.js';
import { scriptJson } from './escape.js';
import { maskError, maskName } from './mask.js';

/** Characters of a cell that are shown. */
const longestCell = 120;
const longestError = 1_000;

/** A row's number and line in the input, both from 1. */
export interface Place {
  readonly number: number;
  readonly line: number;
}

/** A row's name and phone, as the file has them. */
export interface Person {
  readonly name: string;
  readonly mobile: string;
}

/** Whether a person or another run has to deal with the row. */
export function needsFix(outcome: Outcome): boolean {
  switch (outcome.status) {
    case 'created':
    case 'skipped':
    case 'changed':
      return false;
    case 'pending':
      return outcome.cause === 'stopped';
    case 'invalid':
    case 'failed':
    case 'unknown':
      return true;
  }
}

/** A row of the table as JSON: number, line, status, codes, name, phone, error. Phones are whole only with `full`. */
export function rowJson({ number, line }: Place, outcome: Outcome, person: Person, full: boolean): string {
  const { codes, error } = problemsOf(outcome);
  const { name, mobile } = person;
  const status: Status = outcome.status;
  return scriptJson([
    number,
    line,
    status,
    codes,
    printable(full ? name : maskName(name), longestCell),
    printable(full ? mobile : maskPhone(mobile), longestCell),
    printable(full ? error : maskError(error, mobile), longestError),
  ]);
}

function problemsOf(outcome: Outcome): { readonly codes: readonly string[]; readonly error: string } {
  switch (outcome.status) {
    case 'created':
      return { codes: [], error: '' };
    case 'changed':
      return { codes: [], error: changedText(outcome.fields) };
    case 'pending':
      return { codes: [], error: outcome.error };
    case 'skipped':
    case 'failed':
    case 'unknown':
      return { codes: [outcome.errcode], error: outcome.error };
    case 'invalid':
      return {
        codes: [...new Set(outcome.problems.map(({ title }) => title))],
        error: outcome.problems.map(({ text }) => text).join(' '),
      };
  }
}
