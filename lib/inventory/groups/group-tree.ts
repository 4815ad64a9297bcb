// Works out how an inventory's groups hang together: depth, ancestors, members.
import type { Problems } from '../raw/problems.js';
import type { RawGroup, RawInventory } from '../raw/raw-inventory.js';

export interface GroupTree {
  /** Longest way from `all`, which is 0. */
  readonly depth: ReadonlyMap<string, number>;
  /** The host's groups: by depth, then priority, then name; `all` first. This is also who wins: the last. */
  groupsOf(host: string): readonly RawGroup[];
  /** Hosts of a group and of the groups below it, in the order written. */
  membersOf(group: string): readonly string[];
}

/** The tree of an inventory's groups. A circle is a problem, and is cut. */
export function groupTree(inventory: RawInventory, problems: Problems): GroupTree {
  const { groups, hosts } = inventory;
  const depth = new Map<string, number>();
  const members = new Map<string, Set<string>>();

  const visit = (group: RawGroup, path: readonly string[]): Set<string> => {
    const known = members.get(group.name);
    const deeper = path.length > (depth.get(group.name) ?? -1);
    if (deeper) depth.set(group.name, path.length);
    if (known && !deeper) return known;
    const all = new Set(group.hosts);
    members.set(group.name, all);
    for (const [name, place] of group.children) {
      const start = name === group.name ? path.length : path.indexOf(name);
      if (start >= 0) {
        const circle = [...path.slice(start), group.name, name].join(' → ');
        problems.add(`groups contain each other in a cycle: ${circle}`, { place, code: 'E_CYCLE' });
        continue;
      }
      const child = groups.get(name);
      if (child) for (const host of visit(child, [...path, group.name])) all.add(host);
    }
    return all;
  };

  const withParent = new Set([...groups.values()].flatMap((group) => [...group.children.keys()]));
  const root = groups.get('all');
  if (root) {
    visit(root, []);
    for (const group of groups.values()) {
      if (group !== root && !withParent.has(group.name)) visit(group, ['all']);
    }
    // Whatever is still unseen is reached from nowhere: it hangs in a circle of its own.
    for (const group of groups.values()) if (!depth.has(group.name)) visit(group, ['all']);
  }
  members.set('all', new Set(hosts.keys()));
  const grouped = new Set([...members].flatMap(([name, names]) => (name === 'all' ? [] : [...names])));
  members.set('ungrouped', new Set([...hosts.keys()].filter((host) => !grouped.has(host))));

  const order = [...hosts.keys()];
  const ranked = [...groups.values()].sort(
    (a, b) =>
      (depth.get(a.name) ?? 0) - (depth.get(b.name) ?? 0) ||
      a.priority - b.priority ||
      (a.name < b.name ? -1 : 1),
  );
  return {
    depth,
    groupsOf: (host) => ranked.filter(({ name }) => members.get(name)?.has(host)),
    membersOf: (group) => order.filter((host) => members.get(group)?.has(host)),
  };
}
