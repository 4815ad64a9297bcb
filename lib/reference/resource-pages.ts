// The reference of the resource types that roles use; `npm run docs` makes the pages from the types of their functions.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.js';

/** One page. */
export interface ResourcePage {
  /** The function in the kit: `packages`. */
  readonly name: string;
  /** As plans and reports write it: `apt.packages`. */
  readonly types: readonly string[];
  /** Its first sentence. */
  readonly summary: string;
  /** Markdown. */
  readonly text: string;
}

/** All pages, in alphabetical order. */
export function resourcePages(): readonly ResourcePage[] {
  const folder = join(packageRoot, 'docs/reference/resources');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const [, summary = ''] = /^#.*\n\n(.*?[.:])(?:\s|$)/.exec(text) ?? [];
      const [, types = ''] = /^Plans and reports name it (.*)\.$/m.exec(text) ?? [];
      return { name: file.replace(/\.md$/, ''), types: types.match(/[\w.]+/g) ?? [], summary, text };
    });
}
