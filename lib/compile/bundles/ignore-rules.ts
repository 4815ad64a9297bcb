// What a folder's .trueupignore leaves out.
import { join } from 'node:path';
import { readRegularText } from '../../bounds/read-bounded-file.js';

/** Returns true for what is left out. */
export type Ignore = (name: string, isDirectory: boolean) => boolean;

const ruleFile = '.trueupignore';

/**
 * One pattern per line, as in .gitignore: `#` starts a comment, a slash at the end matches only directories, any other
 * slash anchors the pattern, `*` stops at slashes, `**` doesn't. There is no `!`. The file itself is left out.
 */
export function readIgnore(folder: string): Ignore {
  const rules = ruleText(join(folder, ruleFile))
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(toRule);
  return (name, isDirectory) => name === ruleFile || rules.some((rule) => rule(name, isDirectory));
}

function ruleText(path: string): string {
  try {
    return readRegularText(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function toRule(pattern: string): Ignore {
  const onlyDirectories = pattern.endsWith('/');
  const path = pattern.replace(/\/$/, '');
  const parts =
    `${path.includes('/') ? '' : '**/'}${path.replace(/^\//, '')}`.match(/\*\*\/|\*\*|[^]/gu) ?? [];
  return (name, isDirectory) => (isDirectory || !onlyDirectories) && matches(parts, name);
}

/**
 * Tries all ways to match the pattern at once: a regular expression tries them one by one, which with many stars takes
 * forever. A position in the pattern is a number; .5 means within the folders that `**` + `/` stands for.
 */
function matches(parts: readonly string[], name: string): boolean {
  const optional = ['*', '**', '**/'];
  let places = new Set<number>();
  const reach = (place: number, into: Set<number>): void => {
    into.add(place);
    if (optional.includes(parts[place] ?? '')) reach(place + 1, into);
  };
  reach(0, places);
  for (const letter of name) {
    const next = new Set<number>();
    for (const place of places) {
      const part = parts[Math.floor(place)];
      if (part === '**/') {
        next.add(Math.floor(place) + 0.5);
        if (letter === '/') reach(Math.floor(place) + 1, next);
      } else if (part === '**' || (part === '*' && letter !== '/')) reach(place, next);
      else if (part === letter || (part === '?' && letter !== '/')) reach(place + 1, next);
    }
    places = next;
  }
  return places.has(parts.length);
}
