// Works out the tree of an inventory's groups: depth, ancestors, members.
import type { Problems } from '../raw/collect-problems.js';
import type { RawGroup, RawInventory } from '../raw/raw-inventory.js';
import { childGroups } from './child-groups.js';

export interface GroupTree {
  /** Length of the longest path from `all`, which has depth 0. */
  readonly depth: ReadonlyMap<string, number>;
  /** Groups by name: `all`, `ungrouped`, then in the order written. */
  readonly names: readonly string[];
  /** The names of the groups directly below a group. */
  childrenOf(group: string): readonly string[];
  /** The hosts that are listed in the group itself. */
  ownHostsOf(group: string): readonly string[];
  /** The host's groups: by depth, then priority, then name; `all` first. If several set a variable, the last one wins. */
  groupsOf(host: string): readonly RawGroup[];
  /** Hosts of a group and of the groups below it, in Ansible's order: its own, then those of its children, level by level. */
  membersOf(group: string): readonly string[];
}

/** The tree of an inventory's groups. A cycle is reported as a problem and broken. */
export function groupTree(inventory: RawInventory, problems: Problems): GroupTree {
  const { groups } = inventory;
  const below = childGroups(inventory, problems);
  const depth = new Map<string, number>([['all', 0]]);
  for (const [name, children] of below) {
    const deeper = (depth.get(name) ?? 0) + 1;
    for (const child of children) depth.set(child, Math.max(deeper, depth.get(child) ?? 0));
  }
  const ungrouped = ungroupedHosts(inventory);
  const own = (name: string): readonly string[] => [
    ...(name === 'ungrouped' ? ungrouped : (groups.get(name)?.hosts ?? [])),
  ];
  const members = new Map(
    [...below.keys()].map((name) => {
      return [name, [...new Set(levels(name, below).flatMap(own))]] as const;
    }),
  );
  const ranked = [...groups.values()].sort(
    (a, b) =>
      (depth.get(a.name) ?? 0) - (depth.get(b.name) ?? 0) ||
      a.priority - b.priority ||
      (a.name < b.name ? -1 : 1),
  );
  const groupsOf = new Map<string, RawGroup[]>();
  for (const group of ranked) {
    for (const host of members.get(group.name) ?? []) {
      const known = groupsOf.get(host);
      if (known) known.push(group);
      else groupsOf.set(host, [group]);
    }
  }
  return {
    depth,
    names: [...new Set(['all', 'ungrouped', ...groups.keys()])],
    childrenOf: (group) => below.get(group) ?? [],
    ownHostsOf: own,
    // As in Ansible, the variables of all also apply to the controller, which is not in all.
    groupsOf: (host) => groupsOf.get(host) ?? ranked.filter(({ name }) => name === 'all'),
    membersOf: (group) => members.get(group) ?? [],
  };
}

/** Hosts that are listed in `ungrouped` and in no other group, then all other hosts without a group. */
function ungroupedHosts({ groups, hosts }: RawInventory): ReadonlySet<string> {
  const grouped = new Set<string>();
  for (const { name, hosts: own } of groups.values()) {
    if (name !== 'all' && name !== 'ungrouped') for (const host of own) grouped.add(host);
  }
  const named = [...(groups.get('ungrouped')?.hosts ?? []), ...hosts.keys()];
  return new Set(named.filter((host) => !grouped.has(host) && !hosts.get(host)?.implicit));
}

/** The group, its children, their children, and so on. */
function levels(group: string, below: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const found = new Set([group]);
  for (const name of found) for (const child of below.get(name) ?? []) found.add(child);
  return [...found];
}
