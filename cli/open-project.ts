// The roles of the project in the current folder, for commands that need no inventory.
import type { Role } from '../lib/model/role.js';
import type { RoleName } from '../lib/model/role-vars.js';
import type { TrueupError } from '../lib/model/trueup-error.js';
import { projectOf } from '../lib/roles/project-of.js';
import { projectRoles } from '../lib/roles/project-roles.js';
import { builtinRoles } from './open-fleet.js';

interface Project {
  readonly folder: string;
  readonly roles: ReadonlyMap<RoleName, Role>;
  /** Why others could not be loaded. */
  readonly errors: readonly TrueupError[];
}

/** Loads every role that the project has. */
export async function openProject(): Promise<Project> {
  const folder = projectOf('.', '.');
  const { roles, errors } = await projectRoles(await builtinRoles(), folder);
  return { folder, roles, errors };
}
