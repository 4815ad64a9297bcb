// Chooses hosts of a fleet by pattern.
import type { Fleet, Host } from '../../model/fleet.js';
import { matchPattern } from './pattern.js';

/** The hosts that a pattern stands for, in the order of the inventory. Throws E_NO_SUCH_HOST. */
export function select(fleet: Fleet, pattern: string): readonly Host[] {
  const groups = new Map<string, string[]>();
  for (const { name, groups: own } of fleet.hosts) {
    for (const group of own) groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  const chosen = new Set(matchPattern(pattern, { hosts: fleet.hosts.map(({ name }) => name), groups }));
  return fleet.hosts.filter(({ name }) => chosen.has(name));
}
