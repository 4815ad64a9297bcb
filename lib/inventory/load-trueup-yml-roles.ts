// The roles that trueup.yml assigns: built-in ones, the project's own, and those of packages.
import { dirname, join, relative } from 'node:path';
import type { Role } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { projectOf } from '../roles/project-folders.js';
import type { LoadRoles } from '../roles/wanted-roles.js';
import type { Problems } from './raw/collect-problems.js';
import type { Site, SiteEntry } from './read/read-trueup-yml.js';
import { hintFor, nearest } from './schema/did-you-mean.js';

/** The entries whose roles exist, and all of these roles. */
export interface SiteRoles {
  readonly entries: readonly SiteEntry[];
  readonly roles: ReadonlyMap<RoleName, Role>;
}

/** Where roles come from. */
interface Sources {
  readonly builtin: ReadonlyMap<RoleName, Role>;
  /** Absent if there are only built-in roles. */
  readonly load?: LoadRoles | undefined;
  /** The current folder. */
  readonly project?: string | undefined;
}

/** Loads the roles that aren't built in. A role that can't be found or loaded is a problem. `file` is trueup.yml. */
export async function siteRoles(
  { entries, packages }: Site,
  file: string,
  { builtin, load = loadNone, project = '.' }: Sources,
  problems: Problems,
): Promise<SiteRoles> {
  const names = entries.map(({ role, place }) => ({ name: role, place }));
  // Most projects need only built-in roles: then no loader is imported.
  if (packages.length === 0 && names.every(({ name }) => builtin.has(name)))
    return { entries, roles: builtin };
  const folder = projectOf(dirname(file), project);
  const { roles, available, complete, errors } = await load(builtin, { project: folder, names, packages });
  for (const { message, ...details } of errors) problems.add(message, details);
  for (const { group, role, place } of entries) {
    if (available.includes(role) || !complete) continue;
    problems.add(`roles.${group}: there is no role named ${role}`, {
      place,
      hint: howToGet(role, available, relative(project, folder)),
    });
  }
  return { entries: entries.filter(({ role }) => roles.has(role)), roles };
}

const loadNone: LoadRoles = (builtin) =>
  Promise.resolve({ roles: builtin, available: [...builtin.keys()], complete: true, errors: [] });

function howToGet(role: RoleName, available: readonly RoleName[], project: string): string {
  if (nearest(role, available) !== undefined) return hintFor(role, available);
  return `${hintFor(role, available)} To write this role, create ${join(project, 'roles', role, 'role.ts')}.`;
}
