// Says which files an inventory consists of.
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { nearest } from '../schema/did-you-mean.js';
import type { Problems } from '../raw/problems.js';
import { reasonOf } from '../raw/reason-of.js';

export interface InventoryFiles {
  /** The inventory's folder; relative paths start here. */
  readonly folder: string;
  /** Files with groups and hosts, in the order they are read. */
  readonly hosts: readonly string[];
  readonly site?: string;
  /** Group's name → its files, weakest first. */
  readonly groupVars: ReadonlyMap<string, readonly string[]>;
  readonly hostVars: ReadonlyMap<string, readonly string[]>;
}

const yaml = /\.ya?ml$/;
const siteFile = /^site\.ya?ml$/;

/** The folder of an inventory that is given by its folder or by its one hosts file. Throws what stat(2) says. */
export function folderOf(path: string): string {
  return statSync(path).isFile() ? dirname(path) : path;
}

/** Finds the files of an inventory, given by its folder or by its one hosts file. */
export function inventoryFiles(path: string, problems: Problems): InventoryFiles {
  const place = { file: path, line: 1, column: 1 };
  let folder: string;
  try {
    folder = folderOf(path);
  } catch (error) {
    problems.add(`the inventory ${path} can't be read: ${reasonOf(error)}`, { place });
    return { folder: path, hosts: [], groupVars: new Map(), hostVars: new Map() };
  }
  const names = visible(folder, problems);
  const hosts = folder === path ? hostsFiles(folder, names, problems) : [path];
  const site = names.find((name) => siteFile.test(name));
  for (const name of names) {
    const meant = nearest(name, ['group_vars', 'host_vars']);
    if (meant === undefined || meant === name || !isFolder(join(folder, name))) continue;
    problems.add(`${name}: this folder is not read`, {
      place: at(join(folder, name)),
      hint: `Did you mean ${meant}?`,
    });
  }
  return {
    folder,
    hosts,
    ...(site !== undefined && { site: join(folder, site) }),
    groupVars: varsFiles(join(folder, 'group_vars'), problems),
    hostVars: varsFiles(join(folder, 'host_vars'), problems),
  };
}

function hostsFiles(folder: string, names: readonly string[], problems: Problems): readonly string[] {
  const files = names
    .filter((name) => yaml.test(name) && !siteFile.test(name))
    .map((name) => join(folder, name))
    .filter((file) => !isFolder(file));
  if (names.includes('hosts') && isFolder(join(folder, 'hosts'))) {
    const inside = join(folder, 'hosts');
    files.push(
      ...visible(inside, problems)
        .filter((name) => yaml.test(name))
        .map((name) => join(inside, name)),
    );
  }
  const ini = names.find(
    (name) => name.endsWith('.ini') || (name === 'hosts' && !isFolder(join(folder, name))),
  );
  const convert = 'Convert it to YAML with `ansible-inventory -i hosts --list --yaml --export > hosts.yml`.';
  if (ini !== undefined)
    problems.add(`${ini}: only YAML is supported`, { place: at(join(folder, ini)), hint: convert });
  else if (files.length === 0) problems.add('there is no hosts.yml in this folder', { place: at(folder) });
  return files;
}

/** NAME.yml, NAME.yaml, NAME, or every file below NAME/. */
function varsFiles(folder: string, problems: Problems): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  if (!isFolder(folder)) return found;
  for (const entry of visible(folder, problems)) {
    const path = join(folder, entry);
    const inside = isFolder(path);
    if (!inside && !yaml.test(entry) && entry.includes('.')) continue;
    const name = inside ? entry : basename(entry).replace(yaml, '');
    const other = found.get(name);
    if (other) {
      const hint = 'Ansible would read one of the two; put both into one folder.';
      problems.add(`${name} has two files or folders here; the other is ${other[0] ?? ''}`, {
        place: at(path),
        hint,
      });
    } else found.set(name, inside ? below(path, problems) : [path]);
  }
  return found;
}

function below(folder: string, problems: Problems, depth = 0): readonly string[] {
  if (depth > 8) {
    problems.add('folders nest too deep here', { place: at(folder) });
    return [];
  }
  return visible(folder, problems).flatMap((name) => {
    const path = join(folder, name);
    if (isFolder(path)) return below(path, problems, depth + 1);
    return yaml.test(name) || !name.includes('.') ? [path] : [];
  });
}

/** Names in a folder, sorted, without hidden files and editors' backups. */
function visible(folder: string, problems: Problems): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith('.') && !name.endsWith('~'))
      .sort();
  } catch (error) {
    problems.add(`can't be read: ${reasonOf(error)}`, { place: at(folder) });
    return [];
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false; // whoever reads it says why
  }
}

function at(file: string) {
  return { file, line: 1, column: 1 };
}
