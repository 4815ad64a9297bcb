// The reference of the resource types; `npm run docs` generates the pages from the types of their functions.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.js';

/** One page. */
export interface ResourcePage {
  /** The function that creates the resource: `packages`. */
  readonly name: string;
  /** The types as shown in plans and reports: `apt.packages`. */
  readonly types: readonly string[];
  /** The first sentence of the page. */
  readonly summary: string;
  /** Markdown. */
  readonly text: string;
}

/** All pages of built-in types, in alphabetical order. */
export function resourcePages(): readonly ResourcePage[] {
  const folder = join(packageRoot, 'docs/reference/resources');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => pageOf(file.replace(/\.md$/, ''), readFileSync(join(folder, file), 'utf8')));
}

/** Extracts from the Markdown what lists and searches need. */
export function pageOf(name: string, text: string): ResourcePage {
  const [, summary = ''] = /^#.*\n\n(.*?[.:])(?:\s|$)/.exec(text) ?? [];
  const [, types = ''] = /^In plans and reports, it is called (.*)\.$/m.exec(text) ?? [];
  return { name, types: [...types.matchAll(/`([^`]+)`/g)].map(([, type = '']) => type), summary, text };
}
