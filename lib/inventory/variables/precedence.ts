// Decides which of a variable's values a host gets, by Ansible's rules; conflicts between sibling groups are errors if trueup uses the variable. The order of groups is in groups/group-tree.ts.
import { isUsed } from './is-used.js';
import type { GroupTree } from '../groups/group-tree.js';
import type { Problems } from '../raw/collect-problems.js';
import { fingerprint, type RawEntry, type RawMap } from '../raw/raw-value.js';
import type { RoleKeys } from './role-keys.js';
import type { RawHost } from '../raw/raw-inventory.js';

/** One of the values that are set for a host's variable; `place` is the position of its name. */
export interface Origin extends RawEntry {
  /** What sets the value: `group web`, `host web1`. */
  readonly owner: string;
  /** Groups with the same rank are siblings: neither takes precedence. */
  readonly rank?: string;
}

/**
 * Variable → all values that are set, weakest first: the last one applies. Keys of role mappings are dotted:
 * `nginx.server_name`, and so are the entries of a merged variable: `host.files./etc/motd`.
 */
export type Origins = ReadonlyMap<string, readonly Origin[]>;

/** All values of a host's variables, with origins. Role mappings are merged key by key, not deeper; `extra` wins. */
export function originsOf(
  host: RawHost,
  tree: GroupTree,
  keys: RoleKeys,
  problems: Problems,
  extra: readonly RawMap[] = [],
): Origins {
  const origins = new Map<string, Origin[]>();
  const offer = (vars: RawMap, owner: string, rank?: string): void => {
    const ranked = { owner, ...(rank !== undefined && { rank }) };
    for (const [name, entry] of vars.entries) {
      const { value, doubt } = entry;
      if (keys.isRole(name) && value.kind === 'map') {
        for (const [key, one] of keyByKey(name, value, keys))
          push(origins, key, { ...(doubt && { doubt }), ...one, ...ranked });
      } else push(origins, name, { ...entry, ...ranked });
    }
  };
  const groups = tree.groupsOf(host.name);
  const rankOf = (name: string, priority: number): string => `${tree.depth.get(name) ?? 0}/${priority}`;
  // Ansible: all groups of the inventory files first, then all of group_vars/, then the host itself.
  for (const { name, inline, priority } of groups) {
    for (const vars of inline) offer(vars, `group ${name}`, rankOf(name, priority));
  }
  const layers = [...new Set(groups.flatMap(({ folder }) => folder.map(({ layer }) => layer)))].sort(
    (a, b) => a - b,
  );
  const [all, others] = [
    groups.filter(({ name }) => name === 'all'),
    groups.filter(({ name }) => name !== 'all'),
  ];
  // With several group_vars/ folders, groups of later ones win over those of earlier ones; `all` is weaker than both.
  for (const [some, layer] of [all, others].flatMap((some) =>
    layers.map((layer) => [some, layer] as const),
  )) {
    for (const { name, folder, priority } of some) {
      for (const vars of folder)
        if (vars.layer === layer)
          offer(vars, `group ${name}`, `${rankOf(name, priority)}${'+'.repeat(layer)}`);
    }
  }
  for (const vars of [...host.inline, ...host.folder]) offer(vars, `host ${host.name}`);
  for (const vars of extra) offer(vars, 'the command line');
  for (const [name, offers] of origins) {
    if (isUsed(name, keys.isRole)) disagreement(host.name, name, offers, problems);
    unmergeable(host.name, name, origins, keys, problems);
  }
  return origins;
}

/** A role's variables one by one; for a merged one, each of its entries. An empty one adds nothing. */
function keyByKey(role: string, mapping: RawMap, keys: RoleKeys): readonly (readonly [string, RawEntry])[] {
  return [...mapping.entries].flatMap(([key, entry]) => {
    const name = `${role}.${key}`;
    const { value } = entry;
    if (!keys.isMerged(role, key)) return [[name, entry] as const];
    if (value.kind === 'map') return [...value.entries].map(([one, of]) => [`${name}.${one}`, of] as const);
    return value.kind === 'scalar' && value.value === null ? [] : [[name, entry] as const];
  });
}

function push(origins: Map<string, Origin[]>, name: string, origin: Origin): void {
  const offers = origins.get(name);
  if (offers) offers.push(origin);
  else origins.set(name, [origin]);
}

/** Reports a value that isn't a mapping and therefore can't be merged with one. */
function unmergeable(host: string, name: string, origins: Origins, keys: RoleKeys, problems: Problems): void {
  const [role = '', key = '', entry] = name.split('.', 3);
  const whole = entry === undefined || !keys.isMerged(role, key) ? undefined : origins.get(`${role}.${key}`);
  const [rival] = whole ?? [];
  const [one] = origins.get(name) ?? [];
  if (!rival || !one) return;
  const { file, line, column } = one.place;
  problems.add(
    `${host}: ${role}.${key} is a mapping in ${file}:${line}:${column}, and can't be merged with the value here`,
    {
      place: rival.place,
      hint: 'Write a mapping here as well; its entries may be templates.',
      key: `unmergeable ${role}.${key} ${rival.owner}`,
    },
  );
}

function disagreement(host: string, name: string, offers: readonly Origin[], problems: Problems): void {
  const winner = offers.at(-1);
  if (winner?.rank === undefined) return;
  const rival = offers.findLast(
    ({ rank, owner, value }) =>
      rank === winner.rank && owner !== winner.owner && fingerprint(value) !== fingerprint(winner.value),
  );
  if (!rival) return;
  const { file, line, column } = rival.place;
  problems.add(
    `${host}: ${name} has two values: ${winner.owner} sets one here, ${rival.owner} sets another in ${file}:${line}:${column}`,
    {
      place: winner.place,
      hint: `Set it in host_vars/${host}.yml, or let one group win with ansible_group_priority in its vars.`,
      key: `two values ${name} ${winner.owner} ${rival.owner}`,
    },
  );
}
