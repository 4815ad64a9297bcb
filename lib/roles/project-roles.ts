// All roles of a project, whether or not a host has them, for commands that describe roles without an inventory.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Problems } from '../inventory/raw/collect-problems.js';
import { findSite, readSite } from '../inventory/read/read-trueup-yml.js';
import type { Role } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { loadRoles } from './load-roles.js';
import { ownRoleNames } from './find-role-files.js';
import { pathOf } from './role-package.js';
import type { LoadedRoles, Named } from './wanted-roles.js';

/** The built-in roles, those in the project's folder `roles`, and those of the packages in its trueup.yml. */
export async function projectRoles(
  builtin: ReadonlyMap<RoleName, Role>,
  project: string,
): Promise<LoadedRoles> {
  const packages = await packagesOf(project);
  const folders = packages.flatMap((one) => pathOf(one, project) ?? []);
  const names = [join(project, 'roles'), ...folders].flatMap(ownRoleNames).map((name) => ({ name }));
  return loadRoles(builtin, { project, names, packages });
}

/** The packages that are named in the project's own trueup.yml and in those of its inventories. Throws InputErrors. */
async function packagesOf(project: string): Promise<readonly Named[]> {
  const problems = new Problems();
  const inventories = join(project, 'inventory');
  const folders = existsSync(inventories)
    ? readdirSync(inventories, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    : [];
  const places = [project, ...folders.map(({ name }) => join(inventories, name))];
  const named: Named[] = [];
  for (const path of places) {
    const file = findSite([{ path, shared: true }]);
    if (!file) continue;
    named.push(
      ...(await readSite(file, { groups: [], incomplete: true, optional: true }, problems)).packages,
    );
  }
  problems.throwIfAny();
  return [...new Map(named.map((one) => [one.name, one])).values()];
}
