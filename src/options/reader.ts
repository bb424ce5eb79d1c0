import { checkNumber, type Given, type NumberOption } from '../importer/check-options.js';
import { parseAssignment } from '../source/columns/assignment.js';
import type { Field } from '../source/columns/fields.js';
import { UserError } from '../user-error.js';
import { readVariable, type Environment } from './environment.js';

/** Reads single options: the command line first, then the environment. An empty variable counts as not set. */
export class Reader {
  readonly #typed: (flag: string) => unknown;
  readonly #environment: Environment;

  constructor(typed: (flag: string) => unknown, environment: Environment) {
    this.#typed = typed;
    this.#environment = environment;
  }

  /** White space around a variable's value goes, except where it may be the value. */
  text(flag: string, spaceCounts = false): Given | undefined {
    const typed = this.#typed(flag);
    if (typeof typed === 'string') return { text: typed, from: flag };
    const variable = variableName(flag);
    const text = readVariable(this.#environment, variable, spaceCounts);
    return text === undefined ? undefined : { text, from: variable };
  }

  /** A file's path. An empty one, e.g. from a shell variable that is not set, is an error. */
  path(flag: string): string | undefined {
    const given = this.text(flag);
    if (given?.text.trim() !== '') return given?.text;
    throw new UserError(`${given.from} names no file.`, [`Give one, or leave ${flag} out.`]);
  }

  number(option: NumberOption): number | undefined {
    const given = this.text(option.flag);
    if (given === undefined) return undefined;
    const isNumber = /^\d+(\.\d+)?$/.test(given.text.trim());
    return checkNumber(option, isNumber ? Number(given.text) : NaN, given);
  }

  choice<Choice extends string>(flag: string, choices: readonly Choice[], standard: Choice): Choice {
    const given = this.text(flag);
    if (given === undefined) return standard;
    const chosen = choices.find((choice) => choice === given.text);
    if (chosen !== undefined) return chosen;
    throw new UserError(`${given.from} "${given.text}": there is no such choice.`, [
      `Give one of: ${choices.join(', ')}.`,
    ]);
  }

  switch(flag: string): boolean {
    // Commander keeps --no-progress as a progress that is false.
    if (this.#typed(flag) === true || this.#typed(flag.replace(/^--no-/, '--')) === false) return true;
    const given = this.text(flag);
    if (given === undefined || /^(0|false|no|off)$/i.test(given.text)) return false;
    if (/^(1|true|yes|on)$/i.test(given.text)) return true;
    throw new UserError(`${given.from} "${given.text}": neither yes nor no.`, ['Give 1 or 0.']);
  }

  /** Pairs of the environment first, so that those of the command line replace them field by field. */
  assignments(flag: string, typed: readonly string[]): Readonly<Partial<Record<Field, string>>> {
    const variable = variableName(flag);
    const lines = (readVariable(this.#environment, variable) ?? '')
      .split('\n')
      .filter((line) => line.trim() !== '');
    return Object.fromEntries([
      ...lines.map((line) => parseAssignment(variable, line)),
      ...typed.map((text) => parseAssignment(flag, text)),
    ]);
  }
}

/** The name under which commander keeps an option's value. */
export function attributeName(flag: string): string {
  return flag.replace(/^--/, '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The variable that has the same as an option. */
export function variableName(flag: string): string {
  return `IMPORT_${flag.replace(/^--/, '').replaceAll('-', '_').toUpperCase()}`;
}
