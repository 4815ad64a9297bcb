// What a folder's .trueupignore leaves out.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** True for what stays out. */
export type Ignore = (name: string, isDirectory: boolean) => boolean;

const ruleFile = '.trueupignore';

/**
 * One pattern a line, as in a .gitignore: `#` begins a comment, a slash at the end means directories only, a slash
 * elsewhere ties the pattern to the folder, `*` stops at slashes, `**` doesn't. There is no `!`. The file itself stays out.
 */
export async function readIgnore(folder: string): Promise<Ignore> {
  const text = await readFile(join(folder, ruleFile), 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  });
  const rules = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(toRule);
  return (name, isDirectory) => name === ruleFile || rules.some((rule) => rule(name, isDirectory));
}

function toRule(pattern: string): Ignore {
  const onlyDirectories = pattern.endsWith('/');
  const path = pattern.replace(/\/$/, '');
  const source = path
    .replace(/^\//, '')
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => globs[part] ?? part.replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`))
    .join('');
  const match = new RegExp(path.includes('/') ? `^${source}$` : `(^|/)${source}$`);
  return (name, isDirectory) => (isDirectory || !onlyDirectories) && match.test(name);
}

const globs: Readonly<Record<string, string>> = {
  '**/': '(.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
};
