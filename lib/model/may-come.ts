// Whom a role's opening lets in.
import type { Host } from './fleet.js';
import type { Opening } from './role.js';

/** Whether a host is among those that an opening names: by one of its roles, or by one of its groups. */
export function isAmong({ roles, groups }: Host, from: Opening['from']): boolean {
  return roles.some((role) => from.includes(role)) || groups.some((group) => from.includes(`group:${group}`));
}
