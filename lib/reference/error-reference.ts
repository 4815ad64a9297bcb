// The reference of an error code, from the page about errors.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCodes, type ErrorCode } from '../model/error-codes.js';
import { packageRoot } from '../package-root.js';

/** Whether there is such an error code. */
export function isErrorCode(word: string): word is ErrorCode {
  return Object.hasOwn(errorCodes, word);
}

/** What it means, its exit code, and what to do: Markdown. */
export function errorReference(code: ErrorCode): string {
  const { exit, means } = errorCodes[code];
  const page = readFileSync(join(packageRoot, 'docs/errors.md'), 'utf8');
  const row = page.split('\n').find((line) => line.startsWith(`| \`${code}\``)) ?? '';
  const remedy = row.split(/(?<!\\)\|/)[4]?.trim() ?? '';
  return `# Error \`${code}\`\n\n${means[0]?.toUpperCase() ?? ''}${means.slice(1)}. Exit code ${exit}.\n\n${remedy}\n`;
}
