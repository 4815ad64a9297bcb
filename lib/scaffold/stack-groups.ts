// The groups of the stack, and which of its hosts belong to which: lb1 and lb2 are balancers.
import type { NamedAddress } from './answers.js';

const groups = ['lb', 'web', 'app', 'db'] as const;

export interface StackGroup {
  readonly name: string;
  readonly hosts: readonly NamedAddress[];
}

/** The groups with their hosts, in the order given. */
export function stackGroups(hosts: readonly NamedAddress[]): readonly StackGroup[] {
  return groups.map((name) => ({ name, hosts: hosts.filter((host) => groupOf(host) === name) }));
}

/** What is wrong with these hosts, for a stack; undefined if nothing is. */
export function wrongStack(hosts: readonly NamedAddress[]): string | undefined {
  const stray = hosts.find((host) => !groups.some((group) => group === groupOf(host)));
  if (stray) return `${stray.name} is not named after a group: lb1, lb2, web1, app1, db1`;
  const empty = stackGroups(hosts).find((group) => group.hosts.length === 0);
  return empty && `no host for the group ${empty.name}, such as ${empty.name}1`;
}

function groupOf({ name }: NamedAddress): string {
  return name.replace(/\d+$/, '');
}
