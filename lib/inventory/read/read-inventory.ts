// Reads an inventory's files into the inventory as written.
import type { InventoryFiles } from './inventory-files.js';
import { hostsFileSchema } from '../schema/inventory-schemas.js';
import type { Problems } from '../raw/problems.js';
import { readChecked } from './read-checked.js';
import { groupNamed, readGroups } from './read-groups.js';
import { readVars } from './read-vars.js';
import type { RawInventory } from '../raw/raw-inventory.js';

/** Groups, hosts and their variables, files' shapes checked. */
export async function readInventory(files: InventoryFiles, problems: Problems): Promise<RawInventory> {
  const inventory: RawInventory = { folder: files.folder, groups: new Map(), hosts: new Map() };
  groupNamed('all', { file: files.hosts[0] ?? files.folder, line: 1, column: 1 }, inventory);
  for (const file of files.hosts) {
    const written = await readChecked(file, hostsFileSchema, problems);
    if (written) readGroups(written, inventory, problems);
  }
  const known = [...inventory.groups.keys(), 'ungrouped'];
  for (const name of inventory.groups.keys()) {
    if (!inventory.hosts.has(name)) continue;
    const place = inventory.groups.get(name)?.place;
    problems.add(`${name}: is the name of both a group and a host`, {
      place,
      hint: 'Give one of them another name.',
    });
  }
  groupNamed('ungrouped', { file: files.folder, line: 1, column: 1 }, inventory);
  await readVars(files.groupVars, inventory.groups, { noun: 'group', known }, problems);
  await readVars(
    files.hostVars,
    inventory.hosts,
    { noun: 'host', known: [...inventory.hosts.keys()] },
    problems,
  );
  return inventory;
}
