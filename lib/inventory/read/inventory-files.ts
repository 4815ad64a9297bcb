// Finds the sources and files of an inventory.
import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Problems } from '../raw/collect-problems.js';
import { reasonOf } from '../../model/file-error-reason.js';
import type { Source } from '../raw/raw-inventory.js';
import { sourcesIn } from './find-sources.js';

/** One folder's group_vars/ and host_vars/; their files are looked up by name. */
export interface VarsFolder {
  readonly path: string;
  /** Whether it belongs to the project rather than to an inventory. */
  readonly shared: boolean;
}

export interface InventoryFiles {
  /** Folder of the first inventory; relative paths of roles' variables start here. */
  readonly folder: string;
  /** In the order they are read. */
  readonly sources: readonly Source[];
  /** Folders whose group_vars/ and host_vars/ are read, weakest first. */
  readonly vars: readonly VarsFolder[];
}

/** Where to look besides the inventories themselves. */
export interface SearchOptions {
  /** The current folder: its group_vars/ and host_vars/ take precedence over those of the inventories. */
  readonly project?: string | undefined;
}

/** The folder of an inventory that is given by its folder, by a file, or as a list of hosts. Throws the errors of stat(2). */
export function folderOf(given: string): string {
  if (isList(given)) return '.';
  return statSync(given).isDirectory() ? given : dirname(given);
}

/** Whether it is `web1,web2` rather than a path. */
function isList(given: string): boolean {
  return given.includes(',') && !existsSync(given);
}

/** Finds the sources of inventories, each given by its folder, a file, or as a list of hosts. */
export function inventoryFiles(
  given: string | readonly string[],
  problems: Problems,
  { project }: SearchOptions = {},
): InventoryFiles {
  const all = typeof given === 'string' ? [given] : given;
  const sources: Source[] = [];
  const folders: string[] = [];
  for (const one of all) {
    const folder = folderWhere(one, problems);
    if (folder === undefined) continue;
    if (isList(one)) {
      const base = project ?? folder;
      sources.push({ kind: 'list', name: one, folder: base, found: 'named' });
      folders.push(base);
      continue;
    }
    folders.push(folder);
    if (folder === one) sources.push(...sourcesIn(folder, problems));
    else sources.push({ kind: 'file', name: one, folder, found: 'named' });
  }
  const beside = all.filter((one) => !isList(one)).length === 0 ? [] : folders;
  return { folder: folders[0] ?? all[0] ?? '.', sources, vars: varsFolders(beside, project) };
}

function folderWhere(given: string, problems: Problems): string | undefined {
  try {
    return folderOf(given);
  } catch (error) {
    const place = { file: given, line: 1, column: 1 };
    // What it would define must not be reported as missing.
    problems.brokenFile = true;
    problems.add(`the inventory ${given} can't be read: ${reasonOf(error)}`, { place });
    return undefined;
  }
}

/** Each folder once, at its strongest position. */
function varsFolders(inventories: readonly string[], project: string | undefined): readonly VarsFolder[] {
  const byPath = new Map<string, VarsFolder>();
  const all = inventories.map((path) => ({ path, shared: false }));
  for (const one of project === undefined ? all : [...all, { path: project, shared: true }]) {
    const known = realpathSync(one.path);
    const shared = one.shared && byPath.get(known)?.shared !== false;
    const path = byPath.get(known)?.path ?? one.path;
    byPath.delete(known);
    byPath.set(known, { path, shared });
  }
  return [...byPath.values()];
}
