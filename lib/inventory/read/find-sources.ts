// Finds the sources of an inventory that is a folder, in the order in which Ansible reads them.
import { join } from 'node:path';
import { nearest } from '../schema/did-you-mean.js';
import type { Problems } from '../raw/collect-problems.js';
import type { Source } from '../raw/raw-inventory.js';
import { deepestFolder, isFolder, visible } from './list-folders.js';

/** Ansible's INVENTORY_IGNORE_EXTS, files that `secrets edit` leaves behind if it can't save a file, and keys. */
const ignored = /(?:\.(?:edited|pyc|pyo|swp|bak|rpm|md|txt|rst|orig|ini|cfg|retry|pem|pub|key|crt)|~)$/;
/** Folders with another purpose, in Ansible or in trueup. */
const otherFolders = /^(?:group_vars|host_vars|vars_plugins|secrets|ca|roles|node_modules)$/;
/** Files that assign roles to hosts, and files that have nothing to do with hosts in any project. */
const otherFiles =
  /^(?:(?:trueup|site)\.ya?ml|(?:package|package-lock|tsconfig)\.json|Vagrantfile|Dockerfile|Makefile|LICENSE|README|ssh_config|known_hosts|id_\w+)$/;

/** All files that may be sources, in alphabetical order; those in sub-folders at the position of the sub-folder. */
export function sourcesIn(folder: string, problems: Problems): readonly Source[] {
  const sources = below(folder, folder, 0, problems);
  if (sources.length === 0 && !problems.any) {
    const place = { file: folder, line: 1, column: 1 };
    const skipped = visible(folder, problems).find((name) => name.endsWith('.ini') || name.endsWith('.cfg'));
    const hint =
      skipped === undefined
        ? 'Create one, for example a hosts.yml that contains all: {hosts: {web1: }}.'
        : `Like Ansible, trueup ignores ${skipped} in an inventory folder. Pass it with -i ${join(folder, skipped)}.`;
    problems.add('there is no inventory in this folder', { place, hint });
  }
  return sources;
}

function below(folder: string, root: string, depth: number, problems: Problems): readonly Source[] {
  const place = { file: folder, line: 1, column: 1 };
  if (depth > deepestFolder) {
    problems.add('folders are nested too deeply here', { place });
    return [];
  }
  return visible(folder, problems).flatMap((name): readonly Source[] => {
    const path = join(folder, name);
    if (ignored.test(name) || (depth === 0 && otherFiles.test(name))) return [];
    if (!isFolder(path))
      return [{ kind: 'file', name: path, folder: root, found: depth === 0 ? 'in folder' : 'in sub-folder' }];
    if (otherFolders.test(name)) return [];
    const meant = nearest(name, ['group_vars', 'host_vars']);
    if (meant === undefined) return below(path, root, depth + 1, problems);
    const at = { file: path, line: 1, column: 1 };
    problems.add(`${name}: this folder is not read`, { place: at, hint: `Did you mean ${meant}?` });
    return [];
  });
}
