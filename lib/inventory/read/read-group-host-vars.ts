// Reads group_vars/ and host_vars/, and adds each file's variables to the group or host that it is named after.
import { join } from 'node:path';
import { hintFor, nearest } from '../schema/did-you-mean.js';
import { varsFileSchema } from '../schema/inventory-schemas.js';
import type { Problems } from '../raw/collect-problems.js';
import type { RawInventory, RawVars } from '../raw/raw-inventory.js';
import { isFolder, visible } from './list-folders.js';
import type { VarsFolder } from './inventory-files.js';
import { readChecked } from './read-checked-file.js';
import { nameOfVars, varsFilesOf } from './find-vars-files.js';

/** Names that are always known. */
const always = new Set(['all', 'ungrouped', 'localhost']);

/** Reads all of them, weakest first. */
export async function readVars(
  folders: readonly VarsFolder[],
  { groups, hosts, incomplete }: RawInventory,
  problems: Problems,
): Promise<void> {
  for (const [layer, { path }] of folders.entries()) {
    for (const [folder, owners, noun] of [
      ['group_vars', groups, 'group'],
      ['host_vars', hosts, 'host'],
    ] as const) {
      const reader = { folder: join(path, folder), layer, noun };
      if (!isFolder(reader.folder)) continue;
      const names = new Set(visible(reader.folder, problems));
      await readFolder(reader, names, owners, problems);
      if (!incomplete) warnOfOthers(reader, names, owners, problems);
    }
  }
}

interface OneFolder {
  readonly folder: string;
  readonly layer: number;
  readonly noun: 'group' | 'host';
}

async function readFolder(
  { folder, layer }: OneFolder,
  names: ReadonlySet<string>,
  owners: ReadonlyMap<string, RawVars>,
  problems: Problems,
): Promise<void> {
  for (const [name, owner] of owners) {
    for (const path of varsFilesOf(name, folder, names, problems)) {
      const written = await readChecked(path, varsFileSchema, problems);
      if (written?.kind !== 'map') continue;
      const priority = written.entries.get('ansible_group_priority');
      if (priority) {
        const hint = "Set it in the group's vars in the inventory. Ansible ignores it here.";
        problems.warn('ansible_group_priority: has no effect here', { place: priority.place, hint });
      }
      owner.folder.push({ ...written, layer });
    }
  }
}

/** Warns about files that belong to no group or host of the inventory. */
function warnOfOthers(
  { folder, noun }: OneFolder,
  names: ReadonlySet<string>,
  owners: ReadonlyMap<string, RawVars>,
  problems: Problems,
): void {
  for (const file of names) {
    const name = nameOfVars(file, folder) ?? (nearest(file, owners.keys()) === undefined ? undefined : file);
    if (name === undefined || always.has(name) || owners.has(name) || owners.has(file)) continue;
    const place = { file: join(folder, file), line: 1, column: 1 };
    problems.warn(`there is no ${noun} named ${name}`, { place, hint: hintFor(name, [...owners.keys()]) });
  }
}
