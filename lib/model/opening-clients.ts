// Which hosts an opening lets in.
import type { Host } from './fleet.js';
import type { Opening } from './role.js';

/** Whether an opening lets a host in because of one of the host's roles or groups. */
export function isAmong({ roles, groups }: Host, from: Opening['from']): boolean {
  return roles.some((role) => from.includes(role)) || groups.some((group) => from.includes(`group:${group}`));
}
