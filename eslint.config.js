// Type-aware linting for the whole project.
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', '**/*.cjs', '**/*.mjs', '*.config.js'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unnecessary-condition': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      'no-console': 'error',
      'max-lines': ['error', { max: 250 }],
    },
  },
  {
    files: ['lib/**', 'roles/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'lib reads no environment: take it as a parameter' },
        { object: 'process', property: 'exit', message: 'only cli exits' },
        { object: 'process', property: 'stdout', message: 'only cli prints' },
      ],
    },
  },
  {
    files: ['cli/**', 'lib/**', 'roles/**'],
    ignores: ['lib/model/when-aborted.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.property.name=/EventListener$/][arguments.0.value="abort"]',
          message: 'a signal may have been aborted before: whenAborted (lib/model/when-aborted.ts)',
        },
        ...["Property[key.name='hint'] > ", "VariableDeclarator[id.name='hint'] > "].flatMap((hint) => [
          { selector: `${hint}Literal[value=/^[a-z]/]`, message: 'a hint is a sentence' },
          {
            selector: `${hint}TemplateLiteral > TemplateElement:first-child[value.raw=/^[a-z]/]`,
            message: 'a hint is a sentence',
          },
        ]),
      ],
    },
  },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
