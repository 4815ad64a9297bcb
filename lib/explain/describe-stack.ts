// Describes the stack, or one of its hosts, for people: the components, their purpose, and the connections.
import { instancesOf } from '../compile/role-instances.js';
import type { Fleet, Host } from '../model/fleet.js';
import type { Role } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { columns, paragraph } from './text-columns.js';
import { portInWords, talksOf, type Talk } from './connections-between-hosts.js';

/** The whole stack in words. */
export function stackInWords(fleet: Fleet, roles: ReadonlyMap<RoleName, Role>): string {
  const used = [...roles.values()].filter(({ name }) => fleet.withRole(name).length > 0);
  const elements = used.map(({ name, why }) => {
    const hosts = fleet.withRole(name).map((host) => host.name);
    return `  ${name}: ${named(hosts)}\n${paragraph(why, '    ')}`;
  });
  return [
    `${fleet.folder}: ${count(fleet.hosts.length, 'host')}, ${count(used.length, 'role')}\n`,
    `Hosts\n${columns(fleet.hosts.map(hostRow), '  ')}`,
    `Components and their purpose\n${elements.join('')}`,
    `Connections\n${talkTable(talksOf(fleet, roles), fleet)}`,
  ].join('\n');
}

/** One host in words. */
export function hostInWords(host: Host, fleet: Fleet, roles: ReadonlyMap<RoleName, Role>): string {
  const talks = talksOf(fleet, roles);
  const incoming = talks.filter(({ to }) => to === host.name);
  const mine = talks
    .filter(({ from }) => typeof from !== 'string' && from.includes(host.name))
    .map((talk) => ({ ...talk, from: [host.name] }));
  const elements = host.roles.map(
    (name) =>
      `  ${name}${usesInWords(name, host, fleet, roles)}\n${paragraph(roles.get(name)?.why ?? '', '    ')}`,
  );
  return [
    `${host.name} (${host.address}), in ${host.groups.join(', ')}\n`,
    `Components and their purpose, in apply order\n${elements.join('')}`,
    `Incoming connections\n${talkTable(incoming, fleet)}`,
    `Outgoing connections\n${talkTable(mine, fleet)}`,
  ].join('\n');
}

/** The role's instances on the host, and the role that needs it. */
function usesInWords(name: RoleName, host: Host, fleet: Fleet, roles: ReadonlyMap<RoleName, Role>): string {
  const role = roles.get(name);
  const instances = role?.instances ? instancesOf(role, host, fleet).map(({ instance }) => instance) : [];
  const by = host.neededBy?.[name];
  return [
    ...(instances.length > 0 ? [`: ${named(instances)}`] : []),
    ...(by === undefined ? [] : [` (because ${by} needs it)`]),
  ].join('');
}

function hostRow({ name, address, roles }: Host): readonly string[] {
  return [name, address, roles.join(', ')];
}

/** Merges connections that differ only in their hosts. Callers are chosen by role, so they are the same for all. */
function talkTable(talks: readonly Talk[], fleet: Fleet): string {
  if (talks.length === 0) return '  none declared by a role\n';
  const lines = new Map<
    string,
    { readonly talk: Talk; readonly from: Set<string>; readonly to: Set<string> }
  >();
  for (const talk of talks) {
    const { from, to, role, port, protocol, why } = talk;
    const callers = typeof from === 'string' ? [from] : from;
    const key = JSON.stringify([typeof from === 'string' ? from : '', role, port, protocol, why]);
    const line = lines.get(key) ?? { talk, from: new Set<string>(), to: new Set<string>() };
    lines.set(key, line);
    for (const caller of callers) line.from.add(caller);
    line.to.add(to);
  }
  const rows = [...lines.values()].map(({ talk, from, to }) => [
    named(inOrder(from, fleet)),
    '→',
    named(inOrder(to, fleet)),
    portInWords(talk),
    `${talk.role}: ${talk.why}`,
  ]);
  return columns(rows, '  ');
}

/** In the order of the inventory; `anyone` and `operators` are not hosts. */
function inOrder(names: ReadonlySet<string>, fleet: Fleet): readonly string[] {
  const hosts = fleet.hosts.map(({ name }) => name).filter((name) => names.has(name));
  return hosts.length > 0 ? hosts : [...names];
}

function named(hosts: readonly string[]): string {
  return hosts.length > 6 ? `${hosts.slice(0, 5).join(', ')} and ${hosts.length - 5} more` : hosts.join(', ');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
