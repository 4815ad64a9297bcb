// Where hosts stand in for each other: is this one the active one?
import type { Facts } from '../model/facts.js';
import type { Host } from '../model/fleet.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { roleNamed, type CompileContext } from './role-scope.js';

/** Roles with a standby in which the host is the active one. */
export function activeRoles(host: Host, facts: Facts, { fleet, roles }: CompileContext): readonly RoleName[] {
  return host.roles.filter((name) => {
    const role = roleNamed(roles, name);
    return role.standby?.active({ host, fleet, facts, vars: fleet.varsOf(host, role) }) ?? false;
  });
}
