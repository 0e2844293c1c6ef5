// The programs and tests of the repository that are no part of the dashboard: they use its packages, as its browser tests do.
// Started by `npm run lint` from the repository's root, which is what the paths here are counted from.
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';

export default defineConfig(
  { ignores: ['**/node_modules/**', '**/results/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['tests/browser/*.ts'],
    extends: [ts.configs.strict],
    languageOptions: { globals: { ...globals.node, ...globals.browser }, parserOptions: { projectService: true } },
    // A step of a test that nobody awaits passes whatever it finds.
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
    },
  },
  {
    files: ['**/*.mjs'],
    extends: [ts.configs.strict],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    // `const { secret: _secret, ...rest }` is how a field is left out.
    rules: { 'no-undef': 'error', '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }] },
  },
);
