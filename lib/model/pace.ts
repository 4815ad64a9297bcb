// How much longer a slow host is given for everything: as much as its ansible_timeout is longer than usual.
import type { Connection } from './fleet.js';

/** What says how slow a host is. */
export type HostTimeout = Pick<Connection, 'connectTimeoutSeconds'>;

/** Seconds that a host has to let somebody in where nobody says otherwise. */
export const usualTimeoutSeconds = 10;

/** A whole number: 1 for a usual host, 6 for one with `ansible_timeout: 60`. All other limits are this many times as long. */
export function paceOf({ connectTimeoutSeconds }: HostTimeout): number {
  return Math.max(1, Math.ceil(connectTimeoutSeconds / usualTimeoutSeconds));
}

/** Seconds for a shell to come up, sudo included: a login is fast in comparison. */
export function shellTimeoutOf({ connectTimeoutSeconds }: HostTimeout): number {
  return connectTimeoutSeconds * 3;
}

/** The advice where time ran out. */
export function slowHostHint({ connectTimeoutSeconds }: HostTimeout): string {
  return `If the host is slow, raise its ansible_timeout (now ${connectTimeoutSeconds} s); most time limits scale with it.`;
}

/** What was found where an answer was late, with the advice. */
export function tooLate(seconds: number, host: HostTimeout): string {
  return `no answer within ${seconds} s. ${slowHostHint(host)}`;
}
