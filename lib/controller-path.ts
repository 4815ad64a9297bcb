// Resolves the paths in variables to paths on the controller, by one rule for all of them.
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { TrueupError } from './model/trueup-error.js';
import { operatorHome } from './operator.js';

/** The folders at which relative paths start. */
export interface PathStarts {
  /** The inventory's folder. */
  readonly folder: string;
  /** Folders in which `project:PATH` is looked up. Defaults to the inventory's folder. */
  readonly projectFolders?: readonly string[];
}

/** `~/PATH` starts at the user's home folder; any other relative path at the inventory's folder. */
export function inventoryPath(path: string, folder: string, home = operatorHome()): string {
  if (path === '~' || path.startsWith('~/')) return join(home, path.slice(1));
  return resolve(folder, path);
}

/** Like `inventoryPath`, but `project:PATH` starts at the project's folder. Throws E_INPUT if the project has no such file. */
export function controllerPath(path: string, starts: PathStarts, home?: string): string {
  return projectFile(starts, path) ?? inventoryPath(path, starts.folder, home);
}

function projectFile({ folder, projectFolders = [folder] }: PathStarts, source: string): string | undefined {
  const path = /^project:(.+)$/.exec(source)?.[1];
  if (path === undefined) return undefined;
  const places = projectFolders.map((one) => resolve(one, path));
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  const folders = places.map((place) => dirname(place)).join(' and ');
  throw new TrueupError('E_INPUT', `${path}: no such file`, {
    hint: `Paths that start with project: are relative to the project's folder. Trueup looked in ${folders}.`,
  });
}

/** The hint for a missing file: where relative paths start, and where it was found. `others`: more folders to try. */
export function pathHint(
  path: string,
  { folder, projectFolders = [] }: PathStarts,
  others: readonly string[] = [],
): string | undefined {
  if (isAbsolute(path) || /^(~|[a-z]+:)/.test(path)) return undefined;
  const start = resolve(folder);
  const rule = `Relative paths start at the inventory's folder, ${start}.`;
  const vars = ['group_vars', 'host_vars'].map((name) => join(start, name));
  const found = [...others, ...vars, ...projectFolders]
    .map((one) => resolve(one, path))
    .find((place) => existsSync(place));
  return found === undefined ? rule : `${rule} To use ${found}, write ${relative(start, found)}.`;
}
