import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { sized } from './harness/size.js';

/** A regular expression of the product, and where it is. */
interface Pattern {
  readonly place: string;
  readonly expression: RegExp;
}

/** All regular expressions that are written in the code, apart from those of the sandbox, which reads only its own clients. */
async function patternsOf(folder: string): Promise<readonly Pattern[]> {
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => name.endsWith('.ts') && !/^(sandbox|report\/browser)/.test(name));
  const patterns: Pattern[] = [];
  for (const name of files) {
    const source = ts.createSourceFile(
      name,
      await readFile(join(folder, name), 'utf8'),
      ts.ScriptTarget.Latest,
    );
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const [, body = '', flags = ''] = /^\/(.*)\/(\w*)$/s.exec(node.text) ?? [];
        const { line } = source.getLineAndCharacterOfPosition(node.pos);
        patterns.push({ place: `${name}:${line + 1} ${node.text}`, expression: new RegExp(body, flags) });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return patterns;
}

/** Pieces that texts are made of: what separates, wraps, and repeats in cells, headers, replies and ledgers. */
const pieces = [
  ' ',
  '\u3000',
  '\t',
  '\n',
  '\r\n',
  ' \n',
  '/',
  ' / ',
  ':',
  '：',
  ';',
  ',',
  '|',
  '、',
  '.',
  '-',
  '_',
  '(',
  ')',
  '+',
  '#',
  '=',
  '"',
  '""',
  '" ',
  "'",
  '0',
  '1',
  '0 ',
  '1.',
  '1,',
  '1-',
  '1:',
  '1/',
  '1E',
  '12 ',
  '(1',
  '1)',
  '+1',
  'a',
  'a ',
  'a.',
  'ext',
  'x1',
  '中',
  '中 ',
  '\u200B',
  '\u200E',
  '\\',
  '\\"',
  '{',
  '[',
  '["',
  '<',
  '<b',
  '&',
  '&amp',
  '%',
  '@',
  'a@',
  '../',
  'é',
  'Ã©',
  '👩‍💻',
  '*',
  '1*',
] as const;
/** What stands before and after them. */
const frames = [
  ['', ''],
  ['', 'x'],
  ['a', '\u0000'],
  ['1', '1'],
  ['13800138000', 'x'],
  ['"', '"'],
  ['{"', '"'],
  ['=', 'é'],
] as const;

function run(expression: RegExp, text: string): void {
  expression.lastIndex = 0;
  if (expression.global) text.replace(expression, '');
  else expression.test(text);
}

/** Time in ms, the best of some rounds where it is much: other tests run beside this one. */
function cost(expression: RegExp, text: string, rounds: number): number {
  let best = Infinity;
  for (let round = 0; round < rounds && best > least; round += 1) {
    const start = performance.now();
    run(expression, text);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** Lengths of texts: short ones first, for what is much worse than linear would not end with a long one. */
const lengths = [1_000, 10_000, 100_000];

/** What takes less than this, in ms, is not compared. */
const least = 5;

/** What takes less than this, in ms, hurts nobody. */
const leastSlow = 30;

/** What is wrong with a pattern, if anything: it takes more than 2.5 times as long for a text of twice the length. */
function slowness(expression: RegExp): string | undefined {
  for (const piece of pieces) {
    for (const [start, end] of frames.slice(0, sized(3, frames.length))) {
      const textOf = (length: number): string => start + piece.repeat(length / piece.length) + end;
      for (const length of lengths) {
        const one = cost(expression, textOf(length), 2);
        if (one < least / 100) break; // a long text will take no time worth measuring
        if (one < least) continue;
        if (cost(expression, textOf(2 * length), 2) <= one * 2.5) continue;
        const [again, two] = [cost(expression, textOf(length), 9), cost(expression, textOf(2 * length), 9)];
        if (again > least && two > Math.max(again * 2.5, leastSlow))
          return `${JSON.stringify(start + piece)}… of ${length}: ${again} ms, then ${two} ms`;
      }
    }
  }
  return undefined;
}

test(
  'no pattern takes more than 2.5 times as long for a text of twice the length',
  { timeout: 300_000 },
  async () => {
    const patterns = await patternsOf('src');
    expect(patterns.length).toBeGreaterThan(100);
    const slow = patterns.flatMap(({ place, expression }) => {
      const found = slowness(expression);
      return found === undefined ? [] : [`${place}: ${found}`];
    });
    expect(slow).toEqual([]);
  },
);
