// Reads the groups and hosts of one inventory file into the inventory as written.
import type { Place } from '../../model/fleet.js';
import { unfold } from '../groups/host-range.js';
import type { Problems } from '../raw/problems.js';
import { entriesOf, type Raw, type RawMap } from '../raw/raw.js';
import type { RawGroup, RawHost, RawInventory } from '../raw/raw-inventory.js';

/** Adds what a file says; its shape was checked before. */
export function readGroups(file: Raw, inventory: RawInventory, problems: Problems): void {
  for (const [name, { place, value, doubt }] of entriesOf(file)) {
    if (doubt) problems.add(doubt.message, doubt);
    if (['hosts', 'children', 'vars'].includes(name)) {
      problems.add(`${name}: is not in any group`, {
        place,
        hint: `Write it below a group: all: {${name}: …}.`,
      });
    } else readGroup(name, place, value, inventory, problems);
  }
}

/** The group of this name; made where it is new. */
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

function readGroup(name: string, place: Place, body: Raw, inventory: RawInventory, problems: Problems): void {
  if (!/^[A-Za-z_][\w.-]*$/.test(name)) {
    problems.add(`${JSON.stringify(name)} is not a valid group name`, {
      place,
      hint: 'Use letters, digits and underscores, with a letter first.',
    });
    return;
  }
  const group = groupNamed(name, place, inventory);
  const parts = entriesOf(body);
  for (const each of [parts, entriesOf(parts.get('hosts')?.value), entriesOf(parts.get('children')?.value)]) {
    for (const { doubt } of each.values()) if (doubt) problems.add(doubt.message, doubt);
  }
  for (const [written, host] of entriesOf(parts.get('hosts')?.value)) {
    for (const hostName of unfold(written, host.place, problems)) {
      group.hosts.add(hostName);
      const vars = hostNamed(hostName, host.place, inventory);
      if (host.value.kind === 'map') vars.inline.push(host.value);
    }
  }
  for (const [child, { place: childPlace, value }] of entriesOf(parts.get('children')?.value)) {
    group.children.set(child, childPlace);
    readGroup(child, childPlace, value, inventory, problems);
  }
  const vars = parts.get('vars')?.value;
  if (vars?.kind === 'map') group.inline.push(takePriority(group, vars, problems));
}

/** Ansible's one variable about a group rather than about its hosts. */
function takePriority(group: RawGroup, vars: RawMap, problems: Problems): RawMap {
  const entry = vars.entries.get('ansible_group_priority');
  if (!entry) return vars;
  const value = entry.value.kind === 'scalar' ? Number(entry.value.value) : NaN;
  if (Number.isInteger(value)) group.priority = value;
  else problems.add('ansible_group_priority: must be a whole number', { place: entry.place });
  const entries = new Map(vars.entries);
  entries.delete('ansible_group_priority');
  return { ...vars, entries };
}

function hostNamed(name: string, place: Place, inventory: RawInventory): RawHost {
  const known = inventory.hosts.get(name);
  if (known) return known;
  const host: RawHost = { name, place, inline: [], folder: [] };
  inventory.hosts.set(name, host);
  return host;
}
