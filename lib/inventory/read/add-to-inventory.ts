// Adds groups, hosts and variables to the inventory as written; the same for every kind of source.
import type { Place } from '../../model/fleet.js';
import { unfold } from '../groups/host-range.js';
import type { Problems } from '../raw/collect-problems.js';
import type { RawEntry, RawMap } from '../raw/raw-value.js';
import type { RawGroup, RawHost, RawInventory, Source } from '../raw/raw-inventory.js';
import { secretVars } from '../variables/encrypted-file-vars.js';

/** A source, and what it is read into. */
export interface Reading {
  readonly source: Source;
  readonly inventory: RawInventory;
  readonly problems: Problems;
  /** Whether the source was encrypted as a whole: its variables are secrets, and errors don't quote it. */
  readonly encrypted?: boolean;
}

/** The group with this name, which is created if it is new. */
export function groupNamed(name: string, place: Place, inventory: RawInventory): RawGroup {
  const known = inventory.groups.get(name);
  if (known) return known;
  const group: RawGroup = {
    name,
    place,
    children: new Map(),
    hosts: new Set(),
    inline: [],
    folder: [],
    priority: 1,
  };
  inventory.groups.set(name, group);
  return group;
}

/** The group of this name, if the name can't be confused with a host pattern. */
export function addGroup(name: string, place: Place, { inventory, problems }: Reading): RawGroup | undefined {
  if (/^[^\s,:;&!~*?[\]{}<>'"`$\\|()/\p{C}-][^\s,:;&!*?[\]{}<>'"`$\\|()/\p{C}]*$/u.test(name))
    return groupNamed(name, place, inventory);
  problems.add(`${JSON.stringify(name)} is not a valid group name`, {
    place,
    hint: 'Use letters, digits and underscores, starting with a letter.',
  });
  return undefined;
}

/** Adds the hosts that a pattern such as `web[1:3]:2222` stands for. */
export function addHosts(
  pattern: string,
  place: Place,
  { group, vars }: { readonly group: RawGroup; readonly vars?: RawMap | undefined },
  reading: Reading,
): void {
  const { source, inventory, problems } = reading;
  const { names, port } = withoutPort(pattern);
  const given = port === undefined ? undefined : portOf(port, place);
  for (const host of unfold(names, place, problems)) {
    const known = inventory.hosts.get(host);
    const added: RawHost = known ?? { name: host, place, source, inline: [], folder: [] };
    inventory.hosts.set(host, added);
    // As in Ansible, only the port at a host's first mention counts.
    if (!known && given) added.inline.push(given);
    group.hosts.add(host);
    if (vars) added.inline.push(heldBy(vars, reading));
  }
}

/** Adds variables to a group. `ansible_group_priority` applies to the group itself, not to its hosts. */
export function addGroupVars(group: RawGroup, vars: RawMap, reading: Reading): void {
  const entry = vars.entries.get('ansible_group_priority');
  if (!entry) {
    group.inline.push(heldBy(vars, reading));
    return;
  }
  const value = entry.value.kind === 'scalar' ? Number(entry.value.value) : NaN;
  if (Number.isInteger(value)) group.priority = value;
  else reading.problems.add('ansible_group_priority: must be a whole number', { place: entry.place });
  const entries = new Map(vars.entries);
  entries.delete('ansible_group_priority');
  group.inline.push(heldBy({ ...vars, entries }, reading));
}

function heldBy(vars: RawMap, { encrypted }: Reading): RawMap {
  return encrypted ? secretVars(vars) : vars;
}

/** Splits `[2001:db8::1]:22` and `web[1:3]:22`; a colon within brackets belongs to a range. */
function withoutPort(pattern: string): { readonly names: string; readonly port?: string } {
  const inBrackets = /^\[([^[\]]+)\]:(\d{1,5})$/.exec(pattern);
  const [, names, port] = inBrackets ?? /^((?:[^:[\]]|\[[^\]]*\])+):(\d{1,5})$/.exec(pattern) ?? [];
  return names === undefined || port === undefined ? { names: pattern } : { names, port };
}

function portOf(port: string, place: Place): RawMap {
  const value: RawEntry = { place, value: { kind: 'scalar', place, value: Number(port), source: port } };
  return { kind: 'map', place, entries: new Map([['ansible_port', value]]) };
}
