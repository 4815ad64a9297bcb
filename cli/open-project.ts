// The roles of the project in the current folder, for commands that need no inventory.
import type { Role } from '../lib/model/role.js';
import type { RoleName } from '../lib/model/role-name-and-vars.js';
import type { TrueupError } from '../lib/model/trueup-error.js';
import { registeredTypes } from '../lib/resources/registry.js';
import { projectOf } from '../lib/roles/project-folders.js';
import { projectRoles } from '../lib/roles/project-roles.js';
import { builtinRoles } from './builtin-roles.js';

interface Project {
  readonly folder: string;
  readonly roles: ReadonlyMap<RoleName, Role>;
  /** Names of the resource types that the project's own roles define. */
  readonly ownTypes: readonly string[];
  /** Why other roles could not be loaded. */
  readonly errors: readonly TrueupError[];
}

/** Loads every role that the project has. */
export async function openProject(): Promise<Project> {
  const folder = projectOf('.', '.');
  const builtin = await builtinRoles();
  const before = new Set(registeredTypes());
  const { roles, errors } = await projectRoles(builtin, folder);
  const ownTypes = registeredTypes().filter((type) => !before.has(type));
  return { folder, roles, ownTypes: ownTypes.map(({ type }) => type), errors };
}
