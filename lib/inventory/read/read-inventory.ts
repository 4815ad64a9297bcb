// Reads an inventory's sources and files of variables into the inventory as written.
import type { InventoryFiles } from './inventory-files.js';
import type { Problems } from '../raw/collect-problems.js';
import { groupNamed } from './add-to-inventory.js';
import { addImplicitHosts } from './implicit-hosts.js';
import { readSource } from './read-source.js';
import { readVars } from './read-group-host-vars.js';
import type { VaultAccess } from './lazy-vault-passwords.js';
import type { RawInventory } from '../raw/raw-inventory.js';

/** Groups, hosts and their variables. The shape of the files is checked. `pattern` may also name the controller. */
export async function readInventory(
  files: InventoryFiles,
  { vaults, pattern = '' }: { readonly vaults: VaultAccess; readonly pattern?: string | undefined },
  problems: Problems,
): Promise<RawInventory> {
  const inventory: RawInventory = { folder: files.folder, groups: new Map(), hosts: new Map(), extra: [] };
  const place = { file: files.sources[0]?.name ?? files.folder, line: 1, column: 1 };
  groupNamed('all', place, inventory);
  groupNamed('ungrouped', place, inventory);
  for (const source of files.sources) await readSource({ source, inventory, problems }, vaults);
  inventory.incomplete = problems.brokenFile;
  for (const { name, place } of inventory.groups.values()) {
    if (!inventory.hosts.has(name)) continue;
    problems.warn(`${name} is the name of both a group and a host`, {
      place,
      hint: 'Rename one of them: in a pattern, this name means the host, but after & or ! it means the group.',
    });
  }
  addImplicitHosts(pattern, inventory);
  await readVars(files.vars, inventory, problems);
  return inventory;
}
