import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const processGlobals = ['process', 'console'].map((name) => ({
  name,
  message: 'Only the entries know the process; take what you need as an argument.',
}));
const processModules = ['process', 'node:process', 'console', 'node:console'].map((name) => ({
  name,
  message: 'Only the entries know the process; take what you need as an argument.',
}));

/** Data flows one way: these folders may not import from those. A later entry replaces the whole rule, so each list is complete. */
const arrows = (files, forbidden, modules = []) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: [...processModules, ...modules.map((name) => ({ name, message: 'This part knows no HTTP.' }))],
        patterns: forbidden.map((group) => ({
          group: [group],
          message: 'This import points against the flow of data.',
        })),
      },
    ],
  },
});

const http = ['got', 'http', 'node:http', 'https', 'node:https'];
const entries = ['**/import.js', '**/sandbox.js'];
const job = ['**/run.js', '**/settle.js', '**/ask.js', '**/options/**', ...entries];

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
      'max-lines': ['error', 250],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/import.ts', 'src/sandbox.ts'],
    rules: { 'no-restricted-globals': ['error', ...processGlobals] },
  },
  arrows(['src/**/*.ts'], entries),
  arrows(
    ['src/settle.ts'],
    ['**/run.js', '**/ask.js', '**/report/**', '**/source/**', '**/sandbox/**', ...entries],
    http,
  ),
  arrows(['src/ask.ts'], ['**/run.js', '**/settle.js', '**/report/**', '**/sandbox/**', ...entries], http),
  arrows(
    ['src/source/**/*.ts'],
    [
      '**/contact/**',
      '**/dingtalk/**',
      '**/pace/**',
      '**/report/**',
      '**/sandbox/**',
      '**/ledger/**',
      '**/results.js',
      ...job,
    ],
    http,
  ),
  arrows(
    ['src/contact/**/*.ts'],
    [
      '**/dingtalk/**',
      '**/pace/**',
      '**/report/**',
      '**/sandbox/**',
      '**/ledger/**',
      '**/results.js',
      ...job,
    ],
    http,
  ),
  arrows(
    ['src/results.ts'],
    [
      '**/contact/**',
      '**/ledger/**',
      '**/dingtalk/**',
      '**/pace/**',
      '**/report/**',
      '**/sandbox/**',
      ...job,
    ],
    http,
  ),
  arrows(
    ['src/ledger/**/*.ts', 'src/outcome.ts', 'src/look-up.ts', 'src/user-error.ts'],
    [
      '**/source/**',
      '**/contact/**',
      '**/dingtalk/**',
      '**/pace/**',
      '**/report/**',
      '**/sandbox/**',
      '**/results.js',
      ...job,
    ],
    http,
  ),
  arrows(
    ['src/dingtalk/**/*.ts'],
    ['**/source/**', '**/report/**', '**/sandbox/**', '**/results.js', '**/ledger/**', ...job],
  ),
  arrows(
    ['src/pace/**/*.ts'],
    [
      '**/source/**',
      '**/contact/**',
      '**/dingtalk/**',
      '**/report/**',
      '**/sandbox/**',
      '**/ledger/**',
      '**/results.js',
      ...job,
    ],
    http,
  ),
  arrows(
    ['src/report/**/*.ts'],
    ['**/source/**', '**/sandbox/**', '**/ledger/**', '**/results.js', ...job],
    http,
  ),
  arrows(['src/report/browser/**/*.ts'], ['**'], http),
  arrows(
    ['src/options/**/*.ts'],
    [
      '**/contact/**',
      '**/sandbox/**',
      '**/ledger/**',
      '**/results.js',
      '**/run.js',
      '**/settle.js',
      '**/ask.js',
      ...entries,
    ],
    http,
  ),
  arrows(
    ['src/sandbox/**/*.ts'],
    [
      '**/source/**',
      '**/contact/**',
      '**/pace/**',
      '**/report/**',
      '**/ledger/**',
      '**/results.js',
      '**/outcome.js',
      '**/dingtalk/**',
      ...job,
    ],
    ['got'],
  ),
  {
    files: ['test/**/*.ts'],
    rules: { 'max-lines': ['error', 500] },
  },
);
