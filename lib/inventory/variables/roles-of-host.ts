// The roles that trueup.yml assigns to a host, and the roles that these need.
import type { Place } from '../../model/fleet.js';
import type { RoleName } from '../../model/role-name-and-vars.js';
import type { Problems } from '../raw/collect-problems.js';
import type { SiteEntry } from '../read/read-trueup-yml.js';
import { withNeeded } from './needed-roles.js';
import type { GivenRoles, HostContext } from './resolve-host.js';
import { orderRoles } from './role-order.js';

/** The host's roles in the order they are applied, each with its place in trueup.yml. */
export function assignedRoles(
  host: string,
  site: readonly SiteEntry[],
  { tree, roles }: Pick<HostContext, 'tree' | 'roles'>,
  problems: Problems,
): GivenRoles {
  const assigned = new Map<RoleName, Place>();
  for (const { name } of tree.groupsOf(host)) {
    for (const { group, role, place } of site) {
      if (group === name && !assigned.has(role)) assigned.set(role, place);
    }
  }
  const needed = withNeeded([...assigned.keys()], roles);
  const names = [...needed.keys()];
  const ordered = problems.attempt(() => orderRoles(names, roles)) ?? names;
  // A needed role has the place at which the role that needs it is assigned.
  const placeOf = (name: RoleName): Place => {
    const by = needed.get(name);
    return (
      assigned.get(name) ?? (by === undefined ? { file: 'trueup.yml', line: 1, column: 1 } : placeOf(by))
    );
  };
  const neededBy = [...needed].flatMap(([name, by]) => (by === undefined ? [] : [[name, by] as const]));
  return {
    roles: new Map(ordered.map((name) => [name, placeOf(name)])),
    neededBy: Object.fromEntries(neededBy),
  };
}
