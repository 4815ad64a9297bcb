// The roles that come with trueup.
import type { Role } from '../lib/model/role.js';
import type { RoleName } from '../lib/model/role-name-and-vars.js';

/** Loads the roles only when they are needed. */
export async function builtinRoles(): Promise<ReadonlyMap<RoleName, Role>> {
  const { roles } = await import('../roles/registry.js');
  return roles;
}
