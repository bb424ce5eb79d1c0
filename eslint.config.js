import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const src = join(import.meta.dirname, 'src');

/** Data flows one way: which parts of src a folder, or a file at the top, may import. The entries may import all. */
const mayImport = {
  'printable.ts': [],
  'user-error.ts': ['printable.ts'],
  'version.ts': [],
  files: ['user-error.ts'],
  source: ['files', 'printable.ts', 'user-error.ts'],
  contact: ['source', 'printable.ts'],
  'outcome.ts': ['contact'],
  lookup: ['contact', 'source', 'outcome.ts'],
  ledger: ['files', 'outcome.ts', 'user-error.ts'],
  results: ['contact', 'files', 'source', 'outcome.ts', 'printable.ts', 'user-error.ts'],
  dingtalk: ['contact', 'lookup', 'outcome.ts', 'printable.ts', 'user-error.ts', 'version.ts'],
  report: ['contact', 'dingtalk', 'files', 'outcome.ts', 'printable.ts', 'user-error.ts', 'version.ts'],
  importer: [
    'contact',
    'dingtalk',
    'files',
    'ledger',
    'lookup',
    'report',
    'results',
    'source',
    'outcome.ts',
    'printable.ts',
    'user-error.ts',
  ],
  options: ['importer', 'dingtalk', 'report', 'source', 'user-error.ts'],
  sandbox: [],
};

/** Packages that only these folders may use. */
const mayUse = {
  got: ['dingtalk'],
  hpagent: ['dingtalk'],
  'node:http': ['dingtalk', 'sandbox'],
  'node:https': ['dingtalk'],
  'node:process': ['files'],
  'node:console': [],
};

const partOf = (file) => relative(src, file).split(sep)[0];
const importsOf = new Map();

/** The files of this project that a file imports. */
function importedBy(file) {
  const known = importsOf.get(file);
  if (known !== undefined) return known;
  const specifiers = readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)\.js'/g);
  const files = [...specifiers].map(([, specifier]) => resolve(dirname(file), `${specifier}.ts`));
  importsOf.set(file, files);
  return files;
}

/** The way from a file back to itself, if there is one. */
function circleThrough(file) {
  const queue = importedBy(file).map((next) => [next]);
  const seen = new Set();
  for (const way of queue) {
    const last = way.at(-1);
    if (last === file) return way;
    if (seen.has(last)) continue;
    seen.add(last);
    for (const next of importedBy(last)) queue.push([...way, next]);
  }
  return undefined;
}

const arrows = {
  create(context) {
    const own = partOf(context.filename);
    const check = (node) => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string') return;
      if (!specifier.startsWith('.')) {
        const users = mayUse[specifier];
        if (users !== undefined && !users.includes(own))
          context.report({ node, message: `${own} may not use ${specifier}.` });
        return;
      }
      const target = partOf(resolve(dirname(context.filename), specifier.replace(/\.js$/, '.ts')));
      const allowed = mayImport[own];
      if (target !== own && allowed !== undefined && !allowed.includes(target))
        context.report({ node, message: `${own} may not import ${target}: see mayImport.` });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      'Program:exit': (node) => {
        const circle = circleThrough(context.filename);
        if (circle === undefined) return;
        const way = circle.map((file) => relative(src, file)).join(' → ');
        context.report({ node, message: `Imports run in a circle: ${way}.` });
      },
    };
  },
};

const processGlobals = ['process', 'console'].map((name) => ({
  name,
  message: 'Only the entries know the process; take what you need as an argument.',
}));

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { requireDefaultForNonUnion: true }],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreUsingDeclarations: true }],
      'max-lines': ['error', 250],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { project: { rules: { arrows } } },
    rules: { 'project/arrows': 'error', 'max-lines-per-function': ['error', 60] },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/import.ts', 'src/sandbox.ts'],
    rules: { 'no-restricted-globals': ['error', ...processGlobals] },
  },
  {
    // The types of the problems and notes are derived from these functions.
    files: ['src/contact/messages.ts', 'src/contact/notes.ts'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: { 'max-lines': ['error', 500] },
  },
);
