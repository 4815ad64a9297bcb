// Which folders a project's own roles, packages and files are in.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Entries that only the folder of a project contains. */
const marks = ['roles', 'package.json', '.git'];

/** The folder, or its nearest ancestor, that contains one of these entries; else `otherwise`, the current folder. */
export function projectOf(folder: string, otherwise: string): string {
  let here = resolve(folder);
  for (;;) {
    const marked = here;
    if (marks.some((mark) => existsSync(join(marked, mark)))) return here;
    if (dirname(here) === here) return resolve(otherwise);
    here = dirname(here);
  }
}

/** Where a project's templates and files are looked up: beside trueup.yml, then in the project's folder. */
export function projectFoldersOf(site: string | undefined, otherwise = '.'): readonly string[] {
  if (site === undefined) return [resolve(otherwise)];
  return [...new Set([dirname(resolve(site)), projectOf(dirname(site), otherwise)])];
}
