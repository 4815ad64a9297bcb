// Which group of a project a new host belongs to, by its name: server1 and server2 are servers.
import type { NamedAddress } from './project-answers.js';

/** `server` for the group servers. */
export function stemOf(group: string): string {
  return group.replaceAll('_', '-').replace(/s$/, '');
}

/** Whether the host is named after the group. */
export function belongs({ name }: NamedAddress, group: string): boolean {
  const stem = name.replace(/-?\d+$/, '');
  return stem === stemOf(group) || stem === group;
}
