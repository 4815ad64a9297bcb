// Which hosts provide the same service, and therefore take turns.
import type { Host } from '../model/fleet.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { roleNamed, type CompileContext } from './role-scope.js';

/** Two or more hosts of a role that provide the same service, and therefore take turns. */
export interface Queue {
  readonly role: RoleName;
  /** The service that they provide. */
  readonly serves: string;
  /** In the order of the inventory. */
  readonly hosts: readonly Host[];
}

/** The queues of all hosts of the fleet, even of hosts that the run doesn't include. */
export function queuesOf({ fleet, roles }: CompileContext, only?: readonly RoleName[]): readonly Queue[] {
  const queues = new Map<string, { role: RoleName; serves: string; hosts: Host[] }>();
  for (const host of fleet.hosts) {
    for (const role of host.roles) {
      if (only && !only.includes(role)) continue;
      const known = roleNamed(roles, role);
      const serves = known.turns?.serves({ host, fleet, vars: fleet.varsOf(host, known) });
      if (serves === undefined) continue;
      const key = `${role}\n${serves}`;
      const queue = queues.get(key) ?? { role, serves, hosts: [] };
      queue.hosts.push(host);
      queues.set(key, queue);
    }
  }
  return [...queues.values()].filter(({ hosts }) => hosts.length > 1);
}
