// How much longer a slow host is given for everything: as much as its ansible_timeout is longer than usual.
import type { Connection } from './fleet.js';

/** Seconds that a host has to let somebody in where nobody says otherwise. */
export const usualTimeoutSeconds = 10;

/** A whole number: 1 for a usual host, 6 for one with `ansible_timeout: 60`. All other limits are this many times as long. */
export function paceOf({ connectTimeoutSeconds }: Pick<Connection, 'connectTimeoutSeconds'>): number {
  return Math.max(1, Math.ceil(connectTimeoutSeconds / usualTimeoutSeconds));
}

/** Seconds for a shell to come up, sudo included: a login is fast in comparison. */
export function patienceOf({ connectTimeoutSeconds }: Pick<Connection, 'connectTimeoutSeconds'>): number {
  return connectTimeoutSeconds * 3;
}

/** The advice where time ran out. */
export function slowHostHint({ connectTimeoutSeconds }: Pick<Connection, 'connectTimeoutSeconds'>): string {
  return `A slow host needs longer for everything: raise its ansible_timeout (now ${connectTimeoutSeconds} s).`;
}
