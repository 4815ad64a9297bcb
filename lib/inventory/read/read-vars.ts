// Reads group_vars and host_vars, and gives each file's variables to the group or host that it is named after.
import { hintFor } from '../schema/did-you-mean.js';
import { varsFileSchema } from '../schema/inventory-schemas.js';
import type { Problems } from '../raw/problems.js';
import type { RawVars } from '../raw/raw-inventory.js';
import { readChecked } from './read-checked.js';

/** `owners` are the groups or hosts by name; a file of any other name is a problem. */
export async function readVars(
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
