// The reference of the facts; `npm run docs` generates the page from their types.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.js';

/** Every fact with its type: Markdown. */
export function factsReference(): string {
  return readFileSync(join(packageRoot, 'docs/reference/facts.md'), 'utf8');
}
