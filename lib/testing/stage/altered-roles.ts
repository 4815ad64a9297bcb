// Roles that declare less than usual: for the state before a role's own work, and for when it is no longer declared.
import { cameFrom, originOf } from '../../compile/role-origin.js';
import type { Role } from '../../model/role.js';
import type { RoleName } from '../../model/role-name-and-vars.js';
import type { Resource } from '../../model/resource.js';

type Roles = ReadonlyMap<RoleName, Role>;

/** All roles, reduced to their packages and the sources of these. */
export function packagesOnly(roles: Roles): Roles {
  const kept = ({ type }: Resource): boolean => /^(sources|packages)$/.test(type.schedule?.phase ?? '');
  return mapped(roles, (role) => ({
    ...role,
    async *resources(scope) {
      for await (const resource of role.resources(scope)) if (kept(resource)) yield resource;
    },
  }));
}

/** The roles, of which the subjects declare nothing. */
export function withNothingOf(roles: Roles, subjects: readonly RoleName[]): Roles {
  return mapped(roles, (role) =>
    subjects.includes(role.name)
      ? { name: role.name, why: role.why, vars: role.vars, resources: () => [] }
      : role,
  );
}

function mapped(roles: Roles, change: (role: Role) => Role): Roles {
  return new Map(
    [...roles].map(([name, role]) => {
      const changed = change(role);
      const origin = originOf(role);
      if (origin && changed !== role) cameFrom(changed, origin);
      return [name, changed];
    }),
  );
}
