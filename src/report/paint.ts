import type { Status } from '../outcome.js';

export type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'red';

/** Gives text a style, where there is a terminal that shows it. */
export type Paint = (style: Style, text: string) => string;

/** For files, pipes and terminals without colours. */
export const plain: Paint = (_style, text) => text;

/** Green is done, yellow is still to come or to be looked at, red is wrong. */
export const statusStyles: Readonly<Record<Status, Style>> = {
  created: 'green',
  skipped: 'dim',
  invalid: 'red',
  failed: 'red',
  unknown: 'yellow',
  pending: 'yellow',
};
