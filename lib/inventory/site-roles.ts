// The roles that trueup.yml assigns: built in, the project's own, or of packages.
import { dirname, join, relative } from 'node:path';
import type { Role } from '../model/role.js';
import type { RoleName } from '../model/role-vars.js';
import { projectOf } from '../roles/project-of.js';
import type { Problems } from './raw/problems.js';
import type { Site, SiteEntry } from './read/read-site.js';
import { hintFor, nearest } from './schema/did-you-mean.js';

/** The entries with roles that there are, and all of these roles. */
export interface SiteRoles {
  readonly entries: readonly SiteEntry[];
  readonly roles: ReadonlyMap<RoleName, Role>;
}

/** Loads what isn't built in. What can't be found or loaded is a problem. `file` is trueup.yml. */
export async function siteRoles(
  { entries, packages }: Site,
  file: string,
  {
    builtin,
    project = '.',
  }: { readonly builtin: ReadonlyMap<RoleName, Role>; readonly project?: string | undefined },
  problems: Problems,
): Promise<SiteRoles> {
  const names = entries.map(({ role, place }) => ({ name: role, place }));
  if (packages.length === 0 && names.every(({ name }) => builtin.has(name)))
    return { entries, roles: builtin };
  // Loaded here, because most projects need none of it.
  const { loadRoles } = await import('../roles/load-roles.js');
  const folder = projectOf(dirname(file), project);
  const { roles, available, errors } = await loadRoles(builtin, { project: folder, names, packages });
  for (const { message, ...details } of errors) problems.add(message, details);
  for (const { group, role, place } of entries) {
    if (available.includes(role)) continue;
    problems.add(`roles.${group}: there is no role named ${role}`, {
      place,
      hint: howToGet(role, available, relative(project, folder)),
    });
  }
  return { entries: entries.filter(({ role }) => roles.has(role)), roles };
}

function howToGet(role: RoleName, available: readonly RoleName[], project: string): string {
  if (nearest(role, available) !== undefined) return hintFor(role, available);
  return `${hintFor(role, available)} To write one, create ${join(project, 'roles', role, 'role.ts')}.`;
}
