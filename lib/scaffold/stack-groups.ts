// The groups of the stack, and which of its hosts belong to which: lb1 and lb2 are balancers.
import type { NamedAddress } from './project-answers.js';
import { belongs } from './host-groups.js';

const groups = ['lb', 'web', 'app', 'db'] as const;
/** A role that each group has in a stack. */
const roles = { lb: 'haproxy', web: 'nginx', app: 'appserver', db: 'mysql' } as const;

/** A group with its hosts. */
export interface HostGroup {
  readonly name: string;
  readonly hosts: readonly NamedAddress[];
}

/** The groups with their hosts, in the order given. */
export function stackGroups(hosts: readonly NamedAddress[]): readonly HostGroup[] {
  return groups.map((name) => ({ name, hosts: hosts.filter((host) => groupOf(host) === name) }));
}

/** Whether it is a group of the stack. */
export function isOfStack(group: string): boolean {
  return groups.some((one) => one === group);
}

/** Whether these are the roles of a stack. */
export function isStack(entries: readonly { readonly group: string; readonly role: string }[]): boolean {
  return groups.every((name) => entries.some(({ group, role }) => group === name && role === roles[name]));
}

/** What is wrong with these hosts, for a stack with `others` as additional groups; undefined if nothing is. */
export function wrongStack(
  hosts: readonly NamedAddress[],
  others: readonly string[] = [],
): string | undefined {
  const known = (host: NamedAddress) =>
    isOfStack(groupOf(host)) || others.some((group) => belongs(host, group));
  const stray = hosts.find((host) => !known(host));
  if (stray) return `${stray.name} is not named after a group (use names such as lb1, web1, app1 or db1)`;
  const empty = stackGroups(hosts).find((group) => group.hosts.length === 0);
  return empty && `no host for the group ${empty.name}, such as ${empty.name}1`;
}

function groupOf({ name }: NamedAddress): string {
  return name.replace(/\d+$/, '');
}
