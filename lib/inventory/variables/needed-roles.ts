// Adds the roles that a host's roles need.
import type { Role } from '../../model/role.js';
import type { RoleName } from '../../model/role-name-and-vars.js';
import { needsOf } from './role-order.js';

/** The names, and those of the roles that they need, each with the role that needs it; undefined for those given. */
export function withNeeded(
  names: readonly RoleName[],
  roles: ReadonlyMap<RoleName, Role>,
): ReadonlyMap<RoleName, RoleName | undefined> {
  const all = new Map<RoleName, RoleName | undefined>(names.map((name) => [name, undefined]));
  // The loop includes names that are added to the map meanwhile.
  for (const name of all.keys()) {
    for (const needed of needsOf(roles.get(name) ?? {})) {
      if (roles.has(needed) && !all.has(needed)) all.set(needed, name);
    }
  }
  return all;
}
