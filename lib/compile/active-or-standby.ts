// Whether a host is the active one of a set in which the others are on standby.
import type { Facts } from '../model/facts.js';
import type { Host } from '../model/fleet.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { roleNamed, type CompileContext } from './role-scope.js';

/** The host's roles with standby hosts for which this host is the active one. */
export function activeRoles(host: Host, facts: Facts, { fleet, roles }: CompileContext): readonly RoleName[] {
  return host.roles.filter((name) => {
    const role = roleNamed(roles, name);
    return role.standby?.active({ host, fleet, facts, vars: fleet.varsOf(host, role) }) ?? false;
  });
}
