// Which hosts serve the same thing.
import type { Host } from '../model/fleet.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { roleNamed, type CompileContext } from './role-scope.js';

/** Hosts of a role that serve the same thing, so that they take turns. There are at least two. */
export interface Line {
  readonly role: RoleName;
  /** What they serve. */
  readonly serves: string;
  /** In the order of the inventory. */
  readonly hosts: readonly Host[];
}

/** The lines of all hosts of the fleet, whichever of them a run is about. */
export function linesOf({ fleet, roles }: CompileContext, only?: readonly RoleName[]): readonly Line[] {
  const lines = new Map<string, { role: RoleName; serves: string; hosts: Host[] }>();
  for (const host of fleet.hosts) {
    for (const role of host.roles) {
      if (only && !only.includes(role)) continue;
      const known = roleNamed(roles, role);
      const serves = known.turns?.serves({ host, fleet, vars: fleet.varsOf(host, known) });
      if (serves === undefined) continue;
      const key = `${role}\n${serves}`;
      const line = lines.get(key) ?? { role, serves, hosts: [] };
      line.hosts.push(host);
      lines.set(key, line);
    }
  }
  return [...lines.values()].filter(({ hosts }) => hosts.length > 1);
}
