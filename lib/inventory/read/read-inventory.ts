// Reads an inventory's files into the inventory as written.
import { hintFor } from '../schema/did-you-mean.js';
import type { InventoryFiles } from './inventory-files.js';
import { hostsFileSchema, varsFileSchema } from '../schema/inventory-schemas.js';
import type { Problems } from '../raw/problems.js';
import { groupNamed, readGroups } from './read-groups.js';
import { readYaml } from '../raw/read-yaml.js';
import { schemaCheck } from '../schema/schema-check.js';
import { schemaFindings } from '../schema/schema-findings.js';
import { plainly, type Raw } from '../raw/raw.js';
import type { RawInventory, RawVars } from '../raw/raw-inventory.js';

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

/** A file's values, if its shape is right. */
export async function readChecked(
  file: string,
  schema: object,
  problems: Problems,
): Promise<Raw | undefined> {
  const written = readYaml(file, problems);
  if (!written) return undefined;
  const { errors } = (await schemaCheck(schema))(plainly(written));
  for (const { message, ...details } of schemaFindings(errors, written)) problems.add(message, details);
  return written;
}

async function readVars(
  files: ReadonlyMap<string, readonly string[]>,
  owners: ReadonlyMap<string, RawVars>,
  { noun, known }: { noun: string; known: readonly string[] },
  problems: Problems,
): Promise<void> {
  for (const [name, paths] of files) {
    const owner = owners.get(name);
    if (!owner) {
      const place = { file: paths[0] ?? name, line: 1, column: 1 };
      problems.add(`there is no ${noun} named ${name}`, { place, hint: hintFor(name, known) });
      continue;
    }
    for (const path of paths) {
      const written = await readChecked(path, varsFileSchema, problems);
      if (written?.kind !== 'map') continue;
      const priority = written.entries.get('ansible_group_priority');
      if (priority) {
        const hint = "Write it in the hosts file, below the group's vars; Ansible ignores it here.";
        problems.add('ansible_group_priority: has no effect here', { place: priority.place, hint });
      }
      owner.folder.push(written);
    }
  }
}
