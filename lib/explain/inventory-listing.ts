// Shows a loaded inventory as a table, as a tree, or in Ansible's JSON format.
import type { LoadedFleet } from '../inventory/loaded-fleet.js';
import type { Host } from '../model/fleet.js';
import { columns } from './text-columns.js';

/** One line for each host. */
export function inventoryTable(hosts: readonly Host[]): string {
  const rows = hosts.map(({ name, address, groups, roles }) => [
    name,
    address,
    groups.filter((group) => group !== 'all').join(', '),
    roles.join(', '),
  ]);
  return columns([['host', 'address', 'groups', 'roles'], ...rows]);
}

/** Like `ansible-inventory --graph`. */
export function inventoryTree(fleet: LoadedFleet): string {
  const below = (group: string, indent: string): string => {
    const hosts = hostsOf(fleet, group).map((host) => `${indent}  |--${host}\n`);
    const children = childrenOf(fleet, group).map((child) => below(child, `${indent}  |`));
    const name = indent === '' ? `@${group}:\n` : `${indent}--@${group}:\n`;
    return name + [...children, ...hosts].join('');
  };
  return below('all', '');
}

/** Like `ansible-inventory --list`: groups, and `_meta.hostvars`. Secrets are `***`. */
export function inventoryJson(fleet: LoadedFleet): Readonly<Record<string, unknown>> {
  const groups = [...fleet.groups.keys()].map((group) => {
    const children = childrenOf(fleet, group);
    const hosts = hostsOf(fleet, group);
    return [group, { ...(children.length > 0 && { children }), ...(hosts.length > 0 && { hosts }) }] as const;
  });
  // Like Ansible, leaves out hosts that have no variables.
  const told = fleet.hosts.filter(({ vars }) => Object.keys(vars).length > 0);
  const hostvars = Object.fromEntries(told.map((host) => [host.name, host.vars]));
  return {
    _meta: { hostvars },
    ...Object.fromEntries(groups.filter(([name, group]) => name === 'all' || Object.keys(group).length > 0)),
  };
}

function childrenOf(fleet: LoadedFleet, group: string): readonly string[] {
  return fleet.groups.get(group)?.children ?? [];
}

/** Hosts listed in the group itself. Hosts that only `all` lists are in `ungrouped`. */
function hostsOf(fleet: LoadedFleet, group: string): readonly string[] {
  return group === 'all' ? [] : (fleet.groups.get(group)?.hosts ?? []);
}
